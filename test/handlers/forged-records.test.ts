import fc from 'fast-check';
import { exampleRole } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import { callAt, habit } from '../../detections/examples/trail/trail-example';
import { withSentIds } from '../../handlers/alarm-context/actor-item';
import { shortId } from '../../handlers/alarm-context/alarm-item';
import { StateTable } from '../../handlers/state/state-table';
import { analyzeRecords } from '../../handlers/trail-analyzer/analyze-records';
import { deployedTrail } from '../../handlers/trail-analyzer/deployed-trail';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { SimulatedClock, SimulatedTables } from './flood/simulated-aws';
import { SimulatedChain } from './flood/simulated-chain';
import { alarmEvent } from './harness/alarm-events';
import { STATE, VARIABLES } from './harness/environment';

/** Whoever can write to the log group chooses ids and times of records as well. */
const EIGHT = 1_793_606_400_000;
const STOPPED = EXAMPLES['trail-stopped']?.fires[0] as CloudTrailRecord;
const identityOf = (name: string) => ({
  ...exampleRole(name, 'session'),
  principalId: `AROA${name.toUpperCase()}0000000000:session`,
});

test('a record with the id of somebody else’s hides that one neither before nor behind it', async () => {
  for (const [mine, forged] of [
    [-200_000, -100_000],
    [-100_000, -200_000],
  ] as const) {
    for (const isEarly of [true, false]) {
      const chain = new SimulatedChain(EIGHT);
      const real = { ...STOPPED, userIdentity: identityOf('intruder'), eventID: 'one-id' };
      const other = { ...STOPPED, userIdentity: identityOf('nobody'), eventID: 'one-id' };
      for (const [record, ago] of [
        [real, mine],
        [other, forged],
      ] as const) {
        const at = EIGHT + ago;
        chain.logs.groups.push({
          count: 1,
          at,
          spreadMilliseconds: 0,
          deliveredAt: at,
          record: () => record,
        });
        if (isEarly) await chain.invoke({ 'detail-type': 'AWS API Call via CloudTrail', detail: record });
      }
      await chain.invoke(alarmEvent([{ name: 'trail-stopped', state: 'ALARM', at: EIGHT / 1000 }]));
      await chain.tickUntil(() => false, 3);
      expect(chain.errors).toEqual([]);
      const told = chain.topic.messages.filter(({ email }) => email.includes('assumed-role/intruder'));
      expect(told).toHaveLength(1);
    }
  }
});

test('ids of records, whatever they are made of, fit into an actor’s item, and two of them stay two', () => {
  const id = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc
      .tuple(
        fc.constantFrom('\u0000', '"', '\ud800', 'ü', '\u{1f600}', 'x'),
        fc.integer({ min: 1, max: 200 }),
      )
      .map(([part, times]) => part.repeat(times)),
  );
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 20 }), (ids) => {
      const many = Array.from(
        { length: 600 },
        (_, at) => `${ids[at % ids.length]}${'\u0001'.repeat(16)}${at}`,
      );
      const sent = Array.from({ length: 12 }, (_, at) => ({ detection: `d-${at}`, ids: many.map(shortId) }));
      const kept = withSentIds({}, sent);
      expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(150_000);
      expect(kept['d-11']).toHaveLength(600);
    }),
    { numRuns: 8 },
  );
});

test('times before and after any clock: the chain is told, and nothing is kept for longer than what comes in time', async () => {
  const { settings, learningDays } = deployedTrail(VARIABLES);
  const eventTime = fc.constantFrom(
    ...['0000-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '2026-11-02T08:00:03.5Z'],
    ...['2038-01-19T03:14:08Z', '9999-12-31T23:59:59Z', '9999-12-31T23:59:59.999999999Z'],
  );
  const stopped = callAt(0, 'cloudtrail', 'StopLogging', { name: 'trail' });
  const deleted = callAt(5, 's3', 'DeleteBucket', { bucketName: 'data' });
  const at = Date.parse(stopped.eventTime);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), eventTime), { maxLength: 12 }), async (forged) => {
      const clock = new SimulatedClock(at + 600_000);
      const tables = new SimulatedTables(clock);
      const records = [
        ...forged.map(([isFirst, time], index) => ({
          ...(isFirst ? stopped : deleted),
          eventTime: time,
          eventID: `forged-${index}`,
        })),
        stopped,
        deleted,
      ].map((record) => ({ record, text: JSON.stringify(record) }));
      const { findings, failures } = await analyzeRecords({ records, unreadable: [], others: 0 }, settings, {
        state: new StateTable(tables.client, STATE, () => clock.now),
        learningDays,
        now: () => clock.now / 1000,
        deadline: clock.now / 1000 + 75,
        onLeftOut: () => undefined,
      });
      expect(failures).toEqual([]);
      expect(findings.map(({ detection }) => detection)).toContain('chain-logging-cut-then-destruction');
      for (const { lastSeen } of findings) expect(lastSeen).toBeLessThanOrEqual(clock.now / 1000 + 3_600);
      for (const item of tables.dynamoDb.items(STATE)) {
        // The days that there were records of are kept by the clock, whatever a record says.
        if (item['id']?.S === 'days') continue;
        const days = (Number(item['expiration']?.N) - clock.now / 1000) / 86_400;
        expect(days).toBeLessThan(200);
      }
    }),
    { numRuns: 25 },
  );
});

test('where our own clock is behind, what is ahead of it stays in its order: the chain is told', async () => {
  const { settings, learningDays } = deployedTrail(VARIABLES);
  const stopped = callAt(0, 'cloudtrail', 'StopLogging', { name: 'trail' });
  const deleted = callAt(5, 's3', 'DeleteBucket', { bucketName: 'data' });
  const clock = new SimulatedClock(Date.parse(stopped.eventTime) - 90 * 86_400_000);
  const records = [deleted, stopped].map((record) => ({ record, text: JSON.stringify(record) }));
  const { findings } = await analyzeRecords({ records, unreadable: [], others: 0 }, settings, {
    state: new StateTable(new SimulatedTables(clock).client, STATE, () => clock.now),
    learningDays,
    now: () => clock.now / 1000,
    deadline: clock.now / 1000 + 75,
    onLeftOut: () => undefined,
  });
  expect(findings.map(({ detection }) => detection)).toContain('chain-logging-cut-then-destruction');
});

test('records dated years back or ahead, late or replayed, neither end the learning nor forget what was learned', async () => {
  const { settings, learningDays } = deployedTrail(VARIABLES);
  const usual = (at: number) => callAt(at, 'ecs', 'RunTask', { cluster: 'harbor' });
  const news = callAt(0, 'iam', 'CreateUser', { userName: 'x' });
  const forged = fc
    .integer({ min: -365_000, max: 365_000 })
    .map((days) => callAt(days * 24 * 60, 's3', 'ListBuckets', null, { eventID: `forged ${days}` }));
  const told = async (records: readonly CloudTrailRecord[]) => {
    const clock = new SimulatedClock(Date.parse(news.eventTime) + 60_000);
    const tables = new SimulatedTables(clock);
    const found = new Set<string>();
    for (const record of [...records, news]) {
      const { findings } = await analyzeRecords(
        { records: [{ record, text: JSON.stringify(record) }], unreadable: [], others: 0 },
        settings,
        {
          state: new StateTable(tables.client, STATE, () => clock.now),
          learningDays,
          now: () => clock.now / 1000,
          deadline: clock.now / 1000 + 75,
          onLeftOut: () => undefined,
        },
      );
      for (const { detection } of findings) found.add(detection);
    }
    return found.has('first-time-sensitive-call');
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(forged, { maxLength: 3 }),
      fc.constantFrom(10, 20),
      fc.boolean(),
      async (others, days, areFirst) => {
        const habits = habit(days, usual);
        expect(await told(areFirst ? [...others, ...habits] : [...habits, ...others])).toBe(days === 20);
      },
    ),
    { numRuns: 12 },
  );
});

test.each([
  [20, true],
  [5, false],
])('what a version before had learned in %i days is not learned anew: told %p', async (days, isTold) => {
  const { settings, learningDays } = deployedTrail(VARIABLES);
  const news = callAt(0, 'iam', 'CreateUser', { userName: 'x' });
  const habits = habit(20, (at) => callAt(at, 'ecs', 'RunTask', { cluster: 'harbor' }));
  const clock = new SimulatedClock(Date.parse(news.eventTime) + 60_000);
  const state = new StateTable(new SimulatedTables(clock).client, STATE, () => clock.now);
  const now = () => clock.now / 1000;
  const memory = { state, learningDays, now, deadline: now() + 75, onLeftOut: () => undefined };
  const analyze = async (records: readonly CloudTrailRecord[]) => {
    const read = records.map((record) => ({ record, text: JSON.stringify(record) }));
    return await analyzeRecords({ records: read, unreadable: [], others: 0 }, settings, memory);
  };
  await analyze(habits);
  const kept = await state.get('trail-baseline', 'days');
  // As version 0.1.0 left it: the time of its first record, and no days.
  expect(await state.remove('trail-baseline', 'days', kept?.version ?? 0)).toBe(true);
  await state.put('trail-baseline', 'since', { at: now() - days * 86_400 }, 0, now() + 86_400);
  const { findings } = await analyze([news]);
  expect(findings.map(({ detection }) => detection).includes('first-time-sensitive-call')).toBe(isTold);
});
