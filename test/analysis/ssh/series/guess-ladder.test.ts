import { findGuessLadder } from '../../../../analysis/ssh/series/guess-ladder';
import { sized } from './sizes';

/** What a tool leaves that tries several passwords in one connection: 76 bytes and a packet each. */
const passwords = (...counts: number[]) =>
  counts.map((count) =>
    sized({ packets: 10 + count, payload: 1_155 + count * 76, replyPayload: 1_805 + count * 76 }),
  );

test('connections that differ by whole passwords are a ladder', () => {
  expect(findGuessLadder(passwords(4, 4, 5, 6, 4))).toEqual({ lowest: 1_459, step: 76 });
  const asked = [0, 1, 2].map((more) =>
    sized({ payload: 2_593 + more * 152, replyPayload: 2_344 + more * 56 }),
  );
  expect(findGuessLadder(asked)).toEqual({ lowest: 2_593, step: 152 });
});

test('one size alone is none, nor are sizes that differ by something else', () => {
  expect(findGuessLadder(passwords(4, 4, 4, 4))).toBeUndefined();
  expect(findGuessLadder([sized(), sized({ payload: 3_021 + 48, replyPayload: 2_933 })])).toBeUndefined();
  expect(findGuessLadder([])).toBeUndefined();
});

test('where only the client says more it did not try again: each try is answered', () => {
  expect(findGuessLadder([sized(), sized({ payload: 3_021 + 76 })])).toBeUndefined();
});

test('two of many that happen to be a password apart are none', () => {
  const work = [500, 610, 700, 930, 1_100, 1_270].map((payload) =>
    sized({ payload, replyPayload: payload * 2 }),
  );
  expect(findGuessLadder([...work, ...passwords(4, 5)])).toBeUndefined();
});
