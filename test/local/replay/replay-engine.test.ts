import { EXAMPLE_ACCOUNT, exampleEvent, exampleRole } from '../../../detections/examples/example-event';
import { ReplayEngine } from '../../../local/replay/replay-engine';
import { ALL_TIME, type TimeRange } from '../../../local/replay/time-range';
import { type GivenSettings, mergeSettings } from '../../../local/settings/replay-settings';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { ANALYZER_FLOW_LOG_FIELDS } from '../../../records/flow-logs/deployed-flow-logs';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import { EIGHT } from './example-result';

const HOME = { homeRegions: ['eu-west-1'] };
const engineWith = (settings: GivenSettings = HOME, range: TimeRange = ALL_TIME) =>
  new ReplayEngine(mergeSettings(settings), range);
const time = (second: number) => new Date((EIGHT + second) * 1000).toISOString().replace('.000Z', 'Z');

let number = 0;
const call = (second: number, overrides: Partial<CloudTrailRecord> = {}) => {
  number += 1;
  return {
    ...exampleEvent('ecs', 'ListTasks', null, { readOnly: true }),
    eventID: `event-${number}`,
    eventTime: time(second),
    ...overrides,
  };
};
const exec = (second: number, eventID: string) =>
  call(second, {
    eventName: 'ExecuteCommand',
    readOnly: false,
    eventID,
    requestParameters: { cluster: 'harbor', task: 'a' },
  });
const give = (engine: ReplayEngine, record: CloudTrailRecord) =>
  engine.cloudTrail(record, JSON.stringify(record), { path: 'trail.json', line: 3 });
const FLOW_FORMAT = compileFlowLogFormat(ANALYZER_FLOW_LOG_FIELDS);
/** An everyday connection, in a window that begins at the second. */
const flow = (second: number, account = '-') => {
  const line = FLOW_FORMAT.reader();
  const window = `${EIGHT + second} ${EIGHT + second + 30}`;
  const front = `7 ${account} eni-0a1b2c3d4e5f60718 10.0.1.5 10.0.2.7 443 50000 6 10 4000 ${window} ACCEPT OK`;
  if (line.read(`${front} - - - - - - - -`) !== 'record') throw new Error(line.reason);
  return line;
};
const giveFlow = (engine: ReplayEngine, second: number, account?: string) =>
  engine.flow(flow(second, account), { path: 'flow.log', line: 1 });
const changesOf = (engine: ReplayEngine, detection: string) =>
  engine.finish().alarms.filter((change) => change.detection === detection);

const EXEC = 'ecs-exec-session-opened';

test('a shell in a container raises its alarm at the end of the minute, with the record', () => {
  const engine = engineWith();
  expect(give(engine, exec(10, 'shell'))).toBeUndefined();
  expect(changesOf(engine, EXEC)).toMatchObject([
    {
      state: 'ALARM',
      at: EIGHT + 60,
      value: 1,
      threshold: 1,
      causes: [{ eventId: 'shell', identity: 'user mallory' }],
    },
  ]);
});

test('the first OK of an alarm that was never red is no news', () => {
  const engine = engineWith();
  give(engine, call(0));
  give(engine, call(3600));
  expect(engine.finish().alarms).toEqual([]);
});

test('records that come while the alarm is red are told with it, and again when it is OK', () => {
  const engine = engineWith();
  give(engine, exec(10, 'first'));
  give(engine, exec(100, 'second'));
  give(engine, call(3600));
  expect(changesOf(engine, EXEC)).toMatchObject([
    {
      state: 'ALARM',
      causes: [{ eventId: 'first' }],
      whileRed: { causes: [{ eventId: 'second' }], count: 1 },
    },
    { state: 'OK', causes: [{ eventId: 'second' }], causeCount: 1 },
  ]);
});

test('records that come while the alarm stays red to the end are told with it too', () => {
  const engine = engineWith();
  give(engine, exec(10, 'first'));
  give(engine, exec(100, 'second'));
  expect(changesOf(engine, EXEC)).toMatchObject([
    { state: 'ALARM', whileRed: { causes: [{ eventId: 'second' }] } },
  ]);
});

test('the order in which records are read changes nothing', () => {
  const records = [exec(10, 'first'), exec(100, 'second'), call(3600)];
  const [forward, backward] = [engineWith(), engineWith()];
  for (const record of records) give(forward, record);
  for (const record of records.toReversed()) give(backward, record);
  expect(backward.finish().alarms).toEqual(forward.finish().alarms);
});

test('an event that lies in two files is analyzed once', () => {
  const engine = engineWith();
  give(engine, exec(10, 'shell'));
  expect(give(engine, exec(10, 'shell'))).toBe('duplicate');
  expect(changesOf(engine, EXEC)).toMatchObject([{ causeCount: 1 }]);
});

test('a record without an event id is named by its place', () => {
  const engine = engineWith();
  const { eventID: _, ...record } = exec(10, '');
  give(engine, record);
  expect(changesOf(engine, EXEC)).toMatchObject([{ causes: [{ eventId: 'trail.json:3' }] }]);
});

test('records outside of the time range are skipped with the reason; the end itself is outside', () => {
  const engine = engineWith(HOME, { since: EIGHT + 60, until: EIGHT + 120 });
  expect(give(engine, exec(59, 'a'))).toBe('before-since');
  expect(give(engine, exec(60, 'b'))).toBeUndefined();
  expect(give(engine, exec(120, 'c'))).toBe('after-until');
  expect(giveFlow(engine, 59)).toBe('before-since');
  expect(giveFlow(engine, 119)).toBeUndefined();
  expect(giveFlow(engine, 120)).toBe('after-until');
  expect(changesOf(engine, EXEC)).toMatchObject([{ causes: [{ eventId: 'b' }] }]);
});

test('a record without a time is skipped with the reason', () => {
  expect(give(engineWith(), call(0, { eventTime: 'yesterday' }))).toBe('no-event-time');
});

test('nothing read, nothing found', () => {
  expect(engineWith().finish()).toMatchObject({ span: undefined, alarms: [], findings: [] });
});

const stop = (account: string, second: number) =>
  call(second, {
    eventName: 'StopTask',
    readOnly: false,
    recipientAccountId: account,
    requestParameters: { cluster: 'harbor', task: 'a' },
  });
const BULK = 'ecs-tasks-stopped-in-bulk';
const stopsInTwoAccounts = (settings: GivenSettings) => {
  const engine = engineWith({ ...HOME, ...settings });
  for (const second of [0, 10, 20]) {
    give(engine, stop('111122223333', second));
    give(engine, stop('444455556666', second + 5));
  }
  return engine;
};

test('calls of two accounts are not added up, unless one organisation trail feeds the alarms', () => {
  expect(changesOf(stopsInTwoAccounts({}), BULK)).toEqual([]);
  expect(changesOf(stopsInTwoAccounts({ organizationTrail: true }), BULK)).toMatchObject([
    { state: 'ALARM', account: undefined, value: 6, causeCount: 6 },
  ]);
});

test('each account has its own alarm, with its own records', () => {
  const engine = engineWith();
  give(engine, { ...exec(10, 'one'), recipientAccountId: '111122223333' });
  give(engine, { ...exec(15, 'other'), recipientAccountId: '444455556666' });
  expect(changesOf(engine, EXEC)).toMatchObject([
    { state: 'ALARM', account: '111122223333', causes: [{ eventId: 'one' }] },
    { state: 'ALARM', account: '444455556666', causes: [{ eventId: 'other' }] },
  ]);
  expect(engine.finish().accounts).toEqual(['111122223333', '444455556666']);
});

test('records that name no account belong to the only one that is named', () => {
  const engine = engineWith();
  give(engine, stop('111122223333', 0));
  for (const second of [10, 20, 30, 40]) {
    const { recipientAccountId: _, userIdentity: __, ...unnamed } = stop('', second);
    give(engine, unnamed as CloudTrailRecord);
  }
  expect(changesOf(engine, BULK)).toMatchObject([{ state: 'ALARM', account: '111122223333', value: 5 }]);
});

test('records that the window leaves out are counted, with their first and last time', () => {
  const engine = engineWith(HOME, { since: EIGHT + 60, until: EIGHT + 120 });
  give(engine, call(0));
  give(engine, call(90));
  giveFlow(engine, 200);
  expect(engine.finish().outside).toEqual({ count: 2, from: EIGHT, to: EIGHT + 200 });
});

const FOREIGN = 'ecs-activity-in-unusual-region';
const change = (second: number, awsRegion: string) =>
  call(second, {
    eventName: 'RunTask',
    readOnly: false,
    awsRegion,
    userIdentity: exampleRole('deploy-pipeline'),
  });

test('home regions are learned in the same pass, and a call elsewhere is then unusual', () => {
  const engine = engineWith({});
  give(engine, { ...change(0, 'ap-south-1'), eventID: 'elsewhere' });
  for (let slot = 0; slot < 6; slot += 1) give(engine, change(slot * 600, 'eu-west-1'));
  const { learnedHomeRegions, alarms } = engine.finish();
  expect(learnedHomeRegions).toEqual(['eu-west-1']);
  expect(alarms.filter(({ detection }) => detection === FOREIGN)).toMatchObject([
    { state: 'ALARM', causes: [{ eventId: 'elsewhere' }], causeCount: 1 },
    { state: 'OK' },
  ]);
});

test('learned regions find what given ones find', () => {
  const [learning, told] = [engineWith({}), engineWith(HOME)];
  for (let slot = 0; slot < 12; slot += 1) {
    for (const region of slot === 5 ? ['eu-west-1', 'us-west-2', 'ap-south-1'] : ['eu-west-1']) {
      const record = change(slot * 600, region);
      give(learning, record);
      give(told, record);
    }
  }
  expect(learning.finish().alarms).toEqual(told.finish().alarms);
});

test('with too few records to learn from, no region is unusual, and a note says so', () => {
  const engine = engineWith({});
  give(engine, change(0, 'eu-west-1'));
  give(engine, change(60, 'ap-south-1'));
  const { alarms, notes, detections } = engine.finish();
  expect(alarms.filter(({ detection }) => detection === FOREIGN)).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('home regions are unknown')]);
  expect(detections.map(({ id }) => id)).not.toContain(FOREIGN);
});

const SILENT = 'trail-silent';

/** As in a real trail, whose calls are those of many. */
const callOfSomebody = (second: number) =>
  call(second, { userIdentity: exampleRole(`service-${(second / 60) % 5}`) });

function streams(callsUntil: number, flowsUntil: number, callAgainAt?: number): ReplayEngine {
  const engine = engineWith();
  for (let second = 0; second < callsUntil; second += 60) give(engine, callOfSomebody(second));
  for (let second = 0; second < flowsUntil; second += 60) giveFlow(engine, second);
  if (callAgainAt !== undefined) give(engine, call(callAgainAt));
  return engine;
}
const HOURS = 3600;

test('a trail that stops while flow logs go on has fallen silent: not yet at 14 minutes, now at 15', () => {
  expect(changesOf(streams(3 * HOURS, 3 * HOURS + 14 * 60), SILENT)).toEqual([]);
  expect(changesOf(streams(3 * HOURS, 3 * HOURS + 15 * 60), SILENT)).toMatchObject([
    {
      state: 'ALARM',
      at: EIGHT + 3 * HOURS + 15 * 60,
      note: expect.stringContaining('no CloudTrail record since'),
    },
  ]);
});

test('silence ends with the next record', () => {
  const changes = changesOf(streams(3 * HOURS, 4 * HOURS, 3 * HOURS + 30 * 60), SILENT);
  expect(changes.map(({ state }) => state)).toEqual(['ALARM', 'OK']);
});

test('a handful of records with days between them is never silent', () => {
  const engine = engineWith();
  for (const second of [0, 5 * HOURS, 30 * HOURS, 31 * HOURS, 90 * HOURS]) give(engine, call(second));
  expect(changesOf(engine, SILENT)).toEqual([]);
});

test('records of one kind only, which end where the folder ends, are not silent', () => {
  expect(changesOf(streams(3 * HOURS, 0), SILENT)).toEqual([]);
  expect(changesOf(streams(3 * HOURS, 0), 'flow-logs-silent')).toEqual([]);
});

test('one record in the future does not make the trail silent, and is told', () => {
  for (const future of ['2027-11-02T08:00:00Z', '9999-12-31T23:59:59Z']) {
    const engine = streams(3 * HOURS, 3 * HOURS);
    give(engine, call(0, { eventTime: future }));
    const { alarms, notes } = engine.finish();
    expect(alarms.filter(({ detection }) => detection === SILENT)).toEqual([]);
    expect(notes).toEqual([expect.stringContaining(`far from all others (${future.slice(0, 16)}:00Z)`)]);
  }
});

test('one ancient record makes nothing silent, and the real silence is still told', () => {
  const engine = streams(3 * HOURS, 4 * HOURS);
  give(engine, call(0, { eventTime: '1970-01-01T00:00:00Z' }));
  expect(changesOf(engine, SILENT)).toMatchObject([{ state: 'ALARM', at: EIGHT + 3 * HOURS + 15 * 60 }]);
});

test('an export of what one person did, which ends before the flow logs do, is not a silent trail', () => {
  const engine = engineWith();
  for (let second = 0; second < 3 * HOURS; second += 60) give(engine, call(second));
  for (let second = 0; second < 4 * HOURS; second += 60) giveFlow(engine, second);
  expect(changesOf(engine, SILENT)).toEqual([]);
});

test('logs of one account that end before those of another are not silent: they were collected to there', () => {
  const engine = engineWith();
  for (let second = 0; second < 3 * HOURS; second += 60) give(engine, callOfSomebody(second));
  for (let second = 0; second < 4 * HOURS; second += 60) {
    give(engine, { ...callOfSomebody(second), recipientAccountId: '444455556666' });
  }
  expect(changesOf(engine, SILENT)).toEqual([]);
});

test("a trail that stops while its own account's flow logs go on is silent, whatever other accounts do", () => {
  const engine = engineWith();
  for (let second = 0; second < 3 * HOURS; second += 60) give(engine, callOfSomebody(second));
  for (let second = 0; second < 4 * HOURS; second += 60) {
    give(engine, { ...callOfSomebody(second), recipientAccountId: '444455556666' });
    giveFlow(engine, second, EXAMPLE_ACCOUNT);
  }
  expect(changesOf(engine, SILENT)).toMatchObject([{ state: 'ALARM', account: EXAMPLE_ACCOUNT }]);
});
