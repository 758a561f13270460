import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { readBucketUrl } from '../../../../local/reading/places/bucket';
import { openPlace } from '../../../../local/reading/places/open-place';

test('a folder is where it is', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-place-'));
  writeFileSync(path.join(folder, 'a.json'), '{}');
  const place = await openPlace(folder);
  const names: string[] = [];
  for await (const { name } of await place.files()) names.push(name);
  expect(names).toEqual(['a.json']);
  expect(await place.local()).toEqual({ path: folder, missing: [] });
  await place.close();
  expect(existsSync(folder)).toBe(true);
  rmSync(folder, { recursive: true });
});

test('standard input is one file, which can be read twice and is gone afterwards', async () => {
  const place = await openPlace('-', { standardInput: Readable.from([Buffer.from('ab'), Buffer.from('c')]) });
  for (let pass = 0; pass < 2; pass += 1) {
    for await (const file of await place.files()) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of file.open()) chunks.push(chunk);
      expect([file.name, file.bytes, Buffer.concat(chunks).toString()]).toEqual(['standard input', 3, 'abc']);
    }
  }
  const { path: kept } = await place.local();
  expect(existsSync(kept)).toBe(true);
  await place.close();
  expect(existsSync(kept)).toBe(false);
});

test('a terminal is no logs', async () => {
  const standardInput = Object.assign(Readable.from([]), { isTTY: true });
  await expect(openPlace('-', { standardInput })).rejects.toThrow('pipe something into it');
});

test.each([
  ['s3://bucket', { bucket: 'bucket', prefix: '' }],
  ['s3://bucket/', { bucket: 'bucket', prefix: '' }],
  ['s3://my.bucket-1/AWSLogs/o-1/', { bucket: 'my.bucket-1', prefix: 'AWSLogs/o-1/' }],
  ['logs', undefined],
  ['./s3:/bucket', undefined],
])('%s', (url, expected) => {
  expect(readBucketUrl(url)).toEqual(expected);
});

test.each(['s3:/bucket', 's3://', 's3://Bucket/x'])('%s is refused', (url) => {
  expect(() => readBucketUrl(url)).toThrow('names no bucket; allowed is s3://bucket or s3://bucket/prefix');
});
