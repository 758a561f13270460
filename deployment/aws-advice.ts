/** What a person can do about it, by what the SDK or the service says; the first that fits. */
const ADVICE: readonly (readonly [when: RegExp, what: string])[] = [
  [
    /CredentialsProvider|could not load credentials/i,
    'there are no AWS credentials; sign in (`aws sso login`, `aws configure`), or set AWS_PROFILE',
  ],
  [
    /ExpiredToken|RequestExpired|token .*expired/i,
    'the AWS credentials have expired; sign in again (`aws sso login`)',
  ],
  [
    /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch/i,
    'AWS does not know these credentials; sign in again, or set AWS_PROFILE to a profile that works',
  ],
  [/region is missing/i, 'no region is named; give --region, or set AWS_REGION'],
];

/** One sentence for an error that is about credentials or region; undefined for any other. */
export function awsAdvice(error: unknown): string | undefined {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return ADVICE.find(([when]) => when.test(said))?.[1];
}
