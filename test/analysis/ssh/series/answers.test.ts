import { doAnswersVary } from '../../../../analysis/ssh/series/answers';
import { times } from '../flows';
import { sized } from './sizes';

const answered = (sizes: readonly number[], payload = 3_021) =>
  sizes.map((replyPayload, index) => sized({ replyPayload, payload, first: index }));

test('a server that refuses says the same each time, but for padding, a signature and what TCP sends again', () => {
  const refused = times(20, (index) => 2_897 + (index % 3) * 16);
  expect(doAnswersVary(answered(refused))).toBe(false);
  expect(doAnswersVary(answered([...refused, 4_345, 5_793]))).toBe(false);
});

test('a server that answers the same request with more and with less ran commands', () => {
  expect(doAnswersVary(answered(times(20, (index) => 2_897 + index * 40)))).toBe(true);
});

test('answers to requests that differ themselves are not compared: several passwords make both sides larger', () => {
  const tries = times(20, (index) => ({
    payload: 1_155 + (index % 6) * 76,
    replyPayload: 1_805 + (index % 6) * 84,
  }));
  expect(doAnswersVary(tries.map((sizes) => sized(sizes)))).toBe(false);
});

test('four answers are too few to say so', () => {
  expect(doAnswersVary(answered([2_000, 3_000, 4_000, 5_000]))).toBe(false);
  expect(doAnswersVary([])).toBe(false);
});

test('a few answers that are much larger than the others are data, but for those with which the series ends', () => {
  const fetches = times(40, (index) => (index === 9 || index === 20 ? 30_000 : 2_897));
  expect(doAnswersVary(answered(fetches))).toBe(true);
  const intruder = times(40, (index) => (index >= 38 ? 30_000 : 2_897));
  expect(doAnswersVary(answered(intruder))).toBe(false);
});
