import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { EXAMPLE_ACCOUNT, exampleDeployer, exampleUser } from '../example-event';
import {
  callAt,
  ECR,
  ELSEWHERE,
  egress,
  exampleTask,
  habit,
  sequence,
  type TrailExample,
  type TrailExampleTable,
} from './trail-example';

/** Long enough to be learned, and not. */
const LONG = 20;
const SHORT = 10;
const DAY = 24 * 60;

type Make = (minutes: number) => CloudTrailRecord;

/** A habit of twenty days, then something else: and the same with what was known, and after ten days only. */
function newsAfter(usual: Make, news: Make, harmless: readonly Make[] = [], harmful: readonly Make[] = []) {
  return {
    fires: [news, ...harmful].map((make) => sequence(...habit(LONG, usual), make(0))),
    staysSilent: [
      ...[usual, ...harmless].map((make) => sequence(...habit(LONG, usual), make(0))),
      sequence(...habit(SHORT, usual), news(0)),
    ],
  };
}

const definition =
  (image: string): Make =>
  (at) =>
    callAt(at, 'ecs', 'RegisterTaskDefinition', {
      family: 'orders',
      containerDefinitions: [{ name: 'a', image }],
    });
const inRegion =
  (awsRegion: string): Make =>
  (at) =>
    callAt(at, 'ecs', 'UpdateService', { service: 'orders' }, { awsRegion });
const byTask =
  (service: string, name: string): Make =>
  (at) =>
    callAt(at, service, name, null, { userIdentity: exampleTask() });
const byUser =
  (service: string, name: string): Make =>
  (at) =>
    callAt(at, service, name, { userName: 'x' });
const inService =
  (service: string, name: string, more = {}): Make =>
  (at) =>
    callAt(at, service, name, null, { awsRegion: 'us-east-1', ...more });
const withRoles =
  (taskRoleArn: string, more = {}): Make =>
  (at) =>
    callAt(
      at,
      'ecs',
      'RegisterTaskDefinition',
      { family: 'orders', taskRoleArn, executionRoleArn: 'orders-execution' },
      more,
    );
const fromAddress =
  (sourceIPAddress: string): Make =>
  (at) =>
    callAt(at, 's3', 'ListBuckets', null, { sourceIPAddress, userIdentity: exampleUser });
const assumes =
  (role: string): Make =>
  (at) =>
    callAt(at, 'sts', 'AssumeRole', { roleArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/${role}` });
const withTool =
  (userAgent: string): Make =>
  (at) =>
    callAt(at, 'ecs', 'UpdateService', { service: 'orders' }, { userAgent, userIdentity: exampleDeployer });

const sendsDaily = (days: number) =>
  Array.from({ length: days }, (_, day) => egress((day - days) * DAY, '198.51.100.80'));
const flowing = (...flows: TrailExample['flows'] & readonly unknown[]): TrailExample => ({
  records: [],
  flows: flows as NonNullable<TrailExample['flows']>,
});

const fetched =
  (imageTag: string): Make =>
  (at) =>
    callAt(
      at,
      'ecr',
      'BatchGetImage',
      { repositoryName: 'orders', imageIds: [{ imageTag }] },
      { userIdentity: exampleTask() },
    );
const pushedBefore = callAt(
  -1,
  'ecr',
  'PutImage',
  { repositoryName: 'orders', imageTag: 'release-8' },
  { userIdentity: exampleDeployer },
);

const imageCall =
  (name: string, image: Readonly<Record<string, string>>): Make =>
  (at) =>
    callAt(
      at,
      'ecr',
      name,
      name === 'BatchGetImage'
        ? { repositoryName: 'orders', imageIds: [image] }
        : { repositoryName: 'orders', imageId: image },
      { userIdentity: name === 'BatchGetImage' ? exampleTask() : exampleDeployer },
    );
const SCANNED = { imageDigest: `sha256:${'7'.repeat(64)}` };
const NEVER_SCANNED = { imageDigest: `sha256:${'8'.repeat(64)}` };
const findingsRead = imageCall('DescribeImageScanFindings', SCANNED);

export const firstTimeExamples: TrailExampleTable = {
  'first-time-image-never-scanned': {
    fires: [
      sequence(...habit(LONG, findingsRead), imageCall('BatchGetImage', NEVER_SCANNED)(0)),
      sequence(
        ...habit(LONG, findingsRead),
        imageCall('StartImageScan', SCANNED)(-1),
        imageCall('BatchGetImage', NEVER_SCANNED)(0),
      ),
    ],
    staysSilent: [
      sequence(...habit(LONG, findingsRead), imageCall('BatchGetImage', SCANNED)(0)),
      // Scanned a minute before it was started, as the pipeline does.
      sequence(
        ...habit(LONG, findingsRead),
        imageCall('StartImageScan', NEVER_SCANNED)(-1),
        imageCall('BatchGetImage', NEVER_SCANNED)(0),
      ),
      // A repository of which no record names a scan: it may be scanned on push.
      sequence(
        ...habit(LONG, imageCall('BatchGetImage', SCANNED)),
        imageCall('BatchGetImage', NEVER_SCANNED)(0),
      ),
      // Scans by digest say nothing of tags.
      sequence(...habit(LONG, findingsRead), imageCall('BatchGetImage', { imageTag: 'release-8' })(0)),
      sequence(...habit(SHORT, findingsRead), imageCall('BatchGetImage', NEVER_SCANNED)(0)),
      // Somebody at a terminal fetched it, and no task.
      sequence(
        ...habit(LONG, findingsRead),
        callAt(0, 'ecr', 'BatchGetImage', { repositoryName: 'orders', imageIds: [NEVER_SCANNED] }),
      ),
    ],
  },
  'first-time-image-nobody-built': {
    fires: [sequence(...habit(LONG, fetched('release-7')), fetched('release-8')(0))],
    staysSilent: [
      sequence(...habit(LONG, fetched('release-7')), fetched('release-7')(0)),
      sequence(...habit(SHORT, fetched('release-7')), fetched('release-8')(0)),
      // It was built a minute before it was started.
      sequence(...habit(LONG, fetched('release-7')), pushedBefore, fetched('release-8')(0)),
      // It was built, and never started.
      sequence(...habit(LONG, fetched('release-7')), pushedBefore),
    ],
  },
  'first-time-sensitive-call': newsAfter(byUser('ecs', 'RunTask'), byUser('iam', 'CreateUser')),
  'first-time-image-registry': newsAfter(
    definition(`${ECR}/orders:release-7`),
    definition('docker.io/someone/worker:latest'),
    [
      // Its own registry by another endpoint, in another region, and by nothing at all.
      definition(`${EXAMPLE_ACCOUNT}.dkr-ecr.eu-west-1.on.aws/orders:release-7`),
      definition(`${EXAMPLE_ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/orders:release-7`),
      definition(''),
    ],
    [
      definition('busybox'),
      // Called like its own; of another account.
      definition(`${EXAMPLE_ACCOUNT}.dkr.ecr.example.com/orders:release-7`),
      definition('444455556666.dkr.ecr.eu-west-1.amazonaws.com/worker:1'),
      (at) =>
        callAt(at, 'ecs', 'CreateExpressGatewayService', { primaryContainer: { image: 'ghcr.io/x/worker' } }),
    ],
  ),
  'first-time-role-of-family': newsAfter(
    withRoles('orders-task'),
    withRoles('admin'),
    [
      // The same by its ARN; another family, region and account have habits of their own, and none yet.
      withRoles(`arn:aws:iam::${EXAMPLE_ACCOUNT}:role/orders-task`),
      withRoles('admin', { awsRegion: 'us-east-1' }),
      withRoles('admin', { recipientAccountId: '222233334444' }),
      withRoles('admin', { errorCode: 'ClientException' }),
    ],
    [
      withRoles(`arn:aws:iam::${EXAMPLE_ACCOUNT}:role/service/admin`),
      // What was the agent's is the task's now.
      withRoles('orders-execution'),
    ],
  ),
  'first-time-region': newsAfter(
    inRegion('eu-west-1'),
    inRegion('ap-south-1'),
    [
      inService('iam', 'CreateRole'),
      inService('cloudfront', 'UpdateDistribution'),
      inService('signin', 'UserAuthentication'),
      inService('ec2', 'DescribeInstances'),
      inService('ec2', 'CreateVpc', { errorCode: 'UnauthorizedOperation' }),
    ],
    [inService('ec2', 'CreateVpc'), inService('cloudformation', 'CreateStack')],
  ),
  'first-time-call-by-task-role': newsAfter(byTask('s3', 'GetObject'), byTask('iam', 'ListRoles')),
  'first-time-egress-target': {
    fires: [flowing(...sendsDaily(LONG), egress(0, ELSEWHERE))],
    staysSilent: [
      flowing(...sendsDaily(LONG), egress(0, '198.51.100.80')),
      flowing(...sendsDaily(SHORT), egress(0, ELSEWHERE)),
      // An answer to a client, and an address inside.
      flowing(...sendsDaily(LONG), egress(0, ELSEWHERE, { srcport: 443, dstport: 45_000 })),
      flowing(...sendsDaily(LONG), egress(0, '10.20.0.9')),
      // Shared addresses (RFC 6598), as VPCs have them too.
      flowing(...sendsDaily(LONG), egress(0, '100.64.3.9')),
      // Another cluster has a service of that name, which has just begun.
      flowing(...sendsDaily(LONG), egress(0, ELSEWHERE, { ecsClusterName: 'other' })),
    ],
  },
  'first-time-address-of-key': {
    fires: [
      ...newsAfter(fromAddress('198.51.100.23'), fromAddress(ELSEWHERE)).fires,
      ...newsAfter(fromAddress('2001:db8:1:2::1'), fromAddress('2001:db8:1:3::1')).fires,
      ...newsAfter(fromAddress('10.20.0.5'), fromAddress(ELSEWHERE)).fires,
    ],
    staysSilent: [
      ...newsAfter(fromAddress('198.51.100.23'), fromAddress(ELSEWHERE)).staysSilent,
      // A machine that changes the end of its address, and one subnet.
      ...newsAfter(fromAddress('2001:db8:1:2::1'), fromAddress(ELSEWHERE), [
        fromAddress('2001:db8:1:2:aaaa:bbbb:cccc:9'),
      ]).staysSilent,
      ...newsAfter(fromAddress('10.20.0.5'), fromAddress(ELSEWHERE), [fromAddress('10.20.7.9')]).staysSilent,
    ],
  },
  'first-time-role-assumed': newsAfter(assumes('reader'), assumes('admin')),
  'first-time-agent-of-deploy-role': newsAfter(withTool('aws-sdk-js/3.1'), withTool('aws-cli/2.31.0'), [
    withTool('aws-sdk-js/3.999'),
    withTool('[aws-sdk-js/3.1 lib/1]'),
  ]),
};
