import { denied, EXAMPLE_ACCOUNT, exampleDeployer } from '../example-event';
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
const READS = ['ListRoles', 'ListUsers', 'GetAccountSummary', 'ListPolicies'];
const look = (at: number) => READS.map((name, index) => callAt(at + index / 10, 'iam', name));
const refusals = (at: number, count: number) =>
  ['ListBuckets', 'ListSecrets', 'ListKeys', 'ListTables']
    .slice(0, count)
    .map((name, index) => denied(callAt(at + index / 10, 's3', name)));
const stopLogging = (at: number, more = {}) =>
  callAt(at, 'cloudtrail', 'StopLogging', { name: 'trail' }, more);
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
const scheduledRun = (at: number, family: string) =>
  run(at, family, {
    sourceIPAddress: 'scheduler.amazonaws.com',
    userIdentity: exampleTask('schedule', 'session'),
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
const inRegion = (at: number, awsRegion: string, more = {}) => run(at, 'worker', { awsRegion, ...more });
const inAccount = (at: number, recipientAccountId: string) => stopLogging(at, { recipientAccountId });
const secretBy = (at: number, secretId: string, userIdentity = exampleSso) =>
  callAt(at, 'secretsmanager', 'GetSecretValue', { secretId }, { userIdentity });
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
const SECRETS = ['a', 'b', 'c', 'd', 'e'];

export const chainExamples: TrailExampleTable = {
  'chain-exec-enabled-then-used': {
    fires: [sequence(execOn(0), shell(30))],
    staysSilent: [
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
    fires: [sequence(defined(0, FOREIGN), run(5))],
    staysSilent: [
      sequence(defined(0, `${ECR}/orders:release-7`), run(5)),
      sequence(defined(0, FOREIGN), run(5, 'billing')),
      sequence(defined(0, FOREIGN, byDeployer), run(5, 'orders', byDeployer)),
    ],
  },
  'chain-credential-made-then-used-elsewhere': {
    fires: [sequence(keyMade, keyUsed(20, ELSEWHERE))],
    staysSilent: [
      sequence(keyMade, keyUsed(20, '198.51.100.23')),
      sequence(keyMade),
      sequence(keyUsed(20, ELSEWHERE)),
    ],
  },
  'chain-shell-then-task-role-abused': {
    fires: [sequence(shell(0), callAt(10, 'iam', 'ListRoles', null, byTask))],
    staysSilent: [
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
    ],
    staysSilent: [
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
    fires: [sequence(callAt(0, 'sts', 'GetCallerIdentity'), ...look(1), ...refusals(3, 3))],
    staysSilent: [
      sequence(callAt(0, 'sts', 'GetCallerIdentity'), ...look(1), ...refusals(3, 2)),
      sequence(...look(1), ...refusals(3, 3)),
      sequence(callAt(0, 'sts', 'GetCallerIdentity'), ...look(1)),
    ],
  },
  'chain-logging-cut-then-destruction': {
    fires: [sequence(stopLogging(0), deleteBucket(60))],
    staysSilent: [
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
    ],
  },
  'chain-hidden-schedule-then-tasks': {
    fires: [sequence(schedule(0), scheduledRun(60, 'worker'))],
    staysSilent: [
      sequence(schedule(0), scheduledRun(60, 'orders')),
      sequence(schedule(0, byDeployer), scheduledRun(60, 'worker')),
      sequence(schedule(0), run(60, 'worker')),
    ],
  },
  'chain-cross-account-role-then-iam-changes': {
    fires: [
      sequence(
        assumedFrom(0),
        callAt(5, 'iam', 'CreateUser', { userName: 'x' }, { userIdentity: exampleTask('ops', 'session') }),
      ),
    ],
    staysSilent: [
      sequence(
        assumedFrom(0, exampleSso),
        callAt(5, 'iam', 'CreateUser', { userName: 'x' }, { userIdentity: exampleTask('ops', 'session') }),
      ),
      sequence(
        assumedFrom(0),
        callAt(5, 'iam', 'ListUsers', null, { userIdentity: exampleTask('ops', 'session') }),
      ),
    ],
  },
  'chain-user-made-and-given-power': {
    fires: [
      sequence(userMade(0, 'CreateUser'), userMade(1, 'CreateAccessKey'), userMade(2, 'AttachUserPolicy')),
      // Sigma's `temporal`: in any order.
      sequence(userMade(0, 'CreateUser'), userMade(1, 'PutUserPolicy'), userMade(2, 'CreateLoginProfile')),
    ],
    staysSilent: [
      sequence(userMade(0, 'CreateUser'), userMade(1, 'CreateAccessKey')),
      sequence(
        userMade(0, 'CreateUser', byDeployer),
        userMade(1, 'CreateAccessKey', byDeployer),
        userMade(2, 'AttachUserPolicy', byDeployer),
      ),
    ],
  },
  'chain-image-pushed-then-rolled-out': {
    fires: [sequence(pushed(0), rolledOut(10))],
    staysSilent: [
      sequence(pushed(0, byDeployer), rolledOut(10, byDeployer)),
      sequence(pushed(0), rolledOut(10, byDeployer)),
      sequence(pushed(0), callAt(10, 'ecs', 'UpdateService', { service: 'orders', desiredCount: 4 })),
    ],
  },
  'same-act-in-many-regions': {
    fires: [sequence(inRegion(0, 'eu-west-1'), inRegion(1, 'us-east-1'), inRegion(2, 'ap-south-1'))],
    staysSilent: [
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
    fires: [sequence(inAccount(0, EXAMPLE_ACCOUNT), inAccount(2, '222233334444'))],
    staysSilent: [
      sequence(inAccount(0, EXAMPLE_ACCOUNT), inAccount(2, EXAMPLE_ACCOUNT)),
      sequence(inAccount(0, EXAMPLE_ACCOUNT), inAccount(90, '222233334444')),
    ],
  },
  'secrets-read-widely-by-person': {
    fires: [sequence(...SECRETS.map((secret, at) => secretBy(at, secret)))],
    staysSilent: [
      sequence(...SECRETS.map((_, at) => secretBy(at, 'a'))),
      sequence(...SECRETS.map((secret, at) => secretBy(at * 30, secret))),
      sequence(...SECRETS.map((secret, at) => secretBy(at, secret, exampleTask()))),
    ],
  },
};
