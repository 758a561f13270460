import fc from 'fast-check';
import type { Finding } from '../../../analysis/finding';
import { ANALYZER_DETECTIONS } from '../../../handlers/analyzer-detections';
import { StateTable } from '../../../handlers/state/state-table';
import { closeStories, reportFindings } from '../../../handlers/stories/report-findings';
import type { Reporting } from '../../../handlers/stories/reporting';
import { publish } from '../../../handlers/tell/publish';
import { SimulatedClock, SimulatedTables, SimulatedTopic } from '../flood/simulated-aws';
import { STATE, TOPIC } from '../harness/environment';

const EIGHT = 1_793_606_400;

/** Analyzers' reporting with simulated tables and topic, whatever run asks. */
function world() {
  const clock = new SimulatedClock(EIGHT * 1000);
  const tables = new SimulatedTables(clock);
  const topic = new SimulatedTopic(clock);
  const told = new Map<string, Promise<object>>();
  let runs = 0;
  const reporting = (): Reporting => {
    runs += 1;
    return {
      state: new StateTable(tables.client, STATE, () => clock.now),
      once: async (key, action) => {
        const known = told.get(key) ?? action();
        told.set(key, known);
        return (await known) as never;
      },
      publish: (notification) => publish(topic.client, TOPIC, notification),
      detections: new Map(ANALYZER_DETECTIONS.map((detection) => [detection.id, detection])),
      context: {
        account: '111122223333',
        region: 'eu-west-1',
        trailLogGroup: undefined,
        flowLogGroup: undefined,
        runbookUrl: undefined,
        alarmPrefix: '',
        queriesFor: () => [],
      },
      notifyFrom: 'medium',
      suppressions: [],
      onStarted: () => undefined,
      run: `run-${runs}`,
      attempt: `attempt-${runs}`,
      now: () => clock.now,
    };
  };
  return { clock, tables, topic, reporting };
}

function finding(source: string, more: Partial<Finding> = {}): Finding {
  return {
    id: `ssh-brute-force/${source}`,
    detection: 'ssh-brute-force',
    severity: 'medium',
    confidence: 0.8,
    state: 'START',
    source,
    targets: ['10.20.0.10'],
    ports: [22],
    firstSeen: EIGHT - 600,
    lastSeen: EIGHT - 60,
    changes: [{ state: 'START', at: EIGHT - 600, count: 12 }],
    summary: `${source} guessed twelve times`,
    evidence: { attempts: 12 },
    ...more,
  };
}

const sourceOf = (index: number) => `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`;

test('whoever shares one message with hundreds of others is named in it, and it begins with how many they are', async () => {
  const { topic, reporting } = world();
  await reportFindings(
    Array.from({ length: 900 }, (_, index) => finding(sourceOf(index))),
    reporting(),
  );
  const mails = topic.messages.map(({ email }) => email);
  const shared = mails.filter((mail) => mail.includes('sources or targets in one message'));
  expect(shared).toEqual([
    expect.stringContaining('850 sources or targets in one message, among them this: '),
  ]);
  const named = mails.flatMap((mail) => mail.match(/\b198\.18\.\d+\.\d+\b/g) ?? []);
  expect(new Set(named).size).toBe(900);
});

test('of 3,000 stories at once the worst comes first, and people get a few dozen messages, one of them with the number', async () => {
  const { topic, tables, clock, reporting } = world();
  const critical = finding('203.0.113.9', {
    id: 'worst',
    detection: 'ssh-probable-login',
    severity: 'critical',
  });
  const flood = Array.from({ length: 3_000 }, (_, index) => finding(sourceOf(index)));
  await reportFindings([...flood, critical], reporting());
  expect(topic.messages[0]?.attributes['severity']).toBe('critical');
  expect(topic.messages.length).toBeLessThanOrEqual(53);
  expect(topic.messages.at(-1)?.email).toContain('2001 more stories of ssh-brute-force than the 1000 worst');
  expect(Math.max(...tables.largest.values())).toBeLessThan(20_000);
  // The function has 120 s.
  expect(clock.now / 1000 - EIGHT).toBeLessThan(100);
});

test('the next run says nothing of them again, and ends them in a few dozen messages', async () => {
  const { topic, clock, reporting } = world();
  const flood = Array.from({ length: 1_500 }, (_, index) => finding(sourceOf(index)));
  await reportFindings(flood, reporting());
  const first = topic.messages.length;
  await reportFindings(flood, reporting());
  expect(topic.messages.length).toBe(first);
  clock.pass(3 * 3_600_000);
  await closeStories(clock.now / 1000, reporting());
  const ends = topic.messages.slice(first);
  expect(ends.length).toBeLessThanOrEqual(51);
  expect(ends.every(({ attributes }) => attributes['state'] === 'END')).toBe(true);
});

test('batches late, early, twice and at once: every source is told, once', async () => {
  const sources = Array.from({ length: 12 }, (_, index) => sourceOf(index));
  const batches = fc.array(fc.subarray(sources, { minLength: 1 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(batches, fc.boolean(), async (given, isAtOnce) => {
      const { topic, reporting, clock } = world();
      const runs = given.map((batch) => async () => {
        await reportFindings(
          batch.map((source) => finding(source)),
          reporting(),
        );
      });
      if (isAtOnce) await Promise.all(runs.map((run) => run()));
      else for (const run of runs) await run();
      // What a run left to another that was at it is told by the next.
      clock.pass(200_000);
      await closeStories(EIGHT - 100, reporting());
      const named = topic.messages.flatMap(({ machine }) =>
        machine.split('\n').map((line) => JSON.parse(line).finding_info.uid as string),
      );
      expect(named.sort()).toEqual(
        [...new Set(given.flat())].map((source) => `ssh-brute-force/${source}`).sort(),
      );
    }),
    { numRuns: 15 },
  );
});

test('names, lists and numbers of any size are kept and told within the limits', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .tuple(fc.constantFrom('x', '"', '\u0000', '\ud800', 'ü'), fc.integer({ min: 1, max: 5_000 }))
      .map(([part, times]) => part.repeat(times)),
  );
  const any = fc.record({
    source: text,
    id: text,
    summary: text,
    targets: fc.oneof(
      fc.array(text),
      fc
        .integer({ min: 0, max: 40_000 })
        .map((count) => Array.from({ length: count }, (_, at) => sourceOf(at))),
    ),
    evidence: fc.dictionary(text, fc.oneof(text, fc.double(), fc.array(text), fc.boolean())),
    lastSeen: fc.integer({ min: EIGHT - 60, max: EIGHT }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 5 }), async (findings) => {
      const { topic, tables, reporting } = world();
      const good = finding('203.0.113.9', { severity: 'high' });
      await reportFindings([...findings.map((each) => finding(each.source, each)), good], reporting());
      expect(topic.messages[0]?.email).toContain('203.0.113.9');
      expect(Math.max(...tables.largest.values())).toBeLessThan(400 * 1024);
    }),
    { numRuns: 12 },
  );
});

test('a record of the year 9999 makes no story that goes on until then and takes in all later ones', async () => {
  const { topic, tables, clock, reporting } = world();
  const { firstSeen, ...rest } = finding('203.0.113.9');
  await reportFindings(
    [{ ...rest, firstSeen, lastSeen: Date.parse('9999-12-31T23:59:59Z') / 1000 }],
    reporting(),
  );
  clock.pass(30 * 3_600_000);
  await closeStories(clock.now / 1000, reporting());
  const later = { firstSeen: clock.now / 1000 - 600, lastSeen: clock.now / 1000 - 60, id: 'the-next-day' };
  await reportFindings([finding('203.0.113.9', later)], reporting());
  expect(topic.messages.map(({ attributes }) => attributes['state'])).toEqual(['START', 'END', 'START']);
  const kept = tables.dynamoDb.items(STATE).map((item) => Number(item['expiration']?.N));
  expect(Math.max(...kept)).toBeLessThan(clock.now / 1000 + 30 * 86_400);
});
