import { Match, type Template } from 'aws-cdk-lib/assertions';
import { synth } from '../synth';

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

describe('a trail that has a bucket and nothing else', () => {
  const BUCKET_ONLY = {
    'monitor.trailBucketName': 'organization-trail-logs',
    'monitor.trailSource': 's3',
  };

  test('has no metric filter and no alarm on one: the analyzer judges every pattern, the CIS controls too', () => {
    const template = synth({ stage: 'open', ...BUCKET_ONLY }).template('detection');
    const patterns = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(
      ({ Properties }) => Properties.FilterPattern,
    );
    // Those on what containers and ECS say are left.
    expect(patterns.filter((pattern) => pattern.includes('eventSource'))).toEqual([]);
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'harborwatch-trail-analyzer',
      Environment: { Variables: Match.objectLike({ FILTER_PLACES: '0', CIS: 'true' }) },
    });
  });

  test('is searched by nobody: no function has the name of a log group that is not there', () => {
    const template = synth({ stage: 'open', ...BUCKET_ONLY }).template('detection');
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      expect(Object.keys(Properties.Environment?.Variables ?? {})).not.toContain('TRAIL_LOG_GROUP');
    }
  });

  test('is silent when the analyzer gets no records', () => {
    const template = synth({ stage: 'open', ...BUCKET_ONLY }).template('detection');
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'TrailRecords',
      Dimensions: [{ Name: 'service', Value: 'trail-analyzer' }],
      TreatMissingData: 'breaching',
    });
  });

  test('makes no second trail, and leaves the dashboards what does not search a log group', () => {
    const synthesized = synth({ stage: 'open', ...BUCKET_ONLY });
    synthesized.template('archive').resourceCountIs('AWS::CloudTrail::Trail', 0);
    const bodies = JSON.stringify(
      synthesized.template('dashboard').findResources('AWS::CloudWatch::Dashboard'),
    );
    expect(bodies).not.toContain("SOURCE 'undefined'");
    expect(bodies).toContain('TrailRecords');
  });

  test('may name its files by its own topic', () => {
    const topic = 'arn:aws:sns:eu-west-1:222222222222:organization-trail';
    const template = synth({
      stage: 'open',
      ...BUCKET_ONLY,
      'monitor.trailTopicArn': topic,
    }).template('detection');
    template.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: topic,
      Protocol: 'sqs',
      RawMessageDelivery: true,
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'sns.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': topic } },
          }),
        ]),
      },
    });
    const rules = Object.values(template.findResources('AWS::Events::Rule'));
    expect(rules.filter(({ Properties }) => Properties.EventPattern?.source?.includes('aws.s3'))).toEqual([]);
  });
});
