import {
  denied,
  EXAMPLE_ACCOUNT,
  type ExampleTable,
  exampleDeployer,
  exampleEvent,
  exampleRole,
  exampleRoot,
  exampleUser,
} from './example-event';

const byDeployer = { userIdentity: exampleDeployer };
const inUsEast1 = { awsRegion: 'us-east-1' };
const taskSession = exampleRole('api-task-role', '0f9de17a6465404e8b1b2356dc13c2f8');

/** IAM is a global service: its records come from us-east-1. */
const iam = (name: string, parameters: Parameters<typeof exampleEvent>[2], more = {}) =>
  exampleEvent('iam', name, parameters, { ...inUsEast1, ...more });

const attach = iam('AttachRolePolicy', {
  roleName: 'api-task-role',
  policyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
});
const newVersion = iam('CreatePolicyVersion', {
  policyArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:policy/api`,
  policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  setAsDefault: true,
});
const trust = iam('UpdateAssumeRolePolicy', {
  roleName: 'api-task-role',
  policyDocument:
    '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"sts:AssumeRole"}]}',
});
const admin = iam('AttachUserPolicy', {
  userName: 'svc-metrics',
  policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
});
const accessKey = iam(
  'CreateAccessKey',
  { userName: 'svc-metrics' },
  {
    responseElements: {
      accessKey: { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', status: 'Active', userName: 'svc-metrics' },
    },
  },
);
const federationToken = exampleEvent(
  'sts',
  'GetFederationToken',
  { name: 'support', policy: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' },
  inUsEast1,
);
const oidc = iam('CreateOpenIDConnectProvider', {
  url: 'https://token.example.net',
  clientIDList: ['sts.amazonaws.com'],
});
const trustAnchor = exampleEvent('rolesanywhere', 'CreateTrustAnchor', {
  enabled: true,
  name: 'laptops',
  source: { sourceType: 'CERTIFICATE_BUNDLE' },
});
const passRoleDenied = {
  ...denied(exampleEvent('ecs', 'RunTask', null), 'AccessDeniedException'),
  errorMessage: `User: ${exampleUser.arn} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::${EXAMPLE_ACCOUNT}:role/admin because no identity-based policy allows the iam:PassRole action`,
};
const rootCall = iam('ListUsers', null, { userIdentity: exampleRoot, readOnly: true });
const signIn = exampleEvent('signin', 'ConsoleLogin', null, {
  ...inUsEast1,
  eventType: 'AwsConsoleSignIn',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
  additionalEventData: {
    LoginTo: 'https://console.aws.amazon.com/console/home',
    MobileVersion: 'No',
    MFAUsed: 'No',
  },
  responseElements: { ConsoleLogin: 'Success' },
});
const failedSignIn = {
  ...signIn,
  errorMessage: 'Failed authentication',
  responseElements: { ConsoleLogin: 'Failure' },
};
const leave = exampleEvent('organizations', 'LeaveOrganization', null, inUsEast1);
const whoAmI = exampleEvent('sts', 'GetCallerIdentity', null, {
  userIdentity: taskSession,
  userAgent: 'aws-cli/2.31.0',
  readOnly: true,
});

export const iamExamples: ExampleTable = {
  'iam-permissions-changed': {
    fires: [
      attach,
      iam('PutRolePolicy', {
        roleName: 'api-task-role',
        policyName: 'more',
        policyDocument: '{"Statement":[]}',
      }),
      iam('DeleteRolePermissionsBoundary', { roleName: 'api-task-role' }),
      iam('AddUserToGroup', { userName: 'mallory', groupName: 'admins' }),
      newVersion,
      iam('SetDefaultPolicyVersion', {
        policyArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:policy/api`,
        versionId: 'v1',
      }),
    ],
    staysSilent: [
      { ...attach, ...byDeployer },
      denied(attach),
      iam('GetRolePolicy', { roleName: 'api-task-role', policyName: 'more' }, { readOnly: true }),
    ],
  },
  'iam-role-trust-changed': {
    fires: [trust],
    staysSilent: [
      { ...trust, ...byDeployer },
      denied(trust),
      iam('UpdateRole', { roleName: 'api-task-role' }),
    ],
  },
  'iam-admin-policy-attached': {
    fires: [
      admin,
      {
        ...admin,
        ...byDeployer,
        requestParameters: { userName: 'ops', policyArn: 'arn:aws-cn:iam::aws:policy/AdministratorAccess' },
      },
    ],
    staysSilent: [
      attach,
      denied(admin),
      iam('AttachRolePolicy', {
        roleName: 'amplify',
        policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess-Amplify',
      }),
    ],
  },
  'iam-credential-created': {
    fires: [accessKey, federationToken, iam('UpdateLoginProfile', { userName: 'ana' })],
    staysSilent: [
      { ...accessKey, ...byDeployer },
      denied(accessKey),
      exampleEvent('sts', 'GetSessionToken', { durationSeconds: 3600 }, inUsEast1),
      iam('DeleteAccessKey', { userName: 'svc-metrics', accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }),
    ],
  },
  'iam-federation-added': {
    fires: [oidc, trustAnchor],
    staysSilent: [
      { ...oidc, ...byDeployer },
      denied(trustAnchor),
      iam('DeleteOpenIDConnectProvider', {
        openIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/x',
      }),
    ],
  },
  'iam-pass-role-denied': {
    fires: [passRoleDenied],
    staysSilent: [
      denied(exampleEvent('ecs', 'RunTask', null), 'AccessDeniedException'),
      { ...passRoleDenied, errorCode: 'ClientException' },
    ],
  },
  'root-activity': {
    fires: [rootCall, { ...signIn, userIdentity: exampleRoot }],
    staysSilent: [
      { ...signIn, userIdentity: exampleRoot, responseElements: { ConsoleLogin: 'Failure' } },
      { ...rootCall, userIdentity: { ...exampleRoot, invokedBy: 'autoscaling.amazonaws.com' } },
      { ...rootCall, userIdentity: exampleUser },
      { ...rootCall, eventType: 'AwsServiceEvent' },
    ],
  },
  'console-login-without-mfa': {
    fires: [signIn, { ...signIn, userIdentity: exampleRoot }],
    staysSilent: [
      { ...signIn, additionalEventData: { MFAUsed: 'Yes', MobileVersion: 'No' } },
      failedSignIn,
      { ...signIn, userIdentity: exampleRole('AWSReservedSSO_developer', 'ana@example.com') },
    ],
  },
  'console-login-failures': {
    fires: [failedSignIn],
    staysSilent: [signIn, { ...failedSignIn, eventName: 'CheckMfa' }],
  },
  'organization-left': {
    fires: [leave, denied(leave)],
    staysSilent: [
      exampleEvent('organizations', 'DescribeOrganization', null, { ...inUsEast1, readOnly: true }),
      exampleEvent('organizations', 'ListAccounts', null, { ...inUsEast1, readOnly: true }),
    ],
  },
  'task-credentials-explored-account': {
    fires: [
      whoAmI,
      iam('ListRoles', null, { userIdentity: taskSession, userAgent: 'Boto3/1.40.0', readOnly: true }),
      denied(exampleEvent('organizations', 'ListAccounts', null, { userIdentity: taskSession })),
    ],
    staysSilent: [
      { ...whoAmI, userAgent: 'aws-sdk-go-v2/1.39.0' },
      iam('ListRoles', null, { userIdentity: exampleRole('auditor', 'ana@example.com'), readOnly: true }),
      exampleEvent('s3', 'ListBuckets', null, { userIdentity: taskSession, readOnly: true }),
    ],
  },
};
