import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { describeSeries, type Series } from '../../../../analysis/ssh/series/describe-series';
import { judgeSeries } from '../../../../analysis/ssh/series/judge-series';
import type { Example } from '../../../../analysis/ssh/series/lessons';
import { isBelieved, isCertain, standingOf } from '../../../../analysis/ssh/series/standing';
import { times } from '../flows';
import { sized } from './sizes';

const REFUSED = { packets: 15, payload: 3_021, replyPackets: 14, replyPayload: 2_897 };
const LET_IN = { packets: 25, payload: 3_381, replyPackets: 22, replyPayload: 3_825 };
/** A client that nobody measured, with as many packets as refusals and logins both have. */
const UNKNOWN = { packets: 17, payload: 9_000, replyPackets: 14, replyPayload: 5_000 };
const OUTSIDE = '203.0.113.7';
const INSIDE = '10.0.9.9';

const series = (sizes: object, count = 12, gap = 10) =>
  describeSeries(times(count, (index) => sized({ ...sizes, first: index * gap }))) as Series;
const example = (source: string, base: Example['base'], isPasser = false): Example => ({
  source,
  base,
  isPasser,
});

test('connections too short for an authentication are no series', () => {
  expect(describeSeries(times(5, () => sized({ packets: 7 })))).toBeUndefined();
  expect(describeSeries([])).toBeUndefined();
});

test('the base of a series is what most are like, packet for packet', () => {
  const mixed = [
    sized({ packets: 15 }),
    sized({ packets: 16 }),
    sized({ packets: 14 }),
    sized({ packets: 40 }),
  ];
  expect(describeSeries(mixed)).toMatchObject({
    base: { packets: 15 },
    alike: { length: 3 },
    talks: { length: 4 },
  });
});

test('known sizes of refusals are guessing, of logins automation, unknown ones could be either', () => {
  expect(standingOf(judgeSeries(OUTSIDE, series(REFUSED), []))).toBe('guessing');
  expect(standingOf(judgeSeries(OUTSIDE, series(LET_IN), []))).toBe('automation');
  expect(standingOf(judgeSeries(OUTSIDE, series(UNKNOWN), []))).toBe('either');
});

test('what could be either is believed of the internet and not of a source inside', () => {
  const verdict = judgeSeries('', series(UNKNOWN), []);
  expect([
    isBelieved(OUTSIDE, verdict, DEFAULT_SSH_POLICY),
    isBelieved(INSIDE, verdict, DEFAULT_SSH_POLICY),
  ]).toEqual([true, false]);
});

test('other sources that are one login larger teach that these were refused, one login smaller that they were let in', () => {
  const step = (direction: 1 | -1) => ({
    packets: UNKNOWN.packets + direction * 6,
    payload: UNKNOWN.payload + direction * 240,
    replyPackets: UNKNOWN.replyPackets + direction * 6,
    replyPayload: UNKNOWN.replyPayload + direction * 300,
  });
  const others = (direction: 1 | -1) => times(3, (index) => example(`10.0.0.${index}`, step(direction)));
  expect(standingOf(judgeSeries(OUTSIDE, series(UNKNOWN), others(1)))).toBe('guessing');
  expect(standingOf(judgeSeries(OUTSIDE, series(UNKNOWN), others(-1)))).toBe('automation');
});

test('passers-by who leave with the same sizes teach what a refusal is; its own sizes teach a source nothing', () => {
  const passers = times(3, (index) => example(`198.51.100.${index}`, UNKNOWN, true));
  expect(standingOf(judgeSeries(OUTSIDE, series(UNKNOWN), passers))).toBe('guessing');
  expect(standingOf(judgeSeries(OUTSIDE, series(UNKNOWN), passers.slice(1)))).toBe('either');
  const own = times(3, () => example(OUTSIDE, UNKNOWN, true));
  expect(standingOf(judgeSeries(OUTSIDE, series(UNKNOWN), own))).toBe('either');
});

test('a last connection that is one login larger makes guesses of those before it', () => {
  const login = sized({ ...UNKNOWN, packets: 23, payload: 9_240, replyPayload: 5_300, first: 500 });
  const ended = describeSeries([...series(UNKNOWN).talks, login]) as Series;
  const verdict = judgeSeries(OUTSIDE, ended, []);
  expect(verdict.changes).toMatchObject({ endsOneLoginLarger: true, larger: [login] });
  expect(standingOf(verdict)).toBe('guessing');
});

test('a source that worked there before is believed a little more', () => {
  const session = sized({
    ...UNKNOWN,
    packets: 300,
    payload: 30_000,
    replyPayload: 90_000,
    first: -900,
    last: -300,
  });
  const before = describeSeries([session, ...series(UNKNOWN).talks]) as Series;
  expect(judgeSeries(OUTSIDE, before, [])).toMatchObject({ hadSessionBefore: true });
  expect(standingOf(judgeSeries(OUTSIDE, before, []))).toBe('automation');
});

test('hours at equal intervals settle what could be either, until the pattern breaks', () => {
  const job = series(UNKNOWN, 80, 300);
  expect(standingOf(judgeSeries(OUTSIDE, job, []))).toBe('automation');
  const broken = describeSeries(
    times(80, (index) => sized({ ...UNKNOWN, first: index * 300 + (index % 5) * 40 })),
  ) as Series;
  expect(standingOf(judgeSeries(OUTSIDE, broken, []))).toBe('either');
});

test('sizes alone are never beyond doubt; two kinds of evidence may be', () => {
  expect(isCertain(judgeSeries(OUTSIDE, series(UNKNOWN), []))).toBe(false);
  const teachers = times(3, (index) => example(`198.51.100.${index}`, REFUSED, true));
  expect(isCertain(judgeSeries(OUTSIDE, series(REFUSED), teachers))).toBe(true);
});
