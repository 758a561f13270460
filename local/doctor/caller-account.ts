import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { messageOf } from '../../records/message-of';
import { clientSettings } from './aws/client-settings';
import { DoctorError } from './doctor-error';

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

/**
 * The account that the credentials are of; needs no permission.
 *
 * @throws DoctorError where there is none to ask
 */
export async function callerAccount(region: string | undefined): Promise<string> {
  try {
    const { Account = '' } = await new STSClient(clientSettings(region)).send(
      new GetCallerIdentityCommand({}),
    );
    return Account;
  } catch (error) {
    const said = `${error instanceof Error ? error.name : ''}: ${messageOf(error)}`;
    const [, advice] = ADVICE.find(([when]) => when.test(said)) ?? [];
    throw new DoctorError(
      advice ??
        `AWS cannot be asked who this is (${said}); check the network, the region and AWS_ENDPOINT_URL`,
    );
  }
}
