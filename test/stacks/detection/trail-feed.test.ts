import { Match, type Template } from 'aws-cdk-lib/assertions';
import { synth } from '../synth';

jest.setTimeout(120_000);

const EXISTING = {
  'monitor.trailLogGroupName': 'organization-trail',
  'monitor.trailBucketName': 'organization-trail-logs',
};

function filtersIn(template: Template): number {
  const ofTrail = { Properties: { LogGroupName: 'organization-trail' } };
  return Object.keys(template.findResources('AWS::Logs::MetricFilter', ofTrail)).length;
}

test('the trail analyzer gets every record of the log group', () => {
  synth({ stage: 'open' }).template('detection').hasResourceProperties('AWS::Logs::SubscriptionFilter', {
    FilterName: 'harborwatch-trail',
    FilterPattern: '',
  });
});

test('by setting it takes the files of the bucket instead, each from a queue that tries again and then keeps it', () => {
  const template = synth({ stage: 'open', ...EXISTING, 'monitor.trailSource': 's3' }).template('detection');
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: ['organization-trail-logs'] },
        object: { key: [{ wildcard: '*/CloudTrail/*.json.gz' }] },
      },
    },
  });
  template.hasResourceProperties('AWS::SQS::Queue', {
    QueueName: 'harborwatch-trail-files',
    VisibilityTimeout: 720,
    RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }),
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  const subscriptions = Object.values(template.findResources('AWS::Logs::SubscriptionFilter'));
  expect(subscriptions.map(({ Properties }) => Properties.FilterName)).toEqual(['harborwatch-ssh']);
});

test('writes of the services that the pipeline is made of reach the analyzer within seconds', () => {
  const template = synth({ stage: 'open' }).template('detection');
  template.hasResourceProperties('AWS::Events::Rule', {
    Name: 'harborwatch-own-chain',
    EventPattern: {
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        readOnly: [false],
        eventSource: Match.arrayWith(['lambda.amazonaws.com', 's3.amazonaws.com']),
      },
    },
    Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
  });
});

test('filters beyond the places that a log group has go to the analyzer, which is told how many there are', () => {
  const template = synth({ stage: 'open', ...EXISTING, 'monitor.filterPlaces': '20' }).template('detection');
  // The canary's is one more.
  expect(filtersIn(template)).toBe(21);
  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'harborwatch-trail-analyzer',
    Environment: { Variables: Match.objectLike({ FILTER_PLACES: '20', LEARNING_DAYS: '14', CIS: 'true' }) },
  });
});
