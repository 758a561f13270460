import { statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { HeldFiles } from '../../../local/query/held-files';
import type { TableFile } from '../../../local/query/log-folder';
import { plainFlowText } from '../../../local/query/scan/flow-text';
import { createLogFolder, type LogFolderFixture } from './query-folder';

let folder: LogFolderFixture;
beforeEach(() => {
  folder = createLogFolder();
});
afterEach(() => folder.remove());

const LINE = '2 111122223333 eni-1 192.0.2.1 10.0.0.5 50000 22 6 12 900 1793607300 1793607360 ACCEPT OK';
const TEXT = `${LINE}\n${LINE.replace('eni-1', 'eni-2')}\n`;
const PACKED = gzipSync(TEXT);

const fileOf = (path: string): TableFile => ({
  path,
  table: 'vpc_flow_logs',
  bytes: statSync(path).size,
  delivered: undefined,
});

test.each([
  ['a.log', Buffer.from(TEXT)],
  ['a.log.gz', PACKED],
  ['empty.log', Buffer.alloc(0)],
  ['odd.log', Buffer.from(TEXT.replace(' 22 ', ' 70000 '))],
  ['cut.log.gz', PACKED.subarray(0, -4)],
  ['wrong.log.gz', Buffer.from(PACKED).fill(0, PACKED.length - 8, PACKED.length - 4)],
  ['packed.log', PACKED],
  ['plain.log.gz', Buffer.from(TEXT)],
  ['two.log.gz', Buffer.concat([PACKED, PACKED])],
  ['large.log.gz', gzipSync(TEXT.repeat(20_000))],
])('%s is judged as one that was not looked at before', (name, bytes) => {
  const file = fileOf(folder.write(name, bytes));
  const held = new HeldFiles();
  held.look(file);
  const without = plainFlowText(file);
  expect(plainFlowText(file, held)).toEqual(without);
  expect(held.take(file.path)).toBeUndefined();
});

test('a file that was looked at is read once, and is given once', () => {
  const file = fileOf(folder.write('a.log.gz', PACKED));
  const held = new HeldFiles();
  expect(held.look(file)?.toString()).toBe(TEXT);
  folder.write('a.log.gz', gzipSync(LINE));
  expect(held.look(file)?.toString()).toBe(TEXT);
  expect(held.take(file.path)?.toString()).toBe(TEXT);
  expect(held.take(file.path)).toBeUndefined();
});

test('a file that is not there, or too large, is not held', () => {
  const held = new HeldFiles();
  const large = folder.write('large.log', Buffer.alloc(20_000, 'x'));
  expect(held.look(fileOf(large))).toBeUndefined();
  expect(held.look({ ...fileOf(large), bytes: 10, path: `${large}.gone` })).toBeUndefined();
  // It has grown since it was listed.
  expect(held.look({ ...fileOf(large), bytes: 10 })).toBeUndefined();
});

test('no more is held than there is room for', () => {
  const text = gzipSync(Buffer.alloc(1_000_000, 'x'));
  const held = new HeldFiles();
  const looked = Array.from({ length: 40 }, (_, at) => held.look(fileOf(folder.write(`${at}.log.gz`, text))));
  expect(looked.filter((bytes) => bytes !== undefined).length).toBeLessThan(36);
});
