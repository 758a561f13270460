import { exampleRole, exampleUser } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { sizeOf } from './fake-aws/dynamo-db';
import { FakeAws } from './fake-aws/fake-aws';
import { alarmEvent, TICK, trailEvent } from './harness/alarm-events';
import { STATE, VARIABLES } from './harness/environment';
import { bundle, LambdaProcess } from './harness/lambda';

const NOW = Math.floor(Date.now() / 1000);
const STOPPED = EXAMPLES['trail-stopped']?.fires[0] as CloudTrailRecord;
const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const MEDIUM = EXAMPLES['ecs-exec-enabled']?.fires[0] as CloudTrailRecord;

let folder: string;
let aws: FakeAws;
let lambda: LambdaProcess;

async function start(variables: Readonly<Record<string, string>> = {}) {
  await lambda?.stop();
  lambda = new LambdaProcess(folder, aws.endpoint(), { ...VARIABLES, ...variables });
}
beforeAll(() => {
  folder = bundle('alarm-context');
});
beforeEach(async () => {
  aws = new FakeAws();
  await aws.start();
  await start();
});
afterEach(async () => {
  await lambda.stop();
  await aws.stop();
});

const stamped = (record: CloudTrailRecord, eventID: string): CloudTrailRecord => ({
  ...record,
  userIdentity: exampleUser,
  eventID,
  eventTime: new Date((NOW - 20) * 1000).toISOString().replace(/\.\d+Z/, 'Z'),
});
/** As EventBridge hands it to a target. */
const viaEventBridge = (record: CloudTrailRecord) => ({
  version: '0',
  source: 'aws.cloudtrail',
  'detail-type': 'AWS API Call via CloudTrail',
  region: record.awsRegion,
  detail: record,
});
const emails = () => aws.published.map(({ message }) => message['email'] ?? '');
const red = (name: string) => alarmEvent([{ name, state: 'ALARM', at: NOW + 240 }]);

/** Moves what the state table knows of an alarm, or of messages, into the past. */
function passTime(seconds: number) {
  for (const item of aws.dynamoDb.items(STATE)) {
    const body = JSON.parse(item['body']?.S ?? '{}') as Record<string, unknown>;
    for (const key of ['lastSentAt', 'raisedAt', 'changedAt']) {
      if (typeof body[key] === 'number') body[key] = body[key] - seconds;
    }
    const changed = { ...item, body: { S: JSON.stringify(body) } };
    aws.dynamoDb.tables.get(STATE)?.set(`${item['kind']?.S} ${item['id']?.S}`, changed);
  }
}

test('an event on the fast path is told at once, before the log group has its record', async () => {
  await lambda.invoke(viaEventBridge(stamped(STOPPED, 'e-1')));
  expect(emails()).toHaveLength(1);
  expect(emails()[0]).toMatch(/^CRITICAL: /);
  expect(emails()[0]).toContain('minutes before the alarm can be');
  expect(emails()[0]).toContain('(e-1)');
});

test('the alarm that follows says nothing of the record that was told already', async () => {
  const record = stamped(STOPPED, 'e-1');
  await lambda.invoke(viaEventBridge(record));
  aws.logs.events.push(trailEvent(record, NOW - 20, 'e-1'));
  await lambda.invoke(red('trail-stopped'));
  passTime(600);
  await lambda.invoke(TICK);
  expect(emails()).toHaveLength(1);
});

test('another record behind that alarm is told', async () => {
  await lambda.invoke(viaEventBridge(stamped(STOPPED, 'e-1')));
  aws.logs.events.push(trailEvent({ ...STOPPED, userIdentity: exampleRole('ops', 'ana') }, NOW - 10, 'e-2'));
  await lambda.invoke(red('trail-stopped'));
  expect(emails()).toHaveLength(2);
  expect(emails()[1]).toContain('(e-2)');
});

test('an event that EventBridge delivers twice is told once', async () => {
  const event = viaEventBridge(stamped(EXEC, 'e-1'));
  await lambda.invoke(event);
  await lambda.invoke(event);
  expect(emails()).toHaveLength(1);
});

test('an event as large as EventBridge takes, 256 KB, fills no item: it is told with its alarm', async () => {
  const record = {
    ...stamped(EXEC, 'e-1'),
    requestParameters: { ...EXEC.requestParameters, command: '"'.repeat(120_000) },
  };
  expect(await lambda.invoke(viaEventBridge(record))).toMatchObject({ kind: 'answer' });
  await lambda.invoke(viaEventBridge({ ...stamped(EXEC, 'e-2'), userIdentity: exampleRole('ops', 'ana') }));
  aws.logs.events.push(trailEvent(record, NOW - 20, 'e-1'));
  await lambda.invoke(red('ecs-exec-session-opened'));
  for (const id of ['e-1', 'e-2']) {
    expect(emails().filter((email) => email.includes(`(${id})`))).toHaveLength(1);
  }
  expect(Math.max(...aws.dynamoDb.items(STATE).map(sizeOf))).toBeLessThan(100_000);
});

test('without an alarm that follows, it counts as over after half an hour', async () => {
  await lambda.invoke(viaEventBridge(stamped(EXEC, 'e-1')));
  passTime(31 * 60);
  await lambda.invoke(TICK);
  await lambda.invoke(TICK);
  expect(aws.published.map(({ attributes }) => attributes['state'])).toEqual(['START', 'END']);
});

test('an event that no detection of the fast path matches is told nobody, and no service is asked', async () => {
  await lambda.invoke(viaEventBridge({ ...stamped(EXEC, 'e-1'), eventName: 'DescribeTasks' }));
  await lambda.invoke(viaEventBridge(stamped(MEDIUM, 'e-2')));
  expect(aws.calls).toEqual([]);
});

describe('suppressions', () => {
  const suppress = (more: object) =>
    JSON.stringify([
      {
        detection: 'ecs-exec-session-opened',
        owner: 'ops',
        reason: 'a migration',
        expires: new Date(Date.now() + 3_600_000).toISOString(),
        ...more,
      },
    ]);

  test('a suppressed detection is told nobody, neither at once nor by its alarm', async () => {
    await start({ SUPPRESSIONS: suppress({}) });
    const record = stamped(EXEC, 'e-1');
    await lambda.invoke(viaEventBridge(record));
    aws.logs.events.push(trailEvent(record, NOW - 20, 'e-1'));
    await lambda.invoke(red('ecs-exec-session-opened'));
    passTime(600);
    await lambda.invoke(TICK);
    expect(emails()).toEqual([]);
  });

  test('somebody else behind the same alarm is told', async () => {
    await start({ SUPPRESSIONS: suppress({ role: 'arn:aws:iam::111122223333:role/migration' }) });
    aws.logs.events.push(
      trailEvent({ ...EXEC, userIdentity: exampleRole('migration', 'ana') }, NOW - 30, 'e-1'),
      trailEvent({ ...EXEC, userIdentity: exampleRole('break-glass', 'bob') }, NOW - 20, 'e-2'),
    );
    await lambda.invoke(red('ecs-exec-session-opened'));
    expect(emails()).toHaveLength(1);
    expect(emails()[0]).toContain('break-glass');
  });

  test('an expired suppression holds nothing back', async () => {
    await start({ SUPPRESSIONS: suppress({ expires: '2026-01-01T00:00:00Z' }) });
    await lambda.invoke(viaEventBridge(stamped(EXEC, 'e-1')));
    expect(emails()).toHaveLength(1);
  });
});
