import { deploymentSchema } from '../../../deployment/described-deployment';
import { HANDLERS, type HandlerName } from '../../../handlers/bundling';
import { IMPORTED_KINDS } from '../../../handlers/security-hub/imported-kinds';
import { synth } from '../synth';
import type { Context } from '../variants';
import { type Deployed, filledIn, ofType, the } from './deployed';
import { AS_EXAMPLES, ATTACHED, FULL } from './deployments';

const topicId = (suffix: string) =>
  the('AWS::SNS::Topic', ({ TopicName }) => TopicName.endsWith(suffix), FULL).id;
const queueId = (suffix: string) =>
  the('AWS::SQS::Queue', ({ QueueName }) => QueueName.endsWith(suffix), FULL).id;
const functionOf = (handler: HandlerName, context: Context = FULL) =>
  the('AWS::Lambda::Function', ({ FunctionName }) => FunctionName.endsWith(`-${handler}`), context);
const subscriptions = (suffix: string): readonly Deployed['Properties'][] =>
  ofType('AWS::SNS::Subscription', FULL)
    .map(({ Properties }) => Properties)
    .filter(({ TopicArn }) => TopicArn.Ref === topicId(suffix));

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: { readonly Service?: string };
  readonly Condition?: unknown;
}

describe('the key of messages', () => {
  const { Statement } = the('AWS::KMS::Key', () => true, FULL).Properties['KeyPolicy'];
  const letsIn = (service: string): Statement =>
    Statement.find(({ Principal }: Statement) => Principal?.Service === service);

  test('lets alarms of this deployment and account publish, and no others', () => {
    expect(filledIn(letsIn('cloudwatch.amazonaws.com').Condition)).toEqual({
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:harborwatch-*' },
    });
  });

  test('lets EventBridge write dead letters without a condition that it would have to meet, with which it would drop them', () => {
    expect(Object.keys(letsIn('events.amazonaws.com').Condition ?? {})).toEqual(['StringEqualsIfExists']);
    expect(letsIn('events.amazonaws.com').Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
  });

  test('is the key of every topic, queue and table', () => {
    const { id } = the('AWS::KMS::Key', () => true, FULL);
    const key = { 'Fn::GetAtt': [id, 'Arn'] };
    for (const { Properties } of ofType('AWS::SNS::Topic', FULL))
      expect(Properties['KmsMasterKeyId']).toEqual(key);
    for (const { Properties } of ofType('AWS::SQS::Queue', FULL))
      expect(Properties['KmsMasterKeyId']).toEqual(key);
    for (const { Properties } of ofType('AWS::DynamoDB::Table', FULL)) {
      expect(Properties['SSESpecification']).toEqual({
        KMSMasterKeyId: key,
        SSEEnabled: true,
        SSEType: 'KMS',
      });
    }
  });
});

test('topics take messages over TLS only, and alarms of this account where alarms go', () => {
  for (const { Properties } of ofType('AWS::SNS::TopicPolicy', FULL)) {
    const statements: readonly Statement[] = Properties['PolicyDocument'].Statement;
    expect(statements.find(({ Effect }) => Effect === 'Deny')?.Condition).toEqual({
      Bool: { 'aws:SecureTransport': 'false' },
    });
    const topic = Properties['Topics'][0].Ref;
    const alarms = [topicId('-alarms'), topicId('-health')].includes(topic)
      ? ['cloudwatch.amazonaws.com']
      : [];
    expect(
      statements.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal?.Service),
    ).toEqual(alarms);
  }
});

test('what the handlers remember is forgotten in time, can be restored, and in production not be deleted', () => {
  for (const context of [FULL, ATTACHED]) {
    for (const { Properties } of ofType('AWS::DynamoDB::Table', context)) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: context === ATTACHED,
      });
    }
  }
  const keys = ofType('AWS::DynamoDB::Table', FULL).map(({ Properties }) =>
    Properties['KeySchema'].map(({ AttributeName }: { AttributeName: string }) => AttributeName),
  );
  expect(keys).toEqual([['kind', 'id'], ['id']]);
});

describe('who gets what', () => {
  test('alarms go to alarm-context, and to a queue when it cannot be reached', () => {
    const [only, ...others] = subscriptions('-alarms');
    expect(others).toEqual([]);
    expect(only?.['Endpoint']).toEqual({ 'Fn::GetAtt': [functionOf('alarm-context').id, 'Arn'] });
    expect(only?.['RedrivePolicy'].deadLetterTargetArn['Fn::GetAtt'][0]).toBe(queueId('-undelivered'));
  });

  test('people get messages and no canaries, and health past the handlers', () => {
    const mails = (suffix: string) => subscriptions(suffix).filter(({ Protocol }) => Protocol === 'email');
    expect(mails('-notifications').map(({ Endpoint }) => Endpoint)).toEqual([
      'security@example.com',
      'owner@example.com',
    ]);
    expect(mails('-health').map(({ Endpoint }) => Endpoint)).toEqual([
      'security@example.com',
      'owner@example.com',
    ]);
    for (const { FilterPolicy } of mails('-notifications')) {
      expect(FilterPolicy).toEqual({ kind: [{ 'anything-but': ['canary'] }] });
    }
  });

  test('the canary queue gets canaries and nothing else', () => {
    const [only, ...others] = subscriptions('-notifications').filter(({ Protocol }) => Protocol === 'sqs');
    expect(others).toEqual([]);
    expect(only?.['FilterPolicy']).toEqual({ kind: ['canary'] });
    expect(only?.['Endpoint']['Fn::GetAtt'][0]).toBe(queueId('-canary'));
  });

  test('Security Hub gets what is a finding, where the setting says so', () => {
    const [only] = subscriptions('-notifications').filter(({ Protocol }) => Protocol === 'lambda');
    expect(only?.['FilterPolicy']).toEqual({ kind: [...IMPORTED_KINDS] });
    expect(only?.['RedrivePolicy']).toBeDefined();
    expect(ofType('AWS::Lambda::Function').map(({ Properties }) => Properties['FunctionName'])).not.toContain(
      'harborwatch-security-hub-import',
    );
  });

  test('Slack and Teams get both topics, and can draw graphs and nothing else', () => {
    const channels = [
      ...ofType('AWS::Chatbot::SlackChannelConfiguration', FULL),
      ...ofType('AWS::Chatbot::MicrosoftTeamsChannelConfiguration', FULL),
    ];
    const policy = the('AWS::IAM::ManagedPolicy', () => true, FULL);
    expect(channels).toHaveLength(2);
    for (const { Properties } of channels) {
      expect(Properties['SnsTopicArns']).toEqual([
        { Ref: topicId('-notifications') },
        { Ref: topicId('-health') },
      ]);
      expect(Properties['GuardrailPolicies']).toEqual([{ Ref: policy.id }]);
    }
    expect(policy.Properties['PolicyDocument'].Statement[0].Action).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'cloudwatch:GetMetricWidgetImage',
    ]);
    expect(channels[1]?.Properties['TeamsChannelId']).toBe('19%3Aabc%40thread.tacv2');
    expect(ofType('AWS::Chatbot::SlackChannelConfiguration')).toEqual([]);
  });
});

test('a deployment that tells nobody says so when it is made, and one that tells somebody does not', () => {
  const nobody = expect.stringMatching(/^warning: .*: alarms will reach nobody: give notificationEmails/);
  expect(synth(AS_EXAMPLES).said('detection')).toContainEqual(nobody);
  expect(synth(FULL).said('detection')).not.toContainEqual(nobody);
});

describe('what a function could not take', () => {
  const destinationOf = (handler: HandlerName) =>
    the(
      'AWS::Lambda::EventInvokeConfig',
      ({ FunctionName, Qualifier }) => FunctionName.Ref === functionOf(handler).id && Qualifier === '$LATEST',
      FULL,
    ).Properties;

  test('an alarm reaches people as CloudWatch said it, within ten minutes', () => {
    const { DestinationConfig, MaximumEventAgeInSeconds } = destinationOf('alarm-context');
    expect(DestinationConfig.OnFailure.Destination).toEqual({ Ref: topicId('-health') });
    expect(MaximumEventAgeInSeconds).toBeLessThanOrEqual(600);
  });

  test('a batch of flow-log lines waits for fourteen days in a queue', () => {
    const { DestinationConfig } = destinationOf('flow-log-analyzer');
    expect(DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0]).toBe(queueId('-failed-flow-batches'));
    for (const suffix of ['-failed-flow-batches', '-undelivered']) {
      expect(
        the('AWS::SQS::Queue', ({ QueueName }) => QueueName.endsWith(suffix), FULL).Properties[
          'MessageRetentionPeriod'
        ],
      ).toBe(14 * 86_400);
    }
  });

  test('a tick is not tried again and told nobody: the next one does what it did not', () => {
    const ticks = ofType('AWS::Lambda::EventInvokeConfig', FULL).filter(
      ({ Properties }) => Properties['Qualifier'] === 'scheduled',
    );
    expect(ticks).toHaveLength(4);
    for (const { Properties, DependsOn } of ticks) {
      expect(Properties['MaximumRetryAttempts']).toBe(0);
      expect(Properties['DestinationConfig']).toBeUndefined();
      // The alias is named by text: without this the configuration may be made before it.
      expect(String(DependsOn)).toContain('Alias');
    }
  });
});

test.each([
  ['alarm-context', 'rate(1 minute)'],
  ['ssh-campaign-analyzer', 'rate(5 minutes)'],
  ['trail-analyzer', 'rate(10 minutes)'],
  ['chain-check', 'rate(1 hour)'],
])('%s runs at %s', (handler, rate) => {
  expect(the('AWS::Scheduler::Schedule', ({ Name }) => Name === handler, FULL).Properties).toMatchObject({
    ScheduleExpression: rate,
    State: 'ENABLED',
  });
});

describe('every function starts with the environment that it is deployed with', () => {
  const before = process.env;
  afterEach(() => {
    process.env = before;
  });

  // Of those in other stacks the tests of their bundles, and of their stack, say so.
  const elsewhere: readonly string[] = [
    'scheduled-audit',
    'task-definition-rule',
    'search-indexer',
    'search-setup',
  ];
  test.each(HANDLERS.filter((handler) => !elsewhere.includes(handler)))('%s', async (handler) => {
    const variables = filledIn(functionOf(handler).Properties['Environment']?.Variables ?? {}, FULL);
    process.env = { ...before, AWS_REGION: 'eu-west-1', ...(variables as Record<string, string>) };
    await jest.isolateModulesAsync(async () => {
      const module: { handler: unknown } = await import(`../../../handlers/${handler}`);
      expect(typeof module.handler).toBe('function');
    });
  });

  test('a function without its topic does not start', async () => {
    process.env = { ...before, AWS_REGION: 'eu-west-1' };
    await jest.isolateModulesAsync(async () => {
      await expect(import('../../../handlers/alarm-context')).rejects.toThrow(
        'NOTIFICATION_TOPIC_ARN is not set',
      );
    });
  });
});

test('suppressions reach the handlers that tell', () => {
  for (const handler of ['alarm-context', 'flow-log-analyzer', 'ssh-campaign-analyzer'] as const) {
    const { SUPPRESSIONS } = functionOf(handler).Properties['Environment'].Variables;
    expect(JSON.parse(SUPPRESSIONS)).toEqual(FULL.suppressions);
  }
});

test('a mute window names the alarms of its detections and ends with its last day', () => {
  const { MuteTargets, Rule, ExpireDate, Description } = the(
    'AWS::CloudWatch::AlarmMuteRule',
    () => true,
    FULL,
  ).Properties;
  const alarmNames = MuteTargets.AlarmNames.map(({ Ref }: { Ref: string }) => Ref);
  expect(alarmNames).toHaveLength(2);
  expect(alarmNames[0]).toMatch(/^ecsservicedeleted/);
  expect(alarmNames[1]).toMatch(/^ecscryptomining/);
  expect(Rule.Schedule).toEqual({
    Expression: 'cron(0 20 * * 2)',
    Duration: 'PT2H',
    Timezone: 'Europe/Berlin',
  });
  expect(ExpireDate).toBe('2099-12-31T23:59');
  expect(Description).toBe('weekly release (ops@example.com)');
});

describe('no role may do something everywhere that is not listed here with its reason', () => {
  const LISTED: Readonly<Record<string, string>> = {
    'xray:PutTelemetryRecords': 'traces have no ARN',
    'xray:PutTraceSegments': 'traces have no ARN',
    'logs:GetQueryResults': 'a query has an id and no ARN',
    'logs:StopQuery': 'a query has an id and no ARN',
    'logs:DescribeLogGroups': 'the canary asks for groups that do not exist',
    'cloudwatch:DescribeAlarms': 'metrics have no ARN; it reads',
    'cloudwatch:GetMetricData': 'metrics have no ARN; it reads',
    'cloudwatch:GetMetricWidgetImage': 'metrics have no ARN; it reads',
  };
  const statements: readonly Statement[] = [
    ...ofType('AWS::IAM::Policy', FULL),
    ...ofType('AWS::IAM::ManagedPolicy', FULL),
  ].flatMap(({ Properties }) => Properties['PolicyDocument'].Statement);

  test('and everything listed is asked for', () => {
    const wide = statements.filter(({ Resource }) =>
      [filledIn(Resource, FULL)].flat().some((resource) => resource === '*' || /:\*$/.test(String(resource))),
    );
    const actions = new Set(wide.flatMap(({ Action }) => Action));
    expect([...actions].sort()).toEqual(Object.keys(LISTED).sort());
  });

  test('no action is a whole service', () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /(?:^|:)\*/.test(action))).toEqual([]);
    expect(actions.filter((action) => action.includes('*') && !action.startsWith('kms:'))).toEqual([]);
  });
});

test.each([
  ['by itself', {}],
  ['with everything', FULL],
  ['attached', ATTACHED],
])('the doctor reads the description, which fits into a parameter: %s', (_, context: Context) => {
  const { Value, Name } = the(
    'AWS::SSM::Parameter',
    ({ Name: name }) => name.endsWith('/deployment'),
    context,
  ).Properties;
  const text = String(filledIn(Value, context));
  const deployment = deploymentSchema.parse(JSON.parse(text));
  expect(Name).toBe(`/${deployment.name}/deployment`);
  // Standard tier; what CloudFormation fills in is longer than its placeholder by less than this.
  expect(text.length + 400).toBeLessThanOrEqual(4_096);
  const made = ofType('AWS::Lambda::Function', context).map(({ Properties }) => Properties['FunctionName']);
  expect(Object.values(deployment.functions)).toEqual(expect.arrayContaining(made));
});
