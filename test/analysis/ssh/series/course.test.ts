import { burstBesideTimer } from '../../../../analysis/ssh/series/burst';
import { changesOf } from '../../../../analysis/ssh/series/changes';
import { describeSeries, type Series } from '../../../../analysis/ssh/series/describe-series';
import { findGuessLadder } from '../../../../analysis/ssh/series/guess-ladder';
import { doRequestsVary } from '../../../../analysis/ssh/series/requests';
import {
  doSomeOutliveGrace,
  isEven,
  isHeldUp,
  isOnClock,
  isOnTimer,
  isUnhurried,
  outlastsRefusals,
  passwordsHeldUp,
} from '../../../../analysis/ssh/series/rhythm';
import { times } from '../flows';
import { sized } from './sizes';

const lasting = (...seconds: readonly number[]) =>
  seconds.map((each, index) => sized({ first: index * 60, last: index * 60 + each }));
const beginning = (...starts: readonly number[]) => starts.map((first) => sized({ first }));

test('input of different lengths is no password, and neither are two lengths again and again', () => {
  expect(doRequestsVary(times(20, (index) => sized({ payload: 3_000 + index * 97 })))).toBe(true);
  expect(doRequestsVary(times(20, (index) => sized({ payload: 3_000 + (index % 2) * 400 })))).toBe(false);
  expect(doRequestsVary(times(20, (index) => sized({ payload: 3_000 + (index % 5) * 16 })))).toBe(false);
  expect(doRequestsVary(times(7, (index) => sized({ payload: 3_000 + index * 200 })))).toBe(false);
});

test('connections that outlive the grace time were let in, a single one may have been forgotten', () => {
  expect(doSomeOutliveGrace(lasting(...times(20, () => 2), 300, 200))).toBe(true);
  expect(doSomeOutliveGrace(lasting(...times(20, () => 2), 300))).toBe(false);
});

test('refusals that are held up take seconds; half a minute is longer than six of them', () => {
  expect(isHeldUp(lasting(11, 12, 13))).toBe(true);
  expect(isHeldUp(lasting(38, 40, 41))).toBe(false);
  expect(outlastsRefusals(lasting(11, 12, 13))).toBe(false);
  expect(outlastsRefusals(lasting(38, 40, 41))).toBe(true);
});

test('a timer fires at the same second of the minute, or after the same time; a guesser that comes every ten seconds is none', () => {
  expect(isOnTimer(beginning(...times(12, (index) => index * 60 + (index % 3))))).toBe(true);
  expect(isOnTimer(beginning(...times(12, (index) => index * 61)))).toBe(true);
  expect(isOnTimer(beginning(...times(12, (index) => index * 60 * (1 + (index % 2)))))).toBe(true);
  expect(isOnTimer(beginning(...times(40, (index) => index * 10)))).toBe(false);
  expect(isOnTimer(beginning(...times(11, (index) => index * 60)))).toBe(false);
  expect(isOnTimer([])).toBe(false);
});

test('who leaves minutes between is in no hurry', () => {
  const starts = [0, 40, 170, 210, 400, 431, 500, 700, 760, 990, 1_040, 1_200];
  expect(isUnhurried(beginning(...starts))).toBe(true);
  expect(isOnTimer(beginning(...starts))).toBe(false);
  expect(isUnhurried(beginning(...times(12, (index) => index * 12)))).toBe(false);
});

/** So many passwords in one connection. */
const tries = (passwords: number, fields = {}) =>
  sized({ payload: 1_155 + passwords * 76, replyPayload: 1_094 + passwords * 52, ...fields });

test('several passwords more or less are a ladder where three lengths fit to the byte on both sides', () => {
  expect(findGuessLadder([tries(16), tries(16), tries(16), tries(12), tries(5)])).toMatchObject({ step: 76 });
  expect(findGuessLadder([tries(16), tries(16), tries(16), tries(12)])).toBeUndefined();
});

test('keepalives of idle tunnels are no passwords, though each is as long as one', () => {
  const tunnel = (beats: number) => tries(beats, { first: 0, last: 20 + beats * 15 });
  expect(findGuessLadder(times(20, (index) => tunnel(1 + (index % 3))))).toBeUndefined();
});

test('two lengths far apart are one where the packets and the seconds are those of so many refusals: as few as may be', () => {
  const held = (passwords: number, seconds: number) =>
    tries(passwords, {
      packets: 11 + passwords,
      replyPackets: 9 + passwords,
      first: passwords,
      last: passwords + seconds,
    });
  expect(findGuessLadder([held(10, 20), held(10, 21), held(10, 20), held(4, 8)])).toMatchObject({
    step: 114,
  });
  expect(findGuessLadder([held(10, 2), held(10, 2), held(10, 2), held(4, 1)])).toBeUndefined();
});

test('as many refusals as there are packets for are held up longer, and equally long', () => {
  const of = (packets: number, ...seconds: readonly number[]) =>
    lasting(...seconds).map((connection) => ({ ...connection, packets }));
  expect(isHeldUp(of(24, 24, 25, 24, 26, 25))).toBe(true);
  expect(isHeldUp(of(24, 21, 30, 24, 32, 26))).toBe(false);
  expect(isHeldUp(of(16, 24, 25, 24, 26, 25))).toBe(false);
  expect(outlastsRefusals(of(24, 24, 25, 24, 26, 25))).toBe(false);
});

test('at least so many passwords take so long, and no more than there are packets for', () => {
  expect(passwordsHeldUp(sized({ packets: 24, first: 0, last: 25 }))).toBe(10);
  expect(passwordsHeldUp(sized({ packets: 14, first: 0, last: 25 }))).toBe(3);
  expect(passwordsHeldUp(sized({ packets: 14, first: 0, last: 1 }))).toBe(1);
});

test('a clock begins at the same second of the minute for ever, a loop that sleeps a minute drifts', () => {
  expect(isOnClock(beginning(...times(40, (index) => index * 60 + (index % 3))))).toBe(true);
  expect(isOnClock(beginning(...times(40, (index) => index * 300 + 2)))).toBe(true);
  expect(isOnClock(beginning(...times(40, (index) => index * 62)))).toBe(false);
  expect(isOnClock(beginning(...times(40, (index) => index * 30)))).toBe(false);
});

describe('connections that are refused without a word', () => {
  const talksAt = (...starts: readonly number[]) =>
    starts.map((first) => sized({ first, last: first + 2, packets: 15, answered: true }));
  const curtAt = (...starts: readonly number[]) =>
    starts.map((first) => sized({ first, last: first, packets: 4, answered: true }));
  const changes = (...connections: readonly (readonly ReturnType<typeof sized>[])[]) =>
    changesOf(describeSeries(connections.flat().sort((one, other) => one.first - other.first)) as Series);

  test('tries, a penalty, tries, a penalty: a guesser whom the server has punished', () => {
    const rounds = [0, 100, 200].map((at) => [
      talksAt(at, at + 3, at + 6),
      curtAt(...times(8, (index) => at + 10 + index * 2)),
    ]);
    expect(changes(...rounds.flat()).isPunished).toBe(true);
  });

  test('what MaxStartups drops comes at once, beside what it lets through', () => {
    const parallel = times(5, (round) => [
      talksAt(...times(4, (index) => round * 30 + index * 0.1)),
      curtAt(...times(8, (index) => round * 30 + 1 + index * 0.1)),
    ]);
    expect(changes(...parallel.flat()).isPunished).toBe(false);
  });

  test('checks by a timer between the talks of a job are no penalty', () => {
    const checked = [talksAt(0, 60, 120, 1_900, 3_700), curtAt(...times(60, (index) => 130 + index * 60))];
    expect(changes(...checked).isPunished).toBe(false);
  });
});

test('a check of every few seconds is even, whoever looks around is not', () => {
  expect(isEven(beginning(...times(20, (index) => index * 5 + (index % 2))))).toBe(true);
  expect(isEven(beginning(...times(20, (index) => index * 5 + (index % 4) * 3)))).toBe(false);
  expect(isEven(beginning(...times(11, (index) => index * 5)))).toBe(false);
  expect(isEven(beginning(...times(20, (index) => index)))).toBe(false);
});

test('a burst stands by itself beside the work of a timer, and is nothing of its own where there is no timer', () => {
  const talks = (...starts: readonly number[]) =>
    starts.map((first) => sized({ first, last: first + 1, packets: 18, answered: true }));
  const job = times(40, (index) => index * 300 + 2);
  const burst = times(20, (index) => 40 * 300 + index * 4);
  expect(burstBesideTimer(talks(...job, ...burst))).toHaveLength(20);
  expect(burstBesideTimer(talks(...job))).toBeUndefined();
  expect(burstBesideTimer(talks(...burst))).toBeUndefined();
  expect(burstBesideTimer(talks(...times(12, (index) => index * index * 61), ...burst))).toBeUndefined();
});
