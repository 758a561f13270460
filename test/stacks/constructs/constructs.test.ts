import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LogFormat, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  AuditTables,
  DetectionAlarms,
  FlowLogAnalyzer,
  HarborwatchPipeline,
  TrailAnalyzer,
} from '../../../stacks/constructs';

/** A stack of somebody else's, with what the constructs take. */
function foreign() {
  const app = new App({ context: { 'aws:cdk:disable-asset-staging': true, 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Shop');
  return {
    stack,
    topic: new Topic(stack, 'Security'),
    trailLogGroup: LogGroup.fromLogGroupName(stack, 'TrailLogs', 'organization-trail'),
    vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['a'] }),
  };
}

/** What a function is told, by the name of its handler. */
function told(stack: Stack, handler: string): Record<string, unknown> {
  const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function', {
    Properties: { FunctionName: `harborwatch-${handler}` },
  });
  return Object.values(functions)[0]?.['Properties'].Environment.Variables;
}

test('an analyzer by itself judges every pattern; told of alarms, what has no filter', () => {
  const alone = foreign();
  new TrailAnalyzer(alone.stack, 'Analyzer', alone);
  expect(told(alone.stack, 'trail-analyzer')).toMatchObject({ FILTER_PLACES: '0', CIS: 'false' });

  const beside = foreign();
  const detectionAlarms = new DetectionAlarms(beside.stack, 'Alarms', {
    ...beside,
    settings: { 'monitor.filterPlaces': 12 },
  });
  new TrailAnalyzer(beside.stack, 'Analyzer', { ...beside, detectionAlarms });
  expect(told(beside.stack, 'trail-analyzer')).toMatchObject({ FILTER_PLACES: '12', CIS: 'true' });
  Template.fromStack(beside.stack).resourceCountIs('AWS::Logs::MetricFilter', 12);
});

test('a pipeline watches a trail that has a bucket and nothing else', () => {
  const { stack, vpc } = foreign();
  const pipeline = new HarborwatchPipeline(stack, 'All', {
    vpc,
    trailBucket: Bucket.fromBucketName(stack, 'TrailBucket', 'shop-trail-logs'),
    settings: { 'monitor.trailSource': 's3' },
  });
  expect(pipeline.trailLogGroup).toBeUndefined();
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudTrail::Trail', 0);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['aws.s3'], detail: { bucket: { name: ['shop-trail-logs'] } } },
  });
  template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'harborwatch-trail-files' });
  expect(told(stack, 'trail-analyzer')).toMatchObject({ FILTER_PLACES: '0' });
});

test('analyzers of one deployment share keys and tables, and both may use one topic', () => {
  const { stack, ...given } = foreign();
  new TrailAnalyzer(stack, 'Trail', given);
  new FlowLogAnalyzer(stack, 'Flows', given);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::KMS::Key', 2);
  template.resourceCountIs('AWS::DynamoDB::Table', 2);
  template.resourceCountIs('AWS::Logs::SubscriptionFilter', 2);
  template.resourceCountIs('AWS::SNS::TopicPolicy', 1);
});

test('what a topic of theirs lacks is given: alarms may publish to it', () => {
  const { stack, ...given } = foreign();
  new DetectionAlarms(stack, 'Alarms', given);
  Template.fromStack(stack).hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Sid: 'AlarmsPublish', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
      ]),
    },
  });
});

test('logs and state stay unless somebody says otherwise', () => {
  const kept = foreign();
  new FlowLogAnalyzer(kept.stack, 'Flows', kept);
  Template.fromStack(kept.stack).allResources('AWS::DynamoDB::Table', {
    DeletionPolicy: 'RetainExceptOnCreate',
  });
  const gone = foreign();
  new FlowLogAnalyzer(gone.stack, 'Flows', { ...gone, removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(gone.stack).allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
});

test('only questions that its tables can answer are saved', () => {
  const { stack } = foreign();
  new AuditTables(stack, 'Audit', { trailBucket: Bucket.fromBucketName(stack, 'B', 'trail-logs') });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Glue::Table', 1);
  const saved = Object.values(template.findResources('AWS::Athena::NamedQuery'));
  expect(saved.length).toBeGreaterThan(10);
  expect(
    saved.filter(({ Properties }) => /vpc_flow_logs|container_logs/.test(Properties.QueryString)),
  ).toEqual([]);
});

describe('what is wrong is said, with the way out', () => {
  const cases: Readonly<Record<string, readonly [() => unknown, RegExp]>> = {
    'a role whose ARN is known only when it is deployed': [
      () => {
        const { stack, ...given } = foreign();
        const role = new Role(stack, 'Deploy', { assumedBy: new ServicePrincipal('ecs.amazonaws.com') });
        return new DetectionAlarms(stack, 'Alarms', { ...given, deployRoles: [role] });
      },
      /deployRoles holds Shop\/Deploy, whose ARN is known only .* give Role\.fromRoleArn/,
    ],
    'a name that is none': [
      () => {
        const { stack, ...given } = foreign();
        return new DetectionAlarms(stack, 'Alarms', { ...given, deploymentName: 'My Shop' });
      },
      /the setting name is "My Shop"; allowed is/,
    ],
    'a setting that there is not': [
      () => {
        const { stack, ...given } = foreign();
        return new TrailAnalyzer(stack, 'Analyzer', { ...given, settings: { learningDay: 3 } });
      },
      /no setting "learningDay"; did you mean learningDays/,
    ],
    'a setting of a stack': [
      () => {
        const { stack, ...given } = foreign();
        return new TrailAnalyzer(stack, 'Analyzer', { ...given, settings: { stage: 'open', name: 'a-b' } });
      },
      /settings holds stage, name; .*docs\/constructs\.md/,
    ],
    'neither VPC nor log group': [
      () => {
        const { stack, topic } = foreign();
        return new FlowLogAnalyzer(stack, 'Flows', { topic });
      },
      /Shop\/Flows has neither vpc nor flowLogGroup/,
    ],
    'a format that no function reads': [
      () => {
        const { stack, topic, trailLogGroup: flowLogGroup } = foreign();
        const flowLogFormat = [LogFormat.custom('srcadr dstadr')];
        return new FlowLogAnalyzer(stack, 'Flows', { topic, flowLogGroup, flowLogFormat });
      },
      /no known field in the flow log format/,
    ],
    'a policy that is neither': [
      () => {
        const { stack, ...given } = foreign();
        return new DetectionAlarms(stack, 'Alarms', { ...given, removalPolicy: RemovalPolicy.SNAPSHOT });
      },
      /removalPolicy is "snapshot"; allowed are RemovalPolicy\.RETAIN and RemovalPolicy\.DESTROY/,
    ],
    'no bucket': [() => new AuditTables(foreign().stack, 'Audit', {}), /Shop\/Audit has no bucket with logs/],
    'half a trail': [
      () => {
        const { stack, vpc, trailLogGroup } = foreign();
        return new HarborwatchPipeline(stack, 'All', { vpc, trailLogGroup });
      },
      /Shop\/All has trailLogGroup and no trailBucket/,
    ],
    'a bucket, and nothing said of a trail without log group': [
      () => {
        const { stack, vpc } = foreign();
        const trailBucket = Bucket.fromBucketName(stack, 'TrailBucket', 'shop-trail-logs');
        return new HarborwatchPipeline(stack, 'All', { vpc, trailBucket });
      },
      /Shop\/All has trailBucket and no trailLogGroup; .*monitor\.trailSource': 's3'/,
    ],
    'records from a bucket for an analyzer by itself': [
      () => {
        const { stack, ...given } = foreign();
        return new TrailAnalyzer(stack, 'Analyzer', { ...given, settings: { 'monitor.trailSource': 's3' } });
      },
      /monitor\.trailSource, s3, .*HarborwatchPipeline/,
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [make, says]) => {
    expect(make).toThrow(says);
  });
});
