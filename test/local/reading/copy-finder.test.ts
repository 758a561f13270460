import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { CopyFinder } from '../../../local/reading/copy-finder';
import type { LogFile } from '../../../local/reading/log-file';
import { fileChunks } from '../../../local/reading/read-bytes';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'copies-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(texts: readonly string[]): readonly LogFile[] {
  return texts.map((text, at) => {
    const localPath = path.join(folder, `${at}`);
    writeFileSync(localPath, text);
    return { name: `${at}`, bytes: text.length, localPath, open: () => fileChunks(localPath) };
  });
}

/** Two words that CRC-32 cannot tell apart. */
const ALIKE = ['plumless', 'buckeroo'] as const;

test.each([
  ['read by the finder', () => undefined],
  ['whose checksum the reader knows', (text: string) => crc32(text)],
])('of files %s the same bytes are a copy, and other bytes of one checksum are none', (_, crcOf) => {
  expect(crc32(ALIKE[0])).toBe(crc32(ALIKE[1]));
  const texts = [ALIKE[0], ALIKE[1], 'anything', ALIKE[1], ALIKE[0], 'longer than the others'];
  const files = written(texts);
  const finder = new CopyFinder(files);
  const isCopy = () => files.map((file, at) => finder.isCopy(file, crcOf(texts[at] ?? '')));
  expect(isCopy()).toEqual([false, false, false, true, true, false]);
  // A file that waits until the others are read is looked at twice.
  expect(isCopy()).toEqual([false, false, false, true, true, false]);
});

test('a file that is gone is no copy', () => {
  const [first, second] = written(['12345678', '12345678']) as [LogFile, LogFile];
  const finder = new CopyFinder([first, second]);
  expect(finder.isCopy(first)).toBe(false);
  rmSync(second.localPath ?? '');
  expect(finder.isCopy(second)).toBe(false);
});
