const ACCOUNT = '111122223333';
const BEGIN = Date.parse('2026-11-02T00:00:00Z');
const RECORDS_A_SECOND = 20;
/** Calls that chains, counts and first times look at, and one that they do not. */
const CALLS: readonly (readonly [service: string, name: string, request: object | null])[] = [
  ['sts', 'GetCallerIdentity', null],
  ['ecs', 'UpdateService', { service: 'orders', cluster: 'harbor' }],
  ['ecs', 'ListClusters', { maxResults: 100 }],
  ['secretsmanager', 'GetSecretValue', { secretId: 'prod/orders/database' }],
  ['s3', 'GetBucketLocation', { bucketName: 'harbor-assets' }],
];

/** The one API call of an actor that comes once: a session of a role of its own, from an address of its own. */
export function actorLine(index: number): string {
  const [service, eventName, requestParameters] = CALLS[index % CALLS.length] as (typeof CALLS)[number];
  const name = `worker-${index.toString(36).padStart(6, '0')}`;
  const hex = index.toString(16).padStart(12, '0');
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE${hex.toUpperCase()}:${name}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${name}`,
      accountId: ACCOUNT,
      accessKeyId: `ASIAEXAM${hex.toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROAEXAMPLE${hex.toUpperCase()}`,
          arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
          accountId: ACCOUNT,
          userName: name,
        },
        attributes: { creationDate: '2026-11-02T00:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: new Date(BEGIN + Math.floor(index / RECORDS_A_SECOND) * 1_000)
      .toISOString()
      .replace('.000', ''),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: `${11 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.7`,
    userAgent: 'Boto3/1.42.90 md/Botocore#1.42.90 ua/2.1 os/linux lang/python#3.12.3',
    requestParameters,
    responseElements: null,
    requestID: `5e1b2f9a-0000-4000-8000-${hex}`,
    eventID: `9d3c7a10-0000-4000-8000-${hex}`,
    readOnly: eventName !== 'UpdateService',
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  });
}
