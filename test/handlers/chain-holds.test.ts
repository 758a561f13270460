import { exampleRole } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { sizeOf } from './fake-aws/dynamo-db';
import type { FakeAws } from './fake-aws/fake-aws';
import type { LogEvent } from './fake-aws/logs';
import { alarmEvent, TICK, trailEvent } from './harness/alarm-events';
import { deployed } from './harness/deployed';
import { STATE, TOLD } from './harness/environment';
import type { LambdaProcess } from './harness/lambda';

/** What a log's author can do to alarm-context, as it is deployed: somebody else's record is told in all of it. */
const NOW = Math.floor(Date.now() / 1000);
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const STOPPED = EXAMPLES['trail-stopped']?.fires[0] as CloudTrailRecord;
const ANA = { ...exampleRole('break-glass', 'ana'), principalId: 'AROABREAKGLASS0000000:ana' };

const underTest = deployed('alarm-context');
let aws: FakeAws;
let lambda: LambdaProcess;
beforeEach(() => {
  ({ aws, lambda } = underTest);
  aws.logs.isFiltering = true;
  aws.logs.pageSize = 500;
});

const flooder = (index: number): CloudTrailRecord => {
  const session = `session-${index}-`.padEnd(64, 'x');
  const identity = exampleRole('application-task-role', session);
  return { ...EXEC, userIdentity: { ...identity, principalId: `AROAFLOODER0000000000:${session}` } };
};
const deepened = (event: LogEvent): LogEvent => ({
  ...event,
  message: event.message.replace(
    /"DEEP-(\d+)"/,
    (_, levels: string) => `${'{"a":'.repeat(Number(levels))}1${'}'.repeat(Number(levels))}`,
  ),
});
/** Beyond what JSON is written of at once: as text, put in where the record has it. */
const nested = (levels: number) => ({ deep: `DEEP-${levels}` });
const put = (record: CloudTrailRecord, ago: number, id: string) =>
  aws.logs.events.push(deepened(trailEvent(record, NOW - ago, id)));
const red = (name: string, ago = 30) => alarmEvent([{ name, state: 'ALARM', at: NOW - ago }]);
const emails = () => aws.published.map(({ message }) => message['email'] ?? '');
const isTold = (id: string) => emails().some((email) => email.includes(`(${id})`));
const largestItem = () => Math.max(...aws.dynamoDb.items(STATE).map(sizeOf));

test('4,000 names of sessions: a handful of messages, small items, and somebody else is told', async () => {
  for (let index = 0; index < 4_000; index += 1) put(flooder(index), 300, `e-${index}`);
  await lambda.invoke(red('ecs-exec-session-opened'));
  put({ ...EXEC, userIdentity: ANA }, 20, 'the-other');
  const outcome = await lambda.invoke(TICK);
  expect(outcome).toMatchObject({ kind: 'answer' });
  expect(isTold('the-other')).toBe(true);
  expect(emails().length).toBeLessThan(10);
  expect(emails().join('\n')).toMatch(/at least \d+ records: too many to be told one by one/);
  expect(largestItem()).toBeLessThan(50_000);
});

test('an item that an older version filled to the brim is read, and nothing that was sent is sent again', async () => {
  put({ ...EXEC, userIdentity: ANA }, 100, 'sent-before');
  put({ ...EXEC, userIdentity: exampleRole('developer') }, 60, 'not-yet');
  const body = {
    detection: 'ecs-exec-session-opened',
    isRed: true,
    raisedAt: NOW - 200,
    changedAt: NOW - 200,
    reason: 'Threshold Crossed',
    told: ['sent-before'],
    count: 2_786,
    actors: Array.from(
      { length: 2_786 },
      (_, at) => `arn:aws:sts::111122223333:assumed-role/r/${'x'.repeat(60)}${at}`,
    ),
    isToldBare: false,
    isClosed: false,
  };
  const item = {
    kind: { S: 'alarm' },
    id: { S: body.detection },
    version: { N: '7' },
    body: { S: JSON.stringify(body) },
    expiration: { N: String(NOW + 86_400) },
  };
  aws.dynamoDb.tables.set(STATE, new Map([['alarm ecs-exec-session-opened', item]]));
  expect(await lambda.invoke(TICK)).toMatchObject({ kind: 'answer' });
  expect([isTold('sent-before'), isTold('not-yet')]).toEqual([false, true]);
  expect(largestItem()).toBeLessThan(200_000);
});

test.each([
  ['an empty ARN', { userIdentity: { ...ANA, arn: '' } }],
  ['nothing but empty texts', { userIdentity: { type: '', arn: '', principalId: '' }, sourceIPAddress: '' }],
  ['an empty region', { awsRegion: '', recipientAccountId: '' }],
  [
    'an ARN of 5,000 characters',
    { userIdentity: { ...ANA, arn: `arn:aws:iam::1:user/${'ü'.repeat(5_000)}` } },
  ],
  ['parameters 2,500 levels deep', { requestParameters: nested(2_500) }],
  ['parameters 40,000 levels deep', { requestParameters: nested(40_000) }],
  ['half a surrogate pair and control characters', { userIdentity: { ...ANA, arn: '\ud800\u0000\u202e' } }],
])('a record with %s costs itself at most', async (_what, poison) => {
  put({ ...EXEC, ...poison } as unknown as CloudTrailRecord, 200, 'poison');
  put({ ...EXEC, userIdentity: ANA }, 100, 'the-other');
  put({ ...STOPPED, userIdentity: exampleRole('intruder') }, 90, 'critical');
  await lambda.invoke(red('ecs-exec-session-opened'));
  expect(await lambda.invoke(red('trail-stopped'))).toMatchObject({ kind: 'answer' });
  expect([isTold('the-other'), isTold('critical')]).toEqual([true, true]);
  // He is told of, too: a message that fails for its own content would fail for ever.
  expect(await lambda.invoke(TICK)).toMatchObject({ kind: 'answer' });
});

test('a message that cannot be sent stops no other, is named once, and the run fails for its alarm to sound', async () => {
  put({ ...EXEC, userIdentity: exampleRole('unlucky') }, 200, 'unlucky');
  put({ ...EXEC, userIdentity: ANA }, 100, 'the-other');
  aws.faultFor = (call, request) =>
    call === 'DynamoDB.PutItem' &&
    JSON.stringify(request).includes('"actor"') &&
    JSON.stringify(request).includes('unlucky')
      ? 'deny'
      : undefined;
  // The message is one of its hour: all runs are of the same.
  const into = 3_600 - (NOW % 3_600) < 600 ? 600 : 0;
  expect(await lambda.invoke(red('ecs-exec-session-opened'), { aheadSeconds: into })).toMatchObject({
    kind: 'error',
    name: 'TellingError',
  });
  expect(isTold('the-other')).toBe(true);
  expect(emails().some((email) => email.includes('cannot be told'))).toBe(false);
  await lambda.invoke(TICK, { aheadSeconds: into + 120 });
  await lambda.invoke(TICK, { aheadSeconds: into + 240 });
  const named = emails().filter((email) => email.startsWith('HIGH: Some alarms cannot be told'));
  expect(named).toHaveLength(1);
  expect(named[0]).toContain('assumed-role/unlucky');
});

test('a message whose place was taken by a write with a lost answer is told by the same run', async () => {
  put({ ...STOPPED, userIdentity: ANA }, 100, 'critical');
  let isLost = false;
  aws.faultFor = (call, request) => {
    const isPlace = call === 'DynamoDB.PutItem' && request['TableName'] === TOLD;
    if (!isPlace || isLost) return undefined;
    isLost = true;
    return 'lose-answer';
  };
  expect(await lambda.invoke(red('trail-stopped'))).toMatchObject({ kind: 'answer' });
  expect([isLost, isTold('critical'), emails().length]).toEqual([true, true, 1]);
});

test('the worst comes first, whatever the names of the alarms', async () => {
  put({ ...EXEC, userIdentity: ANA }, 200, 'high');
  put({ ...STOPPED, userIdentity: exampleRole('intruder') }, 100, 'critical');
  const outcome = await lambda.invoke(
    alarmEvent([
      { name: 'ecs-exec-session-opened', state: 'ALARM', at: NOW - 60 },
      { name: 'trail-stopped', state: 'ALARM', at: NOW - 30 },
    ]),
    { timeoutSeconds: 120 },
  );
  expect(outcome).toMatchObject({ kind: 'answer' });
  expect(aws.published.map(({ attributes }) => attributes['severity'])).toEqual(['critical', 'high']);
});

test('under load the order is by severity, then by how long the oldest record has waited', async () => {
  const people = ['eva', 'ben', 'zoe', 'adam', 'ida', 'carl'];
  const seconds = [90, 240, 30, 150, 200, 60];
  for (const [index, name] of people.entries()) {
    const record = index % 2 === 0 ? EXEC : STOPPED;
    const ago = seconds[index] as number;
    put({ ...record, userIdentity: exampleRole(name) }, ago, name);
    put({ ...record, userIdentity: exampleRole(name) }, 5, `${name}-again`);
  }
  // The alarm with the lower severity is the older one, and its name sorts first.
  await lambda.invoke(
    alarmEvent([
      { name: 'ecs-exec-session-opened', state: 'ALARM', at: NOW - 60 },
      { name: 'trail-stopped', state: 'ALARM', at: NOW - 30 },
    ]),
  );
  const told = emails().flatMap((email) => people.filter((name) => email.includes(`assumed-role/${name}/`)));
  expect(told).toEqual(['ben', 'adam', 'carl', 'ida', 'eva', 'zoe']);
  expect(emails().every((email) => email.includes('account 111122223333'))).toBe(true);
});

test('a record that happened two hours ago and was delivered now is found', async () => {
  const { message, ...event } = trailEvent({ ...STOPPED, userIdentity: ANA }, NOW - 7_200, 'late');
  aws.logs.events.push({ ...event, message, ingestionTime: (NOW - 100) * 1000 });
  await lambda.invoke(red('trail-stopped'));
  expect(isTold('late')).toBe(true);
});

test('what happened two hours ago and was delivered then is no part of the alarm', async () => {
  put({ ...STOPPED, userIdentity: ANA }, 7_200, 'old');
  put({ ...STOPPED, userIdentity: ANA }, 100, 'new');
  await lambda.invoke(red('trail-stopped'));
  expect([isTold('old'), isTold('new')]).toEqual([false, true]);
});

test('records that come two hours after their alarm was told without them complete the message', async () => {
  await lambda.invoke(red('trail-stopped', 300));
  expect(emails()[0]).toContain('Alarm trail-stopped is red');
  await lambda.invoke(alarmEvent([{ name: 'trail-stopped', state: 'OK', at: NOW - 10 }]));
  const { message, ...event } = trailEvent({ ...STOPPED, userIdentity: ANA }, NOW - 310, 'late');
  aws.logs.events.push({ ...event, message, ingestionTime: (NOW + 7_000) * 1000 });
  await lambda.invoke(TICK, { aheadSeconds: 7_200 });
  expect(isTold('late')).toBe(true);
});

test('a clock that is four minutes ahead hides no record', async () => {
  put({ ...STOPPED, userIdentity: ANA }, -240, 'ahead');
  await lambda.invoke(red('trail-stopped'));
  expect(isTold('ahead')).toBe(true);
});

test('flows from the address that calls came from are in the thread of whoever called', async () => {
  put({ ...STOPPED, userIdentity: ANA, sourceIPAddress: '198.51.100.23' }, 100, 'call');
  await lambda.invoke(red('trail-stopped'));
  const item = aws.dynamoDb.tables.get(STATE)?.get('thread 198.51.100.23');
  expect(JSON.parse(item?.['body']?.S ?? '{}').thread).toBe(aws.published[0]?.attributes['thread']);
});

test('a critical vulnerability of an image is a message like others, in chat as well', async () => {
  const event = {
    id: 'event-1',
    'detail-type': 'ECR Image Scan',
    region: 'eu-west-1',
    detail: {
      'repository-name': 'harborwatch/web',
      'image-digest': 'sha256:abc',
      'finding-severity-counts': { CRITICAL: 3 },
    },
  };
  await lambda.invoke(event);
  await lambda.invoke(event);
  expect(emails()).toHaveLength(1);
  expect(emails()[0]).toContain('found 3 critical vulnerabilities in image harborwatch/web@sha256:abc');
  expect(emails()[0]).toContain('111122223333, region eu-west-1');
  expect(JSON.parse(aws.published[0]?.message['https'] ?? '{}')).toMatchObject({ source: 'custom' });
});
