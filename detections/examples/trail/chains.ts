import type {
  CloudTrailRecord,
  JsonObject,
  UserIdentity,
} from '../../../records/cloudtrail/cloudtrail-record';
import { denied, EXAMPLE_ACCOUNT, exampleDeployer, exampleRole, exampleUser } from '../example-event';
import {
  callAt,
  ECR,
  ELSEWHERE,
  egress,
  exampleSso,
  exampleStranger,
  exampleTask,
  sequence,
  TASK,
  type TrailExampleTable,
} from './trail-example';

const byDeployer = { userIdentity: exampleDeployer };
const OTHER_ACCOUNT = '222233334444';
/** A role that people take on by a library, which names each session anew. */
const ops = (session: string, more = {}) => ({ userIdentity: exampleRole('ops', session), ...more });
/** The same person in Identity Center's role, and a colleague behind the same address. */
const sso = (name: string) => ({
  userIdentity: exampleRole('AWSReservedSSO_Developer_0123456789abcdef', `${name}@example.com`),
});
const ssoWith = (set: string, name = 'anna@example.com') =>
  exampleRole(`AWSReservedSSO_${set}_fedcba9876543210`, name);
/** Taking on a role, as its answer tells whose session it is. */
const takesOn = (at: number, role: string, session: string, more = {}) =>
  callAt(
    at,
    'sts',
    'AssumeRole',
    { roleArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/${role}`, roleSessionName: session },
    {
      responseElements: {
        assumedRoleUser: { arn: `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/${role}/${session}` },
      },
      ...more,
    },
  );
const withSource = (role: string, session: string, sourceIdentity: string, more = {}) => {
  const identity = exampleRole(role, session);
  const context = identity['sessionContext'] as object;
  return { userIdentity: { ...identity, sessionContext: { ...context, sourceIdentity } }, ...more };
};
/** CloudFormation, with the rights of whoever changes the stack, or with a role of its own. */
const CLOUDFORMATION = 'cloudformation.amazonaws.com';
const byStack = (userIdentity: object = exampleUser) => ({
  userIdentity: { ...userIdentity, invokedBy: CLOUDFORMATION },
  sourceIPAddress: CLOUDFORMATION,
});
const cfnRole = exampleRole('cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1', 'AWSCloudFormation');
const byTask = { userIdentity: exampleTask(), sourceIPAddress: '198.51.100.10' };
const taskArn = `arn:aws:ecs:eu-west-1:${EXAMPLE_ACCOUNT}:task/harbor/${TASK}`;
const shell = (at: number, more = {}) =>
  callAt(at, 'ecs', 'ExecuteCommand', { cluster: 'harbor', task: taskArn }, more);
const execOn = (at: number, more = {}) =>
  callAt(
    at,
    'ecs',
    'UpdateService',
    { cluster: 'harbor', service: 'orders', enableExecuteCommand: true },
    more,
  );
const defined = (at: number, image: string, more = {}) =>
  callAt(
    at,
    'ecs',
    'RegisterTaskDefinition',
    { family: 'orders', containerDefinitions: [{ name: 'a', image }] },
    more,
  );
const definedAs = (at: number, family: string) =>
  callAt(at, 'ecs', 'RegisterTaskDefinition', {
    family,
    containerDefinitions: [{ name: 'a', image: FOREIGN }],
  });
const run = (at: number, family = 'orders', more = {}) =>
  callAt(at, 'ecs', 'RunTask', { cluster: 'harbor', taskDefinition: `${family}:7` }, more);
const FOREIGN = 'docker.io/someone/worker:latest';
const NEW_KEY = 'AKIAIOSFODNN7NEWKEYA';
const keyMade = callAt(
  0,
  'iam',
  'CreateAccessKey',
  { userName: 'backup' },
  { responseElements: { accessKey: { accessKeyId: NEW_KEY, userName: 'backup' } } },
);
const keyUsed = (at: number, sourceIPAddress: string) =>
  callAt(at, 'sts', 'GetCallerIdentity', null, {
    sourceIPAddress,
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/backup`,
      accountId: EXAMPLE_ACCOUNT,
      accessKeyId: NEW_KEY,
      userName: 'backup',
    },
  });
const loginSet = (at: number, name: string, more = {}) =>
  callAt(at, 'iam', name, { userName: 'Backup' }, more);
const login = (at: number, ConsoleLogin = 'Success') =>
  callAt(at, 'signin', 'ConsoleLogin', null, {
    sourceIPAddress: ELSEWHERE,
    responseElements: { ConsoleLogin },
    ...(ConsoleLogin === 'Failure' && { errorMessage: 'Failed authentication' }),
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/backup`,
      accountId: EXAMPLE_ACCOUNT,
      userName: 'backup',
    },
  });
const READS = ['ListRoles', 'ListUsers', 'GetAccountSummary', 'ListPolicies'];
const look = (at: number) => READS.map((name, index) => callAt(at + index / 10, 'iam', name));
const refusals = (at: number, count: number) =>
  ['ListBuckets', 'ListSecrets', 'ListKeys', 'ListTables']
    .slice(0, count)
    .map((name, index) => denied(callAt(at + index / 10, 's3', name)));
const by = (records: readonly CloudTrailRecord[], more: Partial<CloudTrailRecord>) =>
  records.map((record) => ({ ...record, ...more }));
const stopLogging = (at: number, more = {}) =>
  callAt(at, 'cloudtrail', 'StopLogging', { name: 'trail' }, more);
const detector = (at: number, request: JsonObject) =>
  callAt(at, 'guardduty', 'UpdateDetector', { detectorId: 'd', ...request });
const logGroupDeleted = (at: number, logGroupName: string, more = {}) =>
  callAt(at, 'logs', 'DeleteLogGroup', { logGroupName }, more);
const deleteBucket = (at: number, more = {}) =>
  callAt(at, 's3', 'DeleteBucket', { bucketName: 'data' }, more);
const secretRead = (at: number) =>
  callAt(at, 'secretsmanager', 'GetSecretValue', { secretId: 'orders/credentials' }, byTask);
const steady = [-300, -240, -180, -120, -60, 0].map((at) => egress(at, '198.51.100.80'));
const schedule = (at: number, more = {}) =>
  callAt(
    at,
    'scheduler',
    'CreateSchedule',
    {
      name: 'nightly',
      target: {
        arn: `arn:aws:ecs:eu-west-1:${EXAMPLE_ACCOUNT}:cluster/harbor`,
        ecsParameters: {
          taskDefinitionArn: `arn:aws:ecs:eu-west-1:${EXAMPLE_ACCOUNT}:task-definition/worker:3`,
        },
      },
    },
    more,
  );
const scheduledRun = (at: number, family: string, service = 'scheduler.amazonaws.com') =>
  run(at, family, {
    sourceIPAddress: service,
    userIdentity: { ...exampleTask('schedule', 'session'), invokedBy: service },
  });
const assumedFrom = (at: number, userIdentity = exampleStranger) =>
  callAt(
    at,
    'sts',
    'AssumeRole',
    { roleArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/ops`, roleSessionName: 'session' },
    {
      userIdentity,
      responseElements: {
        assumedRoleUser: { arn: `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/ops/session` },
      },
    },
  );
const userMade = (at: number, name: string, more = {}) =>
  callAt(
    at,
    'iam',
    name,
    { userName: 'backup', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    more,
  );
const userCreated = (at: number, more: Partial<CloudTrailRecord>) =>
  callAt(at, 'iam', 'CreateUser', { userName: 'x' }, more);
const inRegion = (at: number, awsRegion: string, more = {}) => run(at, 'worker', { awsRegion, ...more });
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-south-1'];
const inAccount = (at: number, recipientAccountId: string) => stopLogging(at, { recipientAccountId });
const cutIn = (account: string, role: string, session: string, sourceIPAddress = '198.51.100.23') => {
  const text = JSON.stringify(exampleRole(role, session)).replaceAll(EXAMPLE_ACCOUNT, account);
  return stopLogging(account === EXAMPLE_ACCOUNT ? 0 : 2, {
    userIdentity: JSON.parse(text) as UserIdentity,
    recipientAccountId: account,
    sourceIPAddress,
  });
};
const secretBy = (at: number, secretId: string, userIdentity = exampleSso) =>
  callAt(at, 'secretsmanager', 'GetSecretValue', { secretId }, { userIdentity });
const parametersBy = (names: readonly string[], withDecryption = true) =>
  callAt(0, 'ssm', 'GetParameters', { names, withDecryption }, sso('anna'));
const rolledOut = (at: number, more = {}) =>
  callAt(
    at,
    'ecs',
    'UpdateService',
    { cluster: 'harbor', service: 'orders', forceNewDeployment: true },
    more,
  );
const pushed = (at: number, more = {}) =>
  callAt(at, 'ecr', 'PutImage', { repositoryName: 'orders', imageTag: 'release-7' }, more);
const JAVA = 'aws-sdk-java/2.31.0 Linux/5.10 exec-env/AWS_ECS_FARGATE';
const SECRETS = ['a', 'b', 'c', 'd', 'e'];

/** A user's token for somebody else, and who that is. */
const FEDERATED = `arn:aws:sts::${EXAMPLE_ACCOUNT}:federated-user/helper`;
const tokenMade = callAt(
  2,
  'sts',
  'GetFederationToken',
  { name: 'helper' },
  { responseElements: { federatedUser: { arn: FEDERATED } } },
);
const byToken = {
  userIdentity: { type: 'FederatedUser', arn: FEDERATED, accountId: EXAMPLE_ACCOUNT },
};

export const chainExamples: TrailExampleTable = {
  'chain-exec-enabled-then-used': {
    fires: [
      sequence(execOn(0), shell(30)),
      // The library names each session anew; the same machine, though.
      sequence(execOn(0, ops('botocore-session-1')), shell(30, ops('botocore-session-2'))),
      // As themselves, then as a role that they took on in between; and as one role, then as the next.
      sequence(execOn(0), takesOn(10, 'ops', 's'), shell(30, ops('s', { sourceIPAddress: ELSEWHERE }))),
      sequence(
        execOn(0, ops('s')),
        takesOn(10, 'admin', 't', ops('s')),
        shell(30, { userIdentity: exampleRole('admin', 't'), sourceIPAddress: ELSEWHERE }),
      ),
      // As a user, then by a token of that user.
      sequence(execOn(0), tokenMade, shell(30, { ...byToken, sourceIPAddress: ELSEWHERE })),
      // The source identity stays from role to role, wherever from.
      sequence(
        execOn(0, withSource('ops', 'a', 'anna')),
        shell(30, withSource('admin', 'b', 'anna', { sourceIPAddress: ELSEWHERE })),
      ),
      // Around ExecuteCommand, by Systems Manager itself.
      sequence(
        execOn(0),
        callAt(30, 'ssm', 'StartSession', { target: `ecs:harbor_${TASK}_${TASK}-0527074092` }),
      ),
      sequence(execOn(0, byStack()), shell(30)),
      // One person, with a role of Identity Center for each step.
      sequence(
        execOn(0, { userIdentity: ssoWith('Admin') }),
        shell(30, { userIdentity: ssoWith('OnCall'), sourceIPAddress: ELSEWHERE }),
      ),
    ],
    staysSilent: [
      // Another cluster; another region; two people of one role in one office; a role used from two places.
      sequence(execOn(0), callAt(30, 'ecs', 'ExecuteCommand', { cluster: 'production', task: TASK })),
      sequence(execOn(0), shell(30, { awsRegion: 'us-east-1' })),
      sequence(execOn(0), shell(30, { recipientAccountId: OTHER_ACCOUNT })),
      sequence(execOn(0, sso('anna')), shell(30, sso('ben'))),
      sequence(execOn(0, ops('a')), shell(30, ops('b', { sourceIPAddress: ELSEWHERE }))),
      sequence(execOn(0), { ...tokenMade, ...sso('ben') }, shell(30, byToken)),
      // A role was taken on by somebody else, or not at all.
      sequence(
        execOn(0),
        takesOn(10, 'ops', 's', sso('ben')),
        shell(30, ops('s', { sourceIPAddress: ELSEWHERE })),
      ),
      sequence(
        execOn(0),
        denied(takesOn(10, 'ops', 's')),
        shell(30, ops('s', { sourceIPAddress: ELSEWHERE })),
      ),
      // A machine, and not a task.
      sequence(execOn(0), callAt(30, 'ssm', 'StartSession', { target: 'i-0123456789abcdef0' })),
      // Two actors; the wrong way round; too late; switched off, not on.
      sequence(execOn(0, byDeployer), shell(30)),
      sequence(shell(0), execOn(30)),
      sequence(execOn(0), shell(25 * 60)),
      sequence(
        callAt(0, 'ecs', 'UpdateService', { service: 'orders', enableExecuteCommand: false }),
        shell(30),
      ),
    ],
  },
  'chain-foreign-task-defined-then-run': {
    fires: [
      sequence(defined(0, FOREIGN), run(5)),
      sequence(
        defined(0, FOREIGN),
        callAt(5, 'ecs', 'CreateTaskSet', { cluster: 'harbor', service: 'orders', taskDefinition: 'orders' }),
      ),
      sequence(
        defined(0, FOREIGN, ops('s1')),
        callAt(
          5,
          'codedeploy',
          'CreateDeployment',
          {
            revision: {
              revisionType: 'AppSpecContent',
              appSpecContent: {
                content: `Resources: [{ TargetService: { Properties: { TaskDefinition: "arn:aws:ecs:eu-west-1:${EXAMPLE_ACCOUNT}:task-definition/orders:8" } } }]`,
              },
            },
          },
          ops('s2'),
        ),
      ),
      // A registry that is only called like one's own.
      sequence(defined(0, `${EXAMPLE_ACCOUNT}.dkr.ecr.example.com/orders:1`), run(5)),
      sequence(defined(0, FOREIGN), takesOn(2, 'ops', 's'), run(5, 'orders', ops('s'))),
      // Among as many others as nobody would go through one by one.
      sequence(
        defined(0, FOREIGN),
        ...Array.from({ length: 600 }, (_, other) => definedAs(1 + other / 1_000, `other-${other}`)),
        run(5),
      ),
    ],
    staysSilent: [
      // One's own registry by IPv6, and AWS's collector of logs beside the task.
      sequence(defined(0, `${EXAMPLE_ACCOUNT}.dkr-ecr.eu-west-1.on.aws/orders:1`), run(5)),
      sequence(defined(0, 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable'), run(5)),
      sequence(defined(0, FOREIGN), run(5, 'orders', { awsRegion: 'us-east-1' })),
      sequence(defined(0, FOREIGN, byStack(cfnRole)), run(5, 'orders', sso('anna'))),
      sequence(defined(0, `${ECR}/orders:release-7`), run(5)),
      sequence(defined(0, FOREIGN), run(5, 'billing')),
      sequence(defined(0, FOREIGN, byDeployer), run(5, 'orders', byDeployer)),
    ],
  },
  'chain-credential-made-then-used-elsewhere': {
    fires: [
      sequence(keyMade, keyUsed(20, ELSEWHERE)),
      sequence(loginSet(0, 'UpdateLoginProfile'), login(20)),
      sequence(loginSet(0, 'CreateLoginProfile'), login(20)),
      // By IPv6 from another network, and through an endpoint of somebody else's VPC.
      sequence({ ...keyMade, sourceIPAddress: '2001:db8:1::7' }, keyUsed(20, '2001:db8:2::7')),
    ],
    staysSilent: [
      // A failed sign-in has no error code; another account has users of that name, too.
      sequence(loginSet(0, 'UpdateLoginProfile'), login(20, 'Failure')),
      sequence(loginSet(0, 'CreateLoginProfile', { recipientAccountId: OTHER_ACCOUNT }), login(20)),
      // Of a machine with both kinds of address; within one network of IPv6, written in two ways; inside the VPC.
      sequence(keyMade, keyUsed(20, '2001:db8:5::7')),
      sequence({ ...keyMade, sourceIPAddress: '2001:db8:0:1::7' }, keyUsed(20, '2001:db8::1:2:3:4:9')),
      sequence(keyMade, keyUsed(20, '10.20.0.5')),
      // Made by a stack: from where nobody knows.
      sequence({ ...keyMade, ...byStack() }, keyUsed(20, ELSEWHERE)),
      sequence(keyMade, keyUsed(20, '198.51.100.23')),
      sequence(keyMade),
      sequence(keyUsed(20, ELSEWHERE)),
    ],
  },
  'chain-shell-then-task-role-abused': {
    fires: [
      sequence(shell(0), callAt(10, 'iam', 'ListRoles', null, byTask)),
      sequence(
        callAt(0, 'ssm', 'StartSession', { target: `ecs:harbor_${TASK}_${TASK}-0527074092` }),
        callAt(10, 'sts', 'AssumeRole', null, byTask),
      ),
      // It looked at instances before, and asks for roles now.
      sequence(
        callAt(-10, 'ec2', 'DescribeInstances', null, byTask),
        shell(0),
        callAt(10, 'iam', 'ListRoles', null, byTask),
      ),
    ],
    staysSilent: [
      // The program itself looks for its neighbours all day; a service asks on behalf of the task.
      sequence(
        callAt(-10, 'ec2', 'DescribeInstances', null, byTask),
        shell(0),
        callAt(10, 'ec2', 'DescribeInstances', null, byTask),
      ),
      sequence(
        shell(0),
        callAt(10, 'ec2', 'DescribeSubnets', null, {
          userIdentity: { ...exampleTask(), invokedBy: 'lambda.amazonaws.com' },
          sourceIPAddress: 'lambda.amazonaws.com',
        }),
      ),
      sequence(shell(0), callAt(10, 's3', 'GetObject', { bucketName: 'orders' }, byTask)),
      sequence(callAt(10, 'iam', 'ListRoles', null, byTask)),
      sequence(
        shell(0),
        callAt(10, 'iam', 'ListRoles', null, { userIdentity: exampleTask('orders-task', 'f'.repeat(32)) }),
      ),
    ],
  },
  'task-role-used-from-two-networks': {
    fires: [
      sequence(
        callAt(0, 's3', 'GetObject', null, byTask),
        callAt(5, 's3', 'ListBuckets', null, { ...byTask, sourceIPAddress: ELSEWHERE }),
      ),
      // Another program; neighbours in one provider's range; IPv6 from two sites.
      sequence(
        callAt(0, 's3', 'GetObject', null, { ...byTask, userAgent: JAVA }),
        callAt(5, 's3', 'GetObject', null, { ...byTask, sourceIPAddress: ELSEWHERE }),
      ),
      sequence(
        callAt(0, 's3', 'GetObject', null, { ...byTask, sourceIPAddress: '203.0.112.9' }),
        callAt(5, 'iam', 'ListUsers', null, { ...byTask, sourceIPAddress: ELSEWHERE }),
      ),
      sequence(
        callAt(0, 's3', 'GetObject', null, { ...byTask, sourceIPAddress: '2001:db8:1::7', userAgent: JAVA }),
        callAt(5, 's3', 'GetObject', null, { ...byTask, sourceIPAddress: '2001:db8:2::7' }),
      ),
    ],
    staysSilent: [
      // Two addresses of a NAT gateway, with the program and what runs beside it by each; IPv4 and IPv6; one site of IPv6.
      sequence(
        callAt(0, 's3', 'GetObject', null, { ...byTask, userAgent: JAVA }),
        callAt(1, 'sqs', 'ReceiveMessage', null, { ...byTask, sourceIPAddress: ELSEWHERE, userAgent: JAVA }),
        callAt(2, 'sts', 'GetCallerIdentity', null, {
          ...byTask,
          sourceIPAddress: ELSEWHERE,
          userAgent: JAVA,
        }),
        callAt(3, 'xray', 'PutTraceSegments', null, byTask),
      ),
      sequence(
        callAt(0, 's3', 'GetObject', null, byTask),
        callAt(5, 's3', 'GetObject', null, {
          ...byTask,
          sourceIPAddress: '2600:1f18:1:2::9',
          userAgent: JAVA,
        }),
      ),
      sequence(
        callAt(0, 's3', 'GetObject', null, {
          ...byTask,
          sourceIPAddress: '2600:1f18:0:2::9',
          userAgent: JAVA,
        }),
        callAt(5, 's3', 'GetObject', null, { ...byTask, sourceIPAddress: '2600:1f18::2:3:4:9' }),
      ),
      // The same network, a private address beside it, and a call that a service makes for the task.
      sequence(
        callAt(0, 's3', 'GetObject', null, byTask),
        callAt(5, 's3', 'GetObject', null, { ...byTask, sourceIPAddress: '198.51.100.99' }),
        callAt(6, 's3', 'GetObject', null, { ...byTask, sourceIPAddress: '10.20.0.5' }),
        callAt(7, 'kms', 'Decrypt', null, { ...byTask, sourceIPAddress: 'secretsmanager.amazonaws.com' }),
      ),
      // The agent pulls the image from where it runs itself, with the execution role, whose session has the same name.
      sequence(
        callAt(0, 'ecr', 'GetAuthorizationToken', null, {
          userIdentity: exampleTask('orders-execution'),
          sourceIPAddress: ELSEWHERE,
        }),
        callAt(5, 's3', 'GetObject', null, byTask),
      ),
    ],
  },
  'chain-whoami-enumeration-refusals': {
    fires: [
      sequence(callAt(0, 'sts', 'GetCallerIdentity'), ...look(1), ...refusals(3, 3)),
      // A script for each step.
      sequence(
        callAt(0, 'sts', 'GetCallerIdentity', null, ops('a')),
        ...by(look(1), ops('b')),
        ...by(refusals(3, 3), ops('c')),
      ),
    ],
    staysSilent: [
      // Three machines; three runs of a pipeline.
      sequence(
        callAt(0, 'sts', 'GetCallerIdentity', null, ops('a')),
        ...by(look(1), ops('b', { sourceIPAddress: '192.0.2.1' })),
        ...by(refusals(3, 3), ops('c', { sourceIPAddress: '192.0.2.2' })),
      ),
      sequence(
        callAt(0, 'sts', 'GetCallerIdentity', null, {
          userIdentity: exampleRole('deploy-pipeline', 'run-1'),
        }),
        ...by(look(1), { userIdentity: exampleRole('deploy-pipeline', 'run-2') }),
        ...by(refusals(3, 3), { userIdentity: exampleRole('deploy-pipeline', 'run-3') }),
      ),
      // Somebody with few rights, at a keyboard and in the console.
      sequence(
        callAt(0, 'sts', 'GetCallerIdentity', null, sso('anna')),
        ...by([...look(1), ...refusals(3, 4)], {
          ...sso('anna'),
          sessionCredentialFromConsole: 'true',
          readOnly: true,
        }),
      ),
      sequence(callAt(0, 'sts', 'GetCallerIdentity'), ...look(1), ...refusals(3, 2)),
      sequence(...look(1), ...refusals(3, 3)),
      sequence(callAt(0, 'sts', 'GetCallerIdentity'), ...look(1)),
    ],
  },
  'chain-logging-cut-then-destruction': {
    fires: [
      sequence(stopLogging(0), deleteBucket(60)),
      sequence(stopLogging(0, ops('a')), deleteBucket(60, ops('b'))),
      sequence(stopLogging(0), takesOn(5, 'ops', 's'), deleteBucket(60, ops('s'))),
      sequence(detector(0, { enable: false }), deleteBucket(60)),
      sequence(
        detector(0, { features: [{ name: 'RUNTIME_MONITORING', status: 'DISABLED' }] }),
        deleteBucket(60),
      ),
      sequence(
        callAt(0, 'cloudtrail', 'UpdateTrail', { name: 'trail', isMultiRegionTrail: false }),
        deleteBucket(60),
      ),
      sequence(
        callAt(0, 'cloudtrail', 'PutEventSelectors', {
          trailName: 'trail',
          eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }],
        }),
        deleteBucket(60),
      ),
      // A stack that holds the trail, and then by hand; a log by hand, and then a stack.
      sequence(stopLogging(0, byStack()), deleteBucket(60)),
      sequence(logGroupDeleted(0, 'vpc-flow-logs'), deleteBucket(60, byStack())),
    ],
    staysSilent: [
      // What only adds: a detector, a feature of it, a trail that is validated, every event.
      sequence(detector(0, { enable: true }), deleteBucket(60)),
      sequence(
        detector(0, { features: [{ name: 'RUNTIME_MONITORING', status: 'ENABLED' }] }),
        deleteBucket(60),
      ),
      sequence(
        callAt(0, 'cloudtrail', 'UpdateTrail', { name: 'trail', enableLogFileValidation: true }),
        deleteBucket(60),
      ),
      sequence(
        callAt(0, 'cloudtrail', 'PutEventSelectors', {
          trailName: 'trail',
          advancedEventSelectors: [
            { fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] },
            { fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] },
          ],
        }),
        deleteBucket(60),
      ),
      // A stack with its logs, its network and its trail is deleted: by a person, and by a role of its own.
      sequence(
        callAt(-1, 'cloudformation', 'DeleteStack', { stackName: 'demo' }),
        logGroupDeleted(0, '/demo/api', byStack()),
        callAt(0.1, 'ec2', 'DeleteFlowLogs', null, byStack()),
        callAt(0.2, 'sns', 'DeleteTopic', { topicArn: 't' }, byStack()),
        callAt(1, 'cloudformation', 'DeleteStack', { stackName: 'demo-network' }),
      ),
      sequence(stopLogging(0, byStack(cfnRole)), deleteBucket(1, byStack(cfnRole))),
      sequence(stopLogging(0, byStack()), deleteBucket(1, byStack())),
      // A function and what it printed.
      sequence(
        logGroupDeleted(0, '/aws/lambda/old'),
        callAt(1, 'lambda', 'DeleteFunction20150331', { functionName: 'old' }),
      ),
      sequence(stopLogging(0, sso('anna')), deleteBucket(60, sso('ben'))),
      sequence(deleteBucket(0), stopLogging(60)),
      sequence(denied(stopLogging(0)), deleteBucket(60)),
      sequence(stopLogging(0), deleteBucket(60, { userIdentity: exampleSso })),
    ],
  },
  'chain-secret-read-then-new-destination': {
    fires: [{ records: [secretRead(1)], flows: [...steady, egress(10, ELSEWHERE)] }],
    staysSilent: [
      // A destination that the service has; a task that only starts; nothing read.
      { records: [secretRead(1)], flows: steady },
      { records: [secretRead(1)], flows: [egress(10, ELSEWHERE)] },
      { records: [], flows: [...steady, egress(10, ELSEWHERE)] },
      // What AWS publishes is no secret.
      {
        records: [
          callAt(1, 'ssm', 'GetParameters', { names: ['/aws/service/x'], withDecryption: true }, byTask),
        ],
        flows: [...steady, egress(10, ELSEWHERE)],
      },
    ],
  },
  'chain-hidden-schedule-then-tasks': {
    fires: [
      sequence(schedule(0), scheduledRun(60, 'worker')),
      // A universal target, a pipe and a state machine run tasks as well.
      sequence(
        callAt(0, 'scheduler', 'CreateSchedule', {
          name: 'n',
          target: {
            arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask',
            input: JSON.stringify({ Cluster: 'harbor', TaskDefinition: 'worker' }),
          },
        }),
        scheduledRun(60, 'worker'),
      ),
      sequence(
        callAt(0, 'pipes', 'CreatePipe', {
          name: 'p',
          targetParameters: { ecsTaskParameters: { taskDefinitionArn: 'worker:3' } },
        }),
        scheduledRun(60, 'worker', 'pipes.amazonaws.com'),
      ),
      sequence(
        callAt(0, 'states', 'CreateStateMachine', {
          name: 'm',
          definition: JSON.stringify({
            States: {
              A: { Resource: 'arn:aws:states:::ecs:runTask', Parameters: { TaskDefinition: 'worker' } },
            },
          }),
        }),
        scheduledRun(60, 'worker', 'states.amazonaws.com'),
      ),
    ],
    staysSilent: [
      // Another account and another region have a family of that name; a stack is deployed.
      sequence(schedule(0, { recipientAccountId: OTHER_ACCOUNT }), scheduledRun(60, 'worker')),
      sequence(schedule(0, { awsRegion: 'us-east-1' }), scheduledRun(60, 'worker')),
      sequence(schedule(0, byStack(exampleDeployer)), scheduledRun(60, 'worker')),
      sequence(
        callAt(0, 'scheduler', 'CreateSchedule', {
          name: 'n',
          target: { arn: 'arn:aws:scheduler:::aws-sdk:ecs:stopTask', input: '{"TaskDefinition":"worker"}' },
        }),
        scheduledRun(60, 'worker'),
      ),
      sequence(schedule(0), scheduledRun(60, 'orders')),
      sequence(schedule(0, byDeployer), scheduledRun(60, 'worker')),
      sequence(schedule(0), run(60, 'worker')),
    ],
  },
  'chain-cross-account-role-then-iam-changes': {
    fires: [
      sequence(assumedFrom(0), userCreated(5, ops('session'))),
      // From role to role.
      sequence(
        assumedFrom(0),
        takesOn(2, 'admin', 'next', ops('session')),
        userCreated(5, { userIdentity: exampleRole('admin', 'next') }),
      ),
      // As the account that is entered writes the caller: an account and nothing else.
      sequence(
        assumedFrom(0, { type: 'AWSAccount', principalId: 'AROAPARTNER:p', accountId: '444455556666' }),
        userCreated(5, ops('session')),
      ),
    ],
    staysSilent: [
      sequence(assumedFrom(0, exampleSso), userCreated(5, ops('session'))),
      sequence(assumedFrom(0), callAt(5, 'iam', 'ListUsers', null, ops('session'))),
      // A stack set, which enters its accounts for whoever owns it.
      sequence(
        { ...assumedFrom(0), ...byStack({ type: 'AWSAccount', accountId: '444455556666' }) },
        userCreated(5, byStack(exampleRole('ops', 'session'))),
      ),
      // A service makes its own role for somebody who came in.
      sequence(
        assumedFrom(0),
        callAt(5, 'iam', 'CreateServiceLinkedRole', null, {
          userIdentity: { ...exampleRole('ops', 'session'), invokedBy: 'ecs.amazonaws.com' },
          sourceIPAddress: 'ecs.amazonaws.com',
        }),
      ),
      // The copy of the record that the account of the caller keeps.
      sequence({ ...assumedFrom(0), recipientAccountId: '444455556666' }, userCreated(5, ops('session'))),
    ],
  },
  'chain-user-made-and-given-power': {
    fires: [
      sequence(userMade(0, 'CreateUser'), userMade(1, 'CreateAccessKey'), userMade(2, 'AttachUserPolicy')),
      // Sigma's `temporal`: in any order.
      sequence(userMade(0, 'CreateUser'), userMade(1, 'PutUserPolicy'), userMade(2, 'CreateLoginProfile')),
      // By several sessions, roles and people, who write the name in either case.
      sequence(
        userMade(0, 'CreateUser', ops('a')),
        callAt(1, 'iam', 'CreateAccessKey', { userName: 'BACKUP' }, ops('b', { sourceIPAddress: ELSEWHERE })),
        userMade(2, 'AttachUserPolicy', sso('anna')),
      ),
    ],
    staysSilent: [
      // Users of one name in two accounts, and two users.
      sequence(
        userMade(0, 'CreateUser'),
        userMade(1, 'CreateAccessKey'),
        userMade(2, 'AttachUserPolicy', { recipientAccountId: OTHER_ACCOUNT }),
      ),
      sequence(
        userMade(0, 'CreateUser'),
        userMade(1, 'CreateAccessKey'),
        callAt(2, 'iam', 'AttachUserPolicy', { userName: 'other' }),
      ),
      sequence(
        userMade(0, 'CreateUser', byStack(cfnRole)),
        userMade(1, 'CreateAccessKey', byStack(exampleDeployer)),
        userMade(2, 'AttachUserPolicy', byDeployer),
      ),
      sequence(userMade(0, 'CreateUser'), userMade(1, 'CreateAccessKey')),
      sequence(
        userMade(0, 'CreateUser', byDeployer),
        userMade(1, 'CreateAccessKey', byDeployer),
        userMade(2, 'AttachUserPolicy', byDeployer),
      ),
    ],
  },
  'chain-image-pushed-then-rolled-out': {
    fires: [
      sequence(pushed(0), rolledOut(10)),
      sequence(pushed(0, ops('a')), rolledOut(10, ops('b'))),
      sequence(pushed(0), takesOn(5, 'ops', 's'), rolledOut(10, ops('s', { sourceIPAddress: ELSEWHERE }))),
    ],
    staysSilent: [
      sequence(pushed(0, sso('anna')), rolledOut(10, sso('ben'))),
      sequence(pushed(0, ops('a')), rolledOut(10, ops('b', { sourceIPAddress: ELSEWHERE }))),
      sequence(denied(pushed(0)), rolledOut(10)),
      sequence(pushed(0, byDeployer), rolledOut(10, byDeployer)),
      sequence(pushed(0), rolledOut(10, byDeployer)),
      sequence(pushed(0), callAt(10, 'ecs', 'UpdateService', { service: 'orders', desiredCount: 4 })),
    ],
  },
  'same-act-in-many-regions': {
    fires: [
      sequence(inRegion(0, 'eu-west-1'), inRegion(1, 'us-east-1'), inRegion(2, 'ap-south-1')),
      sequence(...REGIONS.map((awsRegion, at) => inRegion(at, awsRegion, ops(`session-${at}`)))),
      sequence(...REGIONS.map((awsRegion, at) => ({ ...detector(at, { enable: false }), awsRegion }))),
      // It is known here which roles deploy, and this is none.
      sequence(...REGIONS.map((awsRegion, at) => defined(at, FOREIGN, ops(`session-${at}`, { awsRegion })))),
    ],
    staysSilent: [
      // Detectors are switched on everywhere; a stack set rolls out; services tend what they own.
      sequence(...REGIONS.map((awsRegion, at) => ({ ...detector(at, { enable: true }), awsRegion }))),
      sequence(...REGIONS.map((awsRegion, at) => inRegion(at, awsRegion, byStack(cfnRole)))),
      sequence(...REGIONS.map((awsRegion, at) => inRegion(at, awsRegion, byStack()))),
      sequence(inRegion(0, 'eu-west-1'), inRegion(1, 'us-east-1'), inRegion(2, 'us-east-1')),
      sequence(inRegion(0, 'eu-west-1'), inRegion(50, 'us-east-1'), inRegion(100, 'ap-south-1')),
      sequence(
        inRegion(0, 'eu-west-1', byDeployer),
        inRegion(1, 'us-east-1', byDeployer),
        inRegion(2, 'ap-south-1', byDeployer),
      ),
    ],
  },
  'watching-cut-in-many-accounts': {
    fires: [
      sequence(inAccount(0, EXAMPLE_ACCOUNT), inAccount(2, '222233334444')),
      // The organisation's role of each account, with sessions of one name, or from one machine.
      sequence(cutIn(EXAMPLE_ACCOUNT, 'admin', 'x'), cutIn(OTHER_ACCOUNT, 'admin', 'x', ELSEWHERE)),
      sequence(cutIn(EXAMPLE_ACCOUNT, 'admin', 'x'), cutIn(OTHER_ACCOUNT, 'admin', 'y')),
      sequence(
        stopLogging(0, withSource('a', 'x', 'anna')),
        stopLogging(2, withSource('b', 'y', 'anna', { recipientAccountId: OTHER_ACCOUNT })),
      ),
    ],
    staysSilent: [
      // Two teams have the same product build for them.
      sequence(cutIn(EXAMPLE_ACCOUNT, 'x', 'GitHubActions'), cutIn(OTHER_ACCOUNT, 'y', 'GitHubActions')),
      // Stacks that are deleted in two accounts, with their logs.
      sequence(
        logGroupDeleted(0, '/demo/api', byStack(cfnRole)),
        logGroupDeleted(2, '/demo/api', { ...byStack(cfnRole), recipientAccountId: OTHER_ACCOUNT }),
      ),
      sequence(
        logGroupDeleted(0, '/aws/lambda/old'),
        logGroupDeleted(2, '/aws/lambda/old', { recipientAccountId: OTHER_ACCOUNT }),
      ),
      // One call that two accounts keep a record of.
      sequence(
        stopLogging(0, { sharedEventID: 'one' }),
        stopLogging(0, { sharedEventID: 'one', recipientAccountId: OTHER_ACCOUNT, eventID: 'copy' }),
      ),
      sequence(inAccount(0, EXAMPLE_ACCOUNT), inAccount(2, EXAMPLE_ACCOUNT)),
      sequence(inAccount(0, EXAMPLE_ACCOUNT), inAccount(90, '222233334444')),
    ],
  },
  'secrets-read-widely-by-person': {
    fires: [
      sequence(...SECRETS.map((secret, at) => secretBy(at, secret))),
      sequence(parametersBy(SECRETS.map((name) => `/orders/${name}`))),
      sequence(callAt(0, 'secretsmanager', 'BatchGetSecretValue', { secretIdList: SECRETS }, sso('anna'))),
      // A few by each of two roles, by one person.
      sequence(
        ...SECRETS.map((secret, at) => secretBy(at, secret, ssoWith(at % 2 === 0 ? 'Developer' : 'OnCall'))),
      ),
    ],
    staysSilent: [
      sequence(
        ...SECRETS.map((secret, at) =>
          secretBy(at, secret, ssoWith('OnCall', at % 2 === 0 ? 'anna@example.com' : 'ben@example.com')),
        ),
      ),
      // The same by name and ARN; what AWS publishes; parameters as they are stored.
      sequence(
        ...SECRETS.slice(0, 4).flatMap((secret, at) => [
          secretBy(at, secret),
          secretBy(at + 0.5, `arn:aws:secretsmanager:eu-west-1:${EXAMPLE_ACCOUNT}:secret:${secret}-AbCdEf`),
        ]),
      ),
      sequence(
        parametersBy([
          ...['/orders/a', '/orders/a:3', 'b', `arn:aws:ssm:eu-west-1:${EXAMPLE_ACCOUNT}:parameter/b`],
          `arn:aws:ssm:eu-west-1:${EXAMPLE_ACCOUNT}:parameter/orders/a`,
        ]),
      ),
      sequence(parametersBy(SECRETS.map((name) => `/aws/service/ecs/${name}`))),
      sequence(
        parametersBy(
          SECRETS.map((name) => `/orders/${name}`),
          false,
        ),
      ),
      sequence(...SECRETS.map((_, at) => secretBy(at, 'a'))),
      sequence(...SECRETS.map((secret, at) => secretBy(at * 30, secret))),
      sequence(...SECRETS.map((secret, at) => secretBy(at, secret, exampleTask()))),
    ],
  },
};
