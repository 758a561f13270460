import fc from 'fast-check';
import { exampleRole } from '../../../detections/examples/example-event';
import { callAt } from '../../../detections/examples/trail/trail-example';
import { StateTable } from '../../../handlers/state/state-table';
import { closeStories, reportFindings } from '../../../handlers/stories/report-findings';
import { publish } from '../../../handlers/tell/publish';
import { analyzeRecords } from '../../../handlers/trail-analyzer/analyze-records';
import { deployedTrail } from '../../../handlers/trail-analyzer/deployed-trail';
import { recordsInSubscription } from '../../../handlers/trail-analyzer/records-in';
import { TrailStoryTable } from '../../../handlers/trail-analyzer/story-table';
import { OverdueError, tellOverdue } from '../../../handlers/trail-analyzer/tell-overdue';
import type { CloudTrailRecord, JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { SimulatedClock, SimulatedTables, SimulatedTopic } from '../flood/simulated-aws';
import { STATE, TOPIC, VARIABLES } from '../harness/environment';
import { subscriptionEvent } from '../harness/subscription';

/** What a log's author can do to the trail analyzer: services that enforce AWS's limits, a clock that calls advance. */
const { settings, learningDays, detections } = deployedTrail(VARIABLES);
const EIGHT = Date.parse('2026-11-02T08:00:00Z') / 1000;
const STOPPED = callAt(0, 'cloudtrail', 'StopLogging', { name: 'trail' });
const DELETED = callAt(5, 's3', 'DeleteBucket', { bucketName: 'data' });

function world() {
  const clock = new SimulatedClock((EIGHT + 600) * 1000);
  const tables = new SimulatedTables(clock);
  const topic = new SimulatedTopic(clock);
  const told = new Map<string, Promise<object>>();
  const leftOut = new Map<string, number>();
  const failures: unknown[] = [];
  let runs = 0;
  const reporting = () => {
    runs += 1;
    return {
      state: new TrailStoryTable(tables.client, STATE, () => clock.now),
      once: async <T extends object>(key: string, action: () => Promise<T>): Promise<T> => {
        const known = told.get(key) ?? action();
        told.set(key, known);
        known.catch(() => told.delete(key));
        return (await known) as T;
      },
      publish: (notification: Parameters<typeof publish>[2]) => publish(topic.client, TOPIC, notification),
      detections: new Map(detections.map((detection) => [detection.id, detection])),
      context: {
        account: '111122223333',
        region: 'eu-west-1',
        trailLogGroup: undefined,
        flowLogGroup: undefined,
        runbookUrl: undefined,
        alarmPrefix: '',
        queriesFor: () => [],
      },
      notifyFrom: 'medium' as const,
      suppressions: [],
      onStarted: () => undefined,
      run: `run-${runs}`,
      attempt: `attempt-${runs}`,
      now: () => clock.now,
    };
  };
  /** A batch, as the handler takes it; gives what was published until its end. */
  const take = async (records: readonly unknown[], seconds = 75) => {
    const event = subscriptionEvent(records.map((record) => JSON.stringify(record)));
    const read = recordsInSubscription(event);
    if (read === undefined) throw new Error('a batch is no control message');
    const now = () => clock.now / 1000;
    const analyzed = await analyzeRecords(read, settings, {
      state: new StateTable(tables.client, STATE, () => clock.now),
      learningDays,
      now,
      deadline: now() + seconds,
      onLeftOut: (rule, count) => leftOut.set(rule, (leftOut.get(rule) ?? 0) + count),
    });
    failures.push(...analyzed.failures);
    await reportFindings(analyzed.findings, reporting());
    if (analyzed.overdue !== undefined) await tellOverdue(analyzed.overdue, reporting());
  };
  return { clock, tables, topic, leftOut, failures, reporting, take };
}

const isTold = (topic: SimulatedTopic, detection: string) =>
  topic.messages.some(({ machine }) => machine.includes(`"uid":"${detection}"`));
const CHAIN = 'chain-logging-cut-then-destruction';

const long = fc
  .tuple(fc.constantFrom('x', 'ü', '"', '\u0000', '\ud800', '\u{1f600}'), fc.integer({ min: 1, max: 5_000 }))
  .map(([part, times]) => part.repeat(times));
const hostile: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>('', ' ', '*', '__proto__', 'constructor', null, 1e308, {}, [], { toString: '' }),
  long,
  fc.string({ unit: 'binary' }),
);
const CALLS = [
  STOPPED,
  DELETED,
  callAt(1, 'iam', 'CreateAccessKey', { userName: 'x' }),
  callAt(2, 'ecs', 'RegisterTaskDefinition', { family: 'f' }),
  callAt(3, 'ecs', 'RunTask', { taskDefinition: 'f:1' }),
  callAt(4, 'sts', 'AssumeRole', { roleArn: 'arn:aws:iam::1:role/r' }),
];
const record = fc
  .tuple(
    fc.constantFrom(...CALLS),
    fc.record(
      {
        awsRegion: hostile,
        sourceIPAddress: hostile,
        userAgent: hostile,
        errorCode: hostile,
        recipientAccountId: hostile,
        eventID: hostile,
        requestParameters: fc.dictionary(
          fc.constantFrom('name', 'family', 'userName', 'roleArn', 'taskDefinition', 'bucketName'),
          hostile,
        ),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      { arn: hostile, principalId: hostile, accountId: hostile, userName: hostile },
      { requiredKeys: [] },
    ),
  )
  .map(([call, members, identity]) => ({
    ...call,
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
    userIdentity: { ...exampleRole('attacker'), ...identity },
  }));

test('whatever the names, sizes and numbers in the records beside theirs, a chain of somebody else is told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 30 }), async (records) => {
      const { take, tables, topic, failures } = world();
      await take([...records, STOPPED, DELETED]);
      await take([...records.toReversed(), STOPPED]);
      expect(failures).toEqual([]);
      expect(isTold(topic, CHAIN)).toBe(true);
      expect(Math.max(...tables.largest.values())).toBeLessThan(400 * 1024);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 25) },
  );
});

const flooder = (index: number): CloudTrailRecord =>
  callAt(
    1 + index / 10_000,
    'cloudtrail',
    'StopLogging',
    { name: `t-${index}` },
    {
      userIdentity: exampleRole('application-task-role', `session-${index}`),
      eventID: `flood-${index}`,
    },
  );

test('of 8,000 names of sessions in a batch, somebody else is told first, and there is time to tell it', async () => {
  const { take, clock, topic, tables, leftOut } = world();
  const began = clock.now;
  await take([...Array.from({ length: 8_000 }, (_, index) => flooder(index)), STOPPED, DELETED]).catch(
    (error: unknown) => expect(error).toBeInstanceOf(OverdueError),
  );
  expect(isTold(topic, CHAIN)).toBe(true);
  expect(topic.messages[0]?.email).toContain('DeleteBucket');
  expect(topic.messages.length).toBeLessThanOrEqual(60);
  expect(Math.max(...tables.largest.values())).toBeLessThan(20_000);
  // The function has 120 s.
  expect((clock.now - began) / 1000).toBeLessThan(120);
  expect([...leftOut.values()].every((count) => count > 0)).toBe(true);
});

test('keys that there is no time for are told once, and judged when the delivery comes again, from where it was left', async () => {
  const { take, clock, topic, tables } = world();
  const sessions = Array.from({ length: 3_000 }, (_, index) => flooder(index));
  const last = { ...DELETED, userIdentity: sessions.at(-1)?.userIdentity };
  const batch = [...sessions, last];
  const sightings = () => tables.dynamoDb.items(STATE).filter(({ kind }) => kind?.S === `trail/${CHAIN}`);
  const told = () => topic.messages.filter(({ email }) => email.includes('come faster than they are judged'));
  const tries: number[] = [];
  const triesWithin = async (seconds: number) => {
    for (;;) {
      const calls = tables.calls;
      const overdue = await take(batch, seconds).then(
        () => false,
        (error: unknown) => error instanceof OverdueError,
      );
      tries.push(tables.calls - calls);
      if (!overdue || tries.length > 40) return;
      clock.pass(60_000);
    }
  };
  await triesWithin(30);
  expect(tries.length).toBeGreaterThan(2);
  expect(tries.length).toBeLessThan(40);
  // One of each session, and one of the role from the machine that opened them all.
  expect(sightings()).toHaveLength(3_001);
  expect(isTold(topic, CHAIN)).toBe(true);
  const hours = new Set(told().map(({ at }) => Math.floor(at / 3_600_000)));
  expect(told()).toHaveLength(hours.size);
  expect(told()[0]?.email).toMatch(/of one delivery \d+ keys are not judged yet, the first [\w-]+ for \S+/);
  // The last try had next to nothing left to do: whoever comes again does not begin anew.
  expect(tries.at(-1)).toBeLessThan(Math.max(...tries.slice(0, -1)));
});

test('a delivery that fails before what was found is told goes on from no later place', async () => {
  const { take, clock, tables, topic } = world();
  const batch = [...Array.from({ length: 2_000 }, (_, index) => flooder(index)), STOPPED, DELETED];
  const send = topic.client.send.bind(topic.client);
  topic.client.send = () => Promise.reject(new Error('SNS is down'));
  await expect(take(batch, 10)).rejects.toThrow('SNS is down');
  topic.client.send = send;
  // What the dead run had claimed runs out.
  clock.pass(200_000);
  expect(tables.dynamoDb.items(STATE).filter(({ kind }) => kind?.S === 'trail-progress')).toEqual([]);
  await expect(take(batch, 10)).rejects.toThrow(OverdueError);
  expect(isTold(topic, CHAIN)).toBe(true);
});

test('20,000 acts of one actor in forty batches fill no item and are a handful of messages', async () => {
  const { take, topic, tables } = world();
  for (let from = 0; from < 20_000; from += 500) {
    const acts = Array.from({ length: 500 }, (_, index) => ({
      ...STOPPED,
      eventID: `act-${from + index}`,
      eventTime: new Date((EIGHT + (from + index) / 50) * 1000).toISOString().replace(/\.\d+Z/, 'Z'),
    }));
    await take(acts);
  }
  await take([{ ...DELETED, userIdentity: STOPPED.userIdentity }]);
  expect(isTold(topic, CHAIN)).toBe(true);
  expect(topic.messages.length).toBeLessThan(30);
  expect(Math.max(...tables.largest.values())).toBeLessThan(400 * 1024);
});

test('batches late, early, twice and at once: the chain is told once, and its end once', async () => {
  const batches = fc.shuffledSubarray([[STOPPED], [DELETED], [STOPPED, DELETED], [DELETED, STOPPED]], {
    minLength: 2,
  });
  await fc.assert(
    fc.asyncProperty(batches, fc.boolean(), async (given, isAtOnce) => {
      const { take, topic, clock, reporting } = world();
      const both = [...given, [STOPPED], [DELETED]];
      if (isAtOnce) await Promise.all(both.map((each) => take(each)));
      else for (const each of both) await take(each);
      // What a run left to another that was at it is told by the next.
      clock.pass(200_000);
      await closeStories(EIGHT, reporting());
      clock.pass(3 * 3_600_000);
      await closeStories(clock.now / 1000, reporting());
      await closeStories(clock.now / 1000, reporting());
      const changes = topic.messages.flatMap(({ machine }) =>
        machine
          .split('\n')
          .map((line) => JSON.parse(line))
          .filter(({ finding_info }) => String(finding_info.uid).startsWith(CHAIN))
          .map(({ activity_name }) => activity_name),
      );
      expect(changes).toEqual(['Create', 'Close']);
    }),
    { numRuns: 15 },
  );
});
