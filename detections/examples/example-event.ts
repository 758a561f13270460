import type { CloudTrailRecord, JsonObject, UserIdentity } from '../../records/cloudtrail/cloudtrail-record';

/** The events that prove a detection: each of `fires` matches, each of `staysSilent` nearly does. */
export interface DetectionExamples {
  readonly fires: readonly CloudTrailRecord[];
  readonly staysSilent: readonly CloudTrailRecord[];
}

/** Detection id to its events; one such table a family, beside the family's file name. */
export type ExampleTable = { readonly [detectionId: string]: DetectionExamples };

export const EXAMPLE_ACCOUNT = '111122223333';
export const EXAMPLE_REGION = 'eu-west-1';

/** A person: an IAM user with an access key of their own. */
export const exampleUser: UserIdentity = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEUSERAAAAAA',
  arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/mallory`,
  accountId: EXAMPLE_ACCOUNT,
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  userName: 'mallory',
};

/** The account's root user. */
export const exampleRoot: UserIdentity = {
  type: 'Root',
  principalId: EXAMPLE_ACCOUNT,
  arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:root`,
  accountId: EXAMPLE_ACCOUNT,
};

/** Somebody or something that works through a role. */
export function exampleRole(roleName: string, sessionName = 'session'): UserIdentity {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEROLEAAAAAA:${sessionName}`,
    arn: `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/${roleName}/${sessionName}`,
    accountId: EXAMPLE_ACCOUNT,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEROLEAAAAAA',
        arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/${roleName}`,
        accountId: EXAMPLE_ACCOUNT,
        userName: roleName,
      },
      webIdFederationData: {},
      attributes: { creationDate: '2026-11-02T08:00:00Z', mfaAuthenticated: 'false' },
    },
  };
}

/** The role that deploys in the examples; tests give its ARN as the `deployRoles` setting. */
export const EXAMPLE_DEPLOY_ROLE = `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/deploy-pipeline`;
export const exampleDeployer: UserIdentity = exampleRole('deploy-pipeline', 'GitHubActions');

/**
 * A successful call as a trail records it; `overrides` replaces whole members.
 *
 * @example
 * exampleEvent('ecs', 'StopTask', { cluster: 'harbor', task: '…' }, { userIdentity: exampleRole('ops') })
 */
export function exampleEvent(
  service: string,
  eventName: string,
  requestParameters: JsonObject | null = null,
  overrides: Partial<CloudTrailRecord> = {},
): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: exampleUser,
    eventTime: '2026-11-02T08:15:00Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: EXAMPLE_REGION,
    sourceIPAddress: '198.51.100.23',
    userAgent: 'aws-cli/2.31.0',
    requestParameters,
    responseElements: null,
    requestID: '5f0c6f0e-1d0b-4a6e-9a40-000000000001',
    eventID: '5f0c6f0e-1d0b-4a6e-9a40-000000000002',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: EXAMPLE_ACCOUNT,
    eventCategory: 'Management',
    ...overrides,
  };
}

/** The same call, refused. */
export function denied(event: CloudTrailRecord, errorCode = 'AccessDenied'): CloudTrailRecord {
  return {
    ...event,
    errorCode,
    errorMessage: `User: ${event.userIdentity?.arn ?? 'unknown'} is not authorized to perform: ${event.eventName}`,
    responseElements: null,
  };
}
