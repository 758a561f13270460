import fc from 'fast-check';
import { DaysSeen } from '../../../analysis/trail/days-seen';
import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { callAt, habit } from '../../../detections/examples/trail/trail-example';
import { placeDetections } from '../../../detections/placement';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const DETECTION = 'first-time-sensitive-call';
const { trailRules } = placeDetections(buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }));
const rules = trailRules.filter(({ id }) => id === DETECTION);
const DAY = 24 * 60;

const usual = (at: number) => callAt(at, 'ecs', 'RunTask', { cluster: 'harbor' });
const news = callAt(0, 'iam', 'CreateUser', { userName: 'x' });
/** A record of somebody else, dated by whoever wrote it: a thousand years back or ahead. */
const forged = fc.integer({ min: -365_000, max: 365_000 }).map((days) =>
  callAt(days * DAY, 's3', 'ListBuckets', null, {
    eventID: `forged ${days}`,
    sourceIPAddress: '192.0.2.9',
  }),
);

function found(records: readonly CloudTrailRecord[], learningDays = 14): readonly string[] {
  const analyzer = new TrailAnalyzer(rules, { learningDays });
  for (const record of records) analyzer.add(record, Date.parse(record.eventTime) / 1000);
  return analyzer.finish().findings.map(({ detection, firstSeen }) => `${detection} ${firstSeen}`);
}

const mixed = (own: readonly CloudTrailRecord[], others: readonly CloudTrailRecord[]) =>
  fc.shuffledSubarray([...own, ...others], { minLength: own.length + others.length });

test('records dated years back or ahead neither end the learning of first times nor begin it anew', () => {
  fc.assert(
    fc.property(
      // Ten days of records and three that somebody made up are not yet fourteen.
      fc.array(forged, { maxLength: 3 }).chain((others) => mixed([...habit(10, usual), news], others)),
      (records) => {
        expect(found(records)).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
  const told = found([...habit(20, usual), news]);
  expect(told).toHaveLength(1);
  fc.assert(
    fc.property(
      fc.array(forged, { maxLength: 20 }).chain((others) => mixed([...habit(20, usual), news], others)),
      (records) => {
        expect(found(records)).toEqual(told);
      },
    ),
    { numRuns: 50 },
  );
});

test('what somebody did years ago does not make a first day of today', () => {
  const once = { ...usual(-3_000 * DAY), eventID: 'replayed' };
  expect(found([once, ...habit(10, usual), news])).toEqual([]);
});

test('learned after fourteen days with records, not yet after thirteen; at once where nothing is to be learned', () => {
  expect(found([...habit(13, usual), news])).toEqual([]);
  expect(found([...habit(14, usual), news])).toHaveLength(1);
  expect(found([usual(-60), news], 0)).toHaveLength(1);
});

test('after a pause that is longer than what is remembered, it learns anew', () => {
  const before = habit(20, usual).map((record, index) => ({
    ...record,
    eventID: `before ${index}`,
    eventTime: new Date(Date.parse(record.eventTime) - 200 * 86_400_000).toISOString(),
  }));
  expect(found([...before, ...habit(3, usual), news])).toEqual([]);
});

const called = (at: number, name: string) => callAt(at, 'iam', name, { userName: 'x' });
const CALLS = 'abcdefghijklmnopqrstuvwxyzABCD'.split('');
const finished = (records: readonly CloudTrailRecord[]) => {
  const analyzer = new TrailAnalyzer(rules);
  for (const record of records) analyzer.add(record, Date.parse(record.eventTime) / 1000);
  return analyzer.finish();
};

test('thirty new values at once are told, with how many there were, and do not hide the next one', () => {
  const burst = CALLS.map((name, index) => called(index / 10, `Create${name}`));
  for (const later of [90, 30 * 60, 40 * DAY]) {
    const { findings, untold } = finished([
      ...habit(20, usual),
      ...burst,
      usual(10 * DAY),
      usual(20 * DAY),
      usual(30 * DAY),
      called(later, 'AttachUserPolicy'),
    ]);
    expect(findings.map(({ evidence: { values, valuesLeftOut } }) => [values, valuesLeftOut])).toEqual([
      [CALLS.slice(0, 20).map((name) => `iam:Create${name}`), 10],
      [['iam:AttachUserPolicy'], undefined],
    ]);
    expect(findings[0]?.summary).toContain('and 25 more');
    expect(untold).toEqual([]);
  }
});

test('whoever has many values while they are learned has no habits, and what is not told of them is counted', () => {
  const many = CALLS.map((name, index) => called((index - 300) * 60, `Create${name}`));
  const { findings, untold } = finished([...habit(20, usual), ...many, called(0, 'AttachUserPolicy')]);
  expect(findings).toEqual([]);
  expect(untold).toEqual([expect.stringContaining(`1 of ${DETECTION}`)]);
});

test('whoever has something new every day is left alone in the end', () => {
  const daily = CALLS.map((name, index) => called(index * DAY, `Create${name}`));
  const { findings, untold } = finished([...habit(20, usual), ...daily]);
  expect(findings).toHaveLength(20);
  expect(untold).toEqual([expect.stringContaining(`10 of ${DETECTION}`)]);
});

test('days are a union, counted between two instants, and what is no day of any log is none', () => {
  const days = new DaysSeen([3, 1]);
  for (const at of [2 * 86_400, 2 * 86_400 + 5, -1, Number.NaN, 1e15, Number.POSITIVE_INFINITY]) days.add(at);
  days.merge(new DaysSeen([1, 7]));
  expect(days.last(10)).toEqual([1, 2, 3, 7]);
  expect(days.last(2)).toEqual([3, 7]);
  expect(days.between(2 * 86_400, 7 * 86_400 + 60)).toBe(2);
  expect(days.between(9 * 86_400, 3 * 86_400)).toBe(0);
});
