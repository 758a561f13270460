import { findGuessLadder } from '../../../../analysis/ssh/series/guess-ladder';
import { doRequestsVary } from '../../../../analysis/ssh/series/requests';
import {
  doSomeOutliveGrace,
  isHeldUp,
  isOnTimer,
  isUnhurried,
  outlastsRefusals,
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
