import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compareSshLabs, middleOfEach, readSshLab } from './compare-ssh-labs';
import { renderSshLab } from './render-ssh-lab';

const page = readFileSync(path.join(__dirname, '../../../docs/ssh-lab.md'), 'utf8');
const measured = readSshLab(page);

test('the page is read as it is written', () => {
  expect(measured.length).toBeGreaterThan(50);
  expect(readSshLab(renderSshLab(measured))).toEqual(measured);
});

test('what has not moved is not told, nor a retransmission, nor a greeting that is longer by a word', () => {
  expect(compareSshLabs(measured, measured)).toEqual([]);
  const near = measured.map((each) => ({
    ...each,
    packets: each.packets + 3,
    replyPayload: each.replyPayload + 60,
  }));
  expect(compareSshLabs(measured, near)).toEqual([]);
});

test('a key exchange of another kind, under another version, is told by pair and size', () => {
  const now = measured.map((each) =>
    each.server.startsWith('OpenSSH')
      ? { ...each, server: 'OpenSSH 10.0p2', replyPayload: each.replyPayload + 1_100 }
      : each,
  );
  const moved = compareSshLabs(measured, now);
  expect(moved).toHaveLength(measured.filter(({ server }) => server.startsWith('OpenSSH')).length);
  expect(moved[0]).toMatch(/^OpenSSH \S+ to OpenSSH \S+, refused: payload of the server \d+ is now \d+$/);
});

test('a pair that is not seen any more, and a login that is no larger than a refusal, are told', () => {
  expect(compareSshLabs(measured, measured.slice(1))).toEqual([expect.stringContaining('is not any more')]);
  const flat = measured.map((each) =>
    each.outcome === 'letIn' ? { ...each, payload: 100, replyPayload: 100 } : each,
  );
  expect(compareSshLabs(measured, flat).join()).toContain('a login says no more than a refusal');
  expect(compareSshLabs(flat, flat)).toEqual([]);
});

test('an empty page holds nothing to compare', () => {
  expect(compareSshLabs(readSshLab(''), [])).toEqual([]);
});

test('of two connections of a pair the one counts in which nothing was sent again', () => {
  const again = measured.map((each) => ({
    ...each,
    packets: each.packets + 1,
    payload: each.payload + 1_448,
  }));
  expect(middleOfEach([...again, ...measured])).toEqual(measured);
});

test('of three the one counts in which nothing was cut off, nor sent again', () => {
  const cut = measured.map((each) => ({ ...each, packets: each.packets - 9, payload: each.payload - 192 }));
  const again = measured.map((each) => ({ ...each, payload: each.payload + 1_448 }));
  expect(middleOfEach([...cut, ...again, ...measured])).toEqual(measured);
});
