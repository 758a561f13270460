import { ofType } from './deployed';

const WORKSHOP = { mode: 'demo', stage: 'hardened' };
const rules = (context: object) =>
  ofType('AWS::Events::Rule', { ...context }).filter(({ Properties }) =>
    ['aws.ecr', 'aws.inspector2'].includes(Properties['EventPattern']?.source?.[0]),
  );

test("critical findings in the workload's images become messages for mail, chat and machines alike", () => {
  const [alarmContext] = ofType('AWS::Lambda::Function', WORKSHOP).filter(({ id }) =>
    id.startsWith('AlarmContextFunction'),
  );
  const targets = rules(WORKSHOP).flatMap(({ Properties }) => Properties['Targets'] as { Arn: unknown }[]);
  expect(targets).toHaveLength(2);
  expect(targets.map(({ Arn }) => Arn)).toEqual(
    targets.map(() => ({ 'Fn::GetAtt': [alarmContext?.id, 'Arn'] })),
  );
});

test('a finding that cannot be handed on waits in the queue of what is undelivered', () => {
  const queue = ofType('AWS::SQS::Queue', WORKSHOP).find(
    ({ Properties }) => Properties['QueueName'] === 'harborwatch-undelivered',
  );
  for (const { Properties } of rules(WORKSHOP)) {
    expect(Properties['Targets'][0].DeadLetterConfig).toEqual({ Arn: { 'Fn::GetAtt': [queue?.id, 'Arn'] } });
  }
});

test('where no image is built, none is waited for', () => {
  expect(rules({ mode: 'demo', 'monitor.existingVpcId': 'vpc-0123456789abcdef0' })).toEqual([]);
});
