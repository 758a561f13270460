const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const SECRET = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:LoginPasswordSecret-AbCdEf`;

const learner = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLELEARNER01',
  arn: `arn:aws:iam::${ACCOUNT}:user/learner`,
  accountId: ACCOUNT,
  userName: 'learner',
};

/** A session of a role, as CloudTrail has it. */
const session = (role: string, name: string, invokedBy?: string) => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE${role.length}:${name}`,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
  accountId: ACCOUNT,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: `AROAEXAMPLE${role.length}`,
      arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      accountId: ACCOUNT,
      userName: role,
    },
    attributes: { creationDate: '2026-11-02T08:00:00Z', mfaAuthenticated: 'false' },
  },
  ...(invokedBy !== undefined && { invokedBy }),
});
const deploy = session('cdk-hnb659fds-cfn-exec-role', 'AWSCloudFormation', 'cloudformation.amazonaws.com');
const task = session('harborwatch-workload-ExecutionRole', '0123456789abcdef', 'ecs-tasks.amazonaws.com');

const RULE = {
  groups: {},
  prefixListIds: {},
  ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
  ipv6Ranges: {},
};

/** What a learner's walk through the workshop leaves in CloudTrail, as far as it changes something or reads a secret. */
const STEPS: readonly [time: string, who: object, service: string, call: string, request: object][] = [
  [
    '08:05:00',
    deploy,
    'ec2',
    'AuthorizeSecurityGroupIngress',
    { groupId: 'sg-0123456789abcdef0', ipPermissions: { items: [{ ipProtocol: '-1', ...RULE }] } },
  ],
  [
    '08:20:00',
    learner,
    'ecs',
    'RunTask',
    {
      cluster: 'harborwatch',
      taskDefinition: 'harborwatch-httpd-login',
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
          securityGroups: ['sg-0123456789abcdef0'],
          assignPublicIp: 'ENABLED',
        },
      },
    },
  ],
  ['08:50:00', learner, 'ecs', 'StopTask', { cluster: 'harborwatch', task: '0123456789abcdef' }],
  [
    '09:00:00',
    deploy,
    'ec2',
    'RevokeSecurityGroupIngress',
    { groupId: 'sg-0123456789abcdef0', ipPermissions: { items: [{ ipProtocol: '-1', ...RULE }] } },
  ],
  ['09:30:00', task, 'secretsmanager', 'GetSecretValue', { secretId: SECRET }],
  ['09:35:00', learner, 'secretsmanager', 'GetSecretValue', { secretId: SECRET }],
];

/** A CloudTrail file with the learner's calls. */
export function learnerFile(): string {
  const Records = STEPS.map(([time, userIdentity, service, eventName, requestParameters], index) => ({
    eventVersion: '1.11',
    userIdentity,
    eventTime: `2026-11-02T${time}Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: REGION,
    sourceIPAddress: userIdentity === learner ? '203.0.113.7' : 'cloudformation.amazonaws.com',
    userAgent: userIdentity === learner ? 'aws-cli/2.31.0' : 'cloudformation.amazonaws.com',
    requestParameters,
    responseElements: null,
    requestID: `request-${index}`,
    eventID: `00000000-0000-4000-8000-00000000000${index}`,
    readOnly: eventName.startsWith('Get'),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  }));
  return JSON.stringify({ Records });
}
