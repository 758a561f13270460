import { buildCatalogue } from '../../../../detections/catalogue';
import { exampleEvent } from '../../../../detections/examples/example-event';
import { EXAMPLES } from '../../../../detections/examples/index';
import { isOnFastPath } from '../../../../detections/fast-path';
import { NOT_FASTER } from '../../../../stacks/detection/fast-path/not-faster';
import { type Deployed, ofType } from '../deployed';
import { AS_EXAMPLES } from '../deployments';
import { matchesEventPattern } from '../event-bridge';

const fast = buildCatalogue({
  deployRoles: [],
  homeRegions: ['eu-west-1', 'eu-central-1'],
}).filter(isOnFastPath);

const rules: readonly Deployed[] = ofType('AWS::Events::Rule', AS_EXAMPLES).filter(({ Properties }) =>
  String(Properties['Name']).includes('fast-path'),
);

/** As EventBridge wraps the record of a call. */
function comesThrough(record: { readonly eventName: string }): boolean {
  const type = record.eventName === 'ConsoleLogin' ? 'AWS Console Sign In' : 'AWS API Call';
  const event = { 'detail-type': `${type} via CloudTrail`, detail: record };
  return rules.some(({ Properties }) => matchesEventPattern(Properties['EventPattern'], event));
}

describe('a call that a critical or high detection fires on comes through within seconds', () => {
  test.each(fast.filter(({ id }) => !(id in NOT_FASTER)).map(({ id }) => id))('%s', (id) => {
    const fires = EXAMPLES[id]?.fires ?? [];
    expect(fires.length).toBeGreaterThan(0);
    expect(fires.filter((record) => !comesThrough(record))).toEqual([]);
  });
});

test('what cannot be faster is on the fast path otherwise, and has no rule', () => {
  const ids = fast.map(({ id }) => id);
  expect(Object.keys(NOT_FASTER).filter((id) => !ids.includes(id))).toEqual([]);
  for (const id of Object.keys(NOT_FASTER)) {
    expect(EXAMPLES[id]?.fires.every((record) => !comesThrough(record))).toBe(true);
  }
});

test.each([
  ['a call that no detection is about', exampleEvent('ec2', 'CreateTags')],
  ['the heartbeat of an agent', exampleEvent('ssm', 'UpdateInstanceInformation')],
  ['a task that gets its credentials', exampleEvent('sts', 'AssumeRole')],
  [
    'a refused deletion of a trail',
    { ...exampleEvent('cloudtrail', 'DeleteTrail'), errorCode: 'AccessDenied' },
  ],
  ['a bucket that holds no logs', exampleEvent('s3', 'PutBucketPolicy', { bucketName: 'pictures' })],
])('%s is not handed on', (_, record) => expect(comesThrough(record)).toBe(false));

test('the bucket of the logs is: the same call on another bucket is not', () => {
  expect(comesThrough(exampleEvent('s3', 'PutBucketPolicy', { bucketName: 'our-logs' }))).toBe(true);
});

test('another event than a call is not handed on', () => {
  const event = {
    'detail-type': 'AWS Service Event via CloudTrail',
    detail: exampleEvent('cloudtrail', 'StopLogging'),
  };
  expect(rules.some(({ Properties }) => matchesEventPattern(Properties['EventPattern'], event))).toBe(false);
});

test('the rules are few, and each pattern is as short as EventBridge takes it', () => {
  expect(rules.length).toBeLessThanOrEqual(5);
  for (const { Properties } of rules) {
    expect(JSON.stringify(Properties['EventPattern']).length).toBeLessThanOrEqual(2_048);
  }
});

test('a rule hands events to alarm-context, and to a queue when it cannot', () => {
  const [handler] = ofType('AWS::Lambda::Function', AS_EXAMPLES).filter(({ Properties }) =>
    String(Properties['FunctionName']).endsWith('alarm-context'),
  );
  const queues = ofType('AWS::SQS::Queue', AS_EXAMPLES).map(({ id }) => id);
  for (const { Properties } of rules) {
    const [{ Arn, DeadLetterConfig }] = Properties['Targets'];
    expect(Arn).toEqual({ 'Fn::GetAtt': [handler?.id, 'Arn'] });
    expect(queues).toContain(DeadLetterConfig.Arn['Fn::GetAtt'][0]);
  }
});
