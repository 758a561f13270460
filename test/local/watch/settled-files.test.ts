import type { LogFile } from '../../../local/reading/log-file';
import { SettledFiles } from '../../../local/watch/settled-files';
import type { WatchedFile } from '../../../local/watch/watched-place';

const START = Date.parse('2026-11-02T09:00:00Z');
const SECOND = 1_000;

const logFile = (name: string): LogFile => ({ name, bytes: 1, open: async function* () {} });
const fresh = (name: string, version: string, now: number): WatchedFile => ({
  file: logFile(name),
  version,
  changed: now,
});
const names = (files: readonly WatchedFile[]) => files.map(({ file }) => file.name);

test('a file is whole when it has not changed for ten seconds, and not a look before', () => {
  const settled = new SettledFiles();
  const at = (seconds: number) =>
    names(settled.ready([fresh('a', '10 bytes', START)], new Map(), START + seconds * SECOND));
  expect(at(0)).toEqual([]);
  expect(settled.waiting).toBe(1);
  expect(at(9)).toEqual([]);
  expect(at(10)).toEqual(['a']);
  expect(settled.waiting).toBe(0);
});

test('a file that still grows is waited for, from its last change on', () => {
  const settled = new SettledFiles();
  const at = (seconds: number, version: string) => {
    const now = START + seconds * SECOND;
    return names(settled.ready([fresh('a', version, now)], new Map(), now));
  };
  expect([at(0, '1'), at(8, '2'), at(16, '3'), at(24, '3'), at(26, '3')]).toEqual([[], [], [], [], ['a']]);
});

test('what was last written a minute ago, and what a bucket holds, is whole at the first look', () => {
  const old = { ...fresh('old', '1', START - 60 * SECOND) };
  const object = { ...fresh('object', '1', START), changed: undefined };
  expect(names(new SettledFiles().ready([old, object], new Map(), START))).toEqual(['old', 'object']);
});

test('a file that was read is not read again until it is another one', () => {
  const known = new Map([['a', '1']]);
  const settled = new SettledFiles();
  const old = START - 60 * SECOND;
  expect(settled.ready([fresh('a', '1', old)], known, START)).toEqual([]);
  expect(names(settled.ready([fresh('a', '2', old)], known, START))).toEqual(['a']);
});

test('a file that goes while it is waited for is not waited for any more', () => {
  const settled = new SettledFiles();
  settled.ready([fresh('a', '1', START)], new Map(), START);
  settled.ready([], new Map(), START + SECOND);
  expect(settled.waiting).toBe(0);
});
