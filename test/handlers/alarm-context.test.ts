import { groupText } from '../../deployment/alarm-groups';
import { buildCatalogue } from '../../detections/catalogue';
import { exampleRole, exampleUser } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import type { CloudTrailRecord, UserIdentity } from '../../records/cloudtrail/cloudtrail-record';
import type { FakeAws, Published } from './fake-aws/fake-aws';
import { alarmEvent, TICK, trailEvent } from './harness/alarm-events';
import { deployed } from './harness/deployed';
import { STATE } from './harness/environment';
import type { LambdaProcess } from './harness/lambda';

const NOW = Math.floor(Date.now() / 1000);
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const OPENED = EXAMPLES['ssh-port-opened-to-world']?.fires[0] as CloudTrailRecord;

const underTest = deployed('alarm-context');
let aws: FakeAws;
let lambda: LambdaProcess;
beforeEach(() => {
  ({ aws, lambda } = underTest);
});

/** Puts a record into the trail's log group; it counts as recorded `ago` seconds before now. */
function recorded(
  record: CloudTrailRecord,
  ago: number,
  id: string,
  userIdentity: UserIdentity = exampleUser,
) {
  aws.logs.events.push(trailEvent({ ...record, userIdentity }, NOW - ago, id));
}
const red = (name: string, ago = 30) => ({ name, state: 'ALARM' as const, at: NOW - ago });
const green = (name: string, ago = 5) => ({ name, state: 'OK' as const, at: NOW - ago });
const emails = () => aws.published.map(({ message }) => message['email'] ?? '');
const states = () => aws.published.map(({ attributes }) => attributes['state']);

/** Lets so many seconds pass for what the state table remembers of messages. */
function passTime(seconds: number) {
  for (const item of aws.dynamoDb.items(STATE).filter(({ kind }) => kind?.S === 'actor')) {
    const body = JSON.parse(item['body']?.S ?? '{}') as { lastSentAt: number };
    const changed = {
      ...item,
      body: { S: JSON.stringify({ ...body, lastSentAt: body.lastSentAt - seconds }) },
    };
    aws.dynamoDb.tables.get(STATE)?.set(`actor ${item['id']?.S}`, changed);
  }
}

test('an alarm becomes one message with who, what, where and the record', async () => {
  recorded(EXEC, 300, 'e-1');
  recorded({ ...EXEC, eventName: 'DescribeTasks' }, 200, 'e-2');
  expect(await lambda.invoke(alarmEvent([red('ecs-exec-session-opened')]))).toMatchObject({ kind: 'answer' });
  expect(emails()).toHaveLength(1);
  expect(emails()[0]).toMatch(
    /^HIGH: .*\nuser mallory called ecs:ExecuteCommand from 198\.51\.100\.23 on cluster harbor/,
  );
  expect(emails()[0]).toContain('(e-1)');
  expect(emails()[0]).not.toContain('e-2');
  expect((aws.published[0] as Published).attributes).toMatchObject({
    kind: 'alarm',
    severity: 'high',
    state: 'START',
    cluster: 'harbor',
    detections: '["ecs-exec-session-opened"]',
  });
});

test('a second actor four minutes later is told, although the alarm makes no sound', async () => {
  recorded(EXEC, 300, 'e-1');
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened')]));
  recorded(EXEC, 60, 'e-2', exampleRole('break-glass', 'ana'));
  await lambda.invoke(TICK);
  expect(emails()).toHaveLength(2);
  expect(emails()[1]).toContain('role break-glass (ana)');
  expect(emails()[1]).not.toContain('(e-1)');
});

test('what the same actor does within five minutes waits for one more message', async () => {
  recorded(EXEC, 300, 'e-1');
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened')]));
  recorded(EXEC, 60, 'e-2');
  recorded(OPENED, 50, 'e-3');
  await lambda.invoke(alarmEvent([red('ssh-port-opened-to-world')]));
  await lambda.invoke(TICK);
  expect(states()).toEqual(['START']);
  passTime(300);
  await lambda.invoke(TICK);
  expect(states()).toEqual(['START', 'UPDATE']);
  expect(emails()[1]).toContain('(e-2)');
  expect(emails()[1]).toContain('(e-3)');
  expect(new Set(aws.published.map(({ attributes }) => attributes['thread'])).size).toBe(1);
});

test('several alarms of one actor in one event are one message', async () => {
  recorded(EXEC, 300, 'e-1');
  recorded(OPENED, 290, 'e-2');
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened'), red('ssh-port-opened-to-world')]));
  expect(emails()).toHaveLength(1);
  expect(JSON.parse((aws.published[0] as Published).attributes['detections'] ?? '')).toHaveLength(2);
});

test('a worse alarm of the same actor does not wait', async () => {
  recorded(EXEC, 300, 'e-1');
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened')]));
  recorded(EXAMPLES['trail-stopped']?.fires[0] as CloudTrailRecord, 60, 'e-2');
  await lambda.invoke(alarmEvent([red('trail-stopped')]));
  expect(aws.published.map(({ attributes }) => attributes['severity'])).toEqual(['high', 'critical']);
});

test('a record that is delivered after OK is told, and the story then ends once', async () => {
  recorded(EXEC, 400, 'e-1');
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened', 300)]));
  recorded(EXEC, 310, 'e-late');
  passTime(300);
  await lambda.invoke(alarmEvent([green('ecs-exec-session-opened')]));
  expect(states()).toEqual(['START', 'UPDATE']);
  expect(emails()[1]).toContain('(e-late)');
  passTime(300);
  await lambda.invoke(TICK);
  await lambda.invoke(TICK);
  expect(states()).toEqual(['START', 'UPDATE', 'END']);
});

test('an alarm that another actor sets off again owes the first one the end of the story', async () => {
  recorded(EXEC, 400, 'e-1');
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened', 300)]));
  await lambda.invoke(alarmEvent([green('ecs-exec-session-opened', 200)]));
  recorded(EXEC, 100, 'e-2', exampleRole('break-glass', 'ana'));
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened', 60)]));
  passTime(600);
  await lambda.invoke(alarmEvent([green('ecs-exec-session-opened', 5)]));
  const threads = aws.published.map(({ attributes }) => `${attributes['state']} ${attributes['thread']}`);
  expect(threads.filter((line) => line.startsWith('START'))).toHaveLength(2);
  expect(
    threads
      .filter((line) => line.startsWith('END'))
      .map((line) => line.slice(4))
      .sort(),
  ).toEqual(
    threads
      .filter((line) => line.startsWith('START'))
      .map((line) => line.slice(6))
      .sort(),
  );
});

test('nothing new, no message', async () => {
  recorded(EXEC, 300, 'e-1');
  const event = alarmEvent([red('ecs-exec-session-opened')]);
  await lambda.invoke(event);
  await lambda.invoke(event);
  passTime(600);
  await lambda.invoke(TICK);
  expect(states()).toEqual(['START']);
});

test('records on many pages with empty ones between are all found', async () => {
  aws.logs.pageSize = 3;
  for (let index = 0; index < 10; index += 1) recorded(EXEC, 300 - index, `e-${index}`);
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened')]));
  expect(emails()[0]).toContain('10 new, 10 so far');
});

test('silence has no records to show and is told with its reason', async () => {
  await lambda.invoke(alarmEvent([red('trail-silent')]));
  expect(emails()[0]).toMatch(
    /^CRITICAL: No CloudTrail record for 15 minutes\nAlarm trail-silent is red: Threshold Crossed/,
  );
});

test('an alarm that the catalogue does not know is passed on', async () => {
  await lambda.invoke(alarmEvent([red('flow-log-analyzer-errors')]));
  expect(emails()[0]).toMatch(/^HIGH: Alarm flow-log-analyzer-errors is ALARM\n/);
  expect((aws.published[0] as Published).attributes['kind']).toBe('health');
});

test('records that may not be read: the alarm is told at once, the records follow', async () => {
  recorded(EXEC, 300, 'e-1');
  aws.faultFor = (call) => (call === 'Logs.FilterLogEvents' ? 'deny' : undefined);
  await lambda.invoke(alarmEvent([red('ecs-exec-session-opened')]));
  expect(emails()[0]).toContain('could not be read');
  aws.faultFor = () => undefined;
  await lambda.invoke(TICK);
  expect(emails()).toHaveLength(2);
  expect(emails()[1]).toContain('(e-1)');
});

test('an SNS message that is no alarm fails by name', async () => {
  expect(await lambda.invoke({ Records: [{ Sns: { Message: 'hello' } }] })).toMatchObject({
    kind: 'error',
    name: 'AlarmMessageError',
  });
});

describe('an alarm that a family shares', () => {
  const members = ['ecs-exec-session-opened', 'ssh-port-opened-to-world', 'trail-stopped'];
  const description = groupText(
    {
      id: 'family-any',
      members: buildCatalogue().filter(({ id }) => members.includes(id)),
    },
    undefined,
  );
  const shared = (ago = 30) => ({ ...red('family-any', ago), description });

  test('is told as the detection whose pattern its record matches, and as no other', async () => {
    recorded(EXEC, 300, 'e-1');
    await lambda.invoke(alarmEvent([shared(200)]));
    await lambda.invoke(TICK);
    expect(aws.published.map(({ attributes }) => attributes['detections'])).toEqual([
      '["ecs-exec-session-opened"]',
    ]);
    expect(emails()[0]).toContain('family-any');
  });

  test('is one message when it has no record at all, and not one for each of the family', async () => {
    await lambda.invoke(alarmEvent([shared(200)]));
    await lambda.invoke(TICK);
    expect(states()).toEqual(['START']);
  });

  test('names what this version does not know to nobody, and tells the rest', async () => {
    recorded(EXEC, 300, 'e-1');
    await lambda.invoke(alarmEvent([{ ...shared(200), description: `${description}, of-a-later-version` }]));
    expect(aws.published).toHaveLength(1);
  });
});
