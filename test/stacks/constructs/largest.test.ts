import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster } from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { HarborwatchPipeline } from '../../../stacks/constructs';
import { limitProblems } from '../../../stacks/limits/limit-problems';
import { LARGEST } from '../largest';

process.env['CDK_VALIDATION'] = 'false';

/** Settings that a construct takes by props, or that are of stacks which it does not have. */
const NOT_OF_CONSTRUCTS =
  /^(?:name|mode|stage|workload\.|pipeline|organization|homeRegions$|sshPorts$|trustedSshCidrs$|notificationEmails$|runbookUrl$|taskDefinitionRule$|iamRules$|logBucketDataEvents$|monitor\.existing|monitor\.trail)/;

/** Everything in one stack: the most that somebody else's app can ask for, but for some settings. */
function largest(changed: Readonly<Record<string, unknown>>): Template {
  const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } });
  const stack = new Stack(app, 'Shop');
  const whole = { ...LARGEST['with a workload of its own'], ...changed };
  const settings = Object.fromEntries(Object.entries(whole).filter(([key]) => !NOT_OF_CONSTRUCTS.test(key)));
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['a'],
  });
  new HarborwatchPipeline(stack, 'Harborwatch', {
    vpc,
    cluster: Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'x'.repeat(255), vpc }),
    containerLogGroup: LogGroup.fromLogGroupName(stack, 'Containers', 'containers'),
    deploymentName: String(whole['name']),
    homeRegions: whole['homeRegions'] as readonly string[],
    notificationEmails: whole['notificationEmails'] as readonly string[],
    runbookUrl: String(whole['runbookUrl']),
    settings,
  });
  return Template.fromStack(stack);
}

/** A mute window of one detection may not quiet the others of a family. */
const FAMILY = { alarms: 'family', muteWindows: [] };
const FEW = { slackChannels: [], teamsChannels: [], muteWindows: [], notificationEmails: ['a@example.com'] };

test.each([
  ['with alarms=family and all addresses and channels', FAMILY],
  ['with an alarm for each detection, for one address', FEW],
])('the whole pipeline in every region fits into a stack, %s', (_, changed) => {
  expect(limitProblems('Shop', largest(changed).toJSON())).toEqual([]);
});

test('what does not fit is refused with the way out', () => {
  expect(() => largest({})).toThrow(
    /the stack Shop would have \d{3} resources, .* of Shop\/Harborwatch, and takes 500; settings: \{ alarms: 'family' \}/,
  );
});
