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

const PACKED_FILES: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['a.log.gz', PACKED],
  ['b.log.gz', gzipSync(LINE)],
  ['nothing.log.gz', gzipSync('')],
  ['c.log.gz', gzipSync(TEXT.repeat(3))],
];

function given(files: readonly (readonly [name: string, bytes: Buffer])[]): readonly (string | undefined)[] {
  const held = new HeldFiles();
  for (const [name, bytes] of files) held.give(name, bytes);
  return files.map(([name]) => held.take(name)?.toString());
}

test('files that are unpacked together come out as each does by itself', () => {
  const alone = [TEXT, LINE, '', TEXT.repeat(3)];
  expect(given(PACKED_FILES)).toEqual(alone);
  const many = Array.from({ length: 3000 }, (_, at) => [`${at}.log.gz`, gzipSync(`${at} ${TEXT}`)] as const);
  expect(given(many)).toEqual(many.map((_, at) => `${at} ${TEXT}`));
});

test.each([
  ['cut', PACKED.subarray(0, -4)],
  ['cut within its header', PACKED.subarray(0, 6)],
  ['of a wrong checksum', Buffer.from(PACKED).fill(0, PACKED.length - 8, PACKED.length - 4)],
  ['of a wrong length', Buffer.from(PACKED).fill(1, PACKED.length - 4)],
  ['followed by something else', Buffer.concat([PACKED, Buffer.from('x')])],
])('a file that is %s takes nothing from those beside it, and gives nothing', (_what, bytes) => {
  const [first, ...rest] = PACKED_FILES;
  const all = given([first as (typeof PACKED_FILES)[number], ['odd.log.gz', bytes], ...rest]);
  expect(all.toSpliced(1, 1)).toEqual(given(PACKED_FILES));
  const file = fileOf(folder.write('odd.log.gz', bytes));
  expect(all[1]).toBe(new HeldFiles().look(file)?.toString());
});

test('a file of two members is given as a whole, among others too', () => {
  expect(given([['two.log.gz', Buffer.concat([PACKED, PACKED])], ...PACKED_FILES]).at(0)).toBe(TEXT + TEXT);
});

test('a file without an end does not swallow the next one and stand for both', () => {
  // A stored block that is longer than the file, whose last bytes tell the length and checksum of its lines.
  const stored = gzipSync(TEXT, { level: 0 });
  const swallowing = Buffer.from(stored);
  const most = TEXT.length + 300;
  swallowing.writeUInt16LE(most, 11);
  swallowing.writeUInt16LE(~most & 0xffff, 13);
  const all = given([['first.log.gz', swallowing], ...PACKED_FILES]);
  expect(all[0]).toBeUndefined();
  expect(all.slice(1)).toEqual(given(PACKED_FILES));
});
