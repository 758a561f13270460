import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { trafficLines } from '../../../../bench/data/traffic';
import { FilesAhead } from '../../../../local/reading/ahead/files-ahead';
import type { UnpackedAhead } from '../../../../local/reading/ahead/unpack-ahead';
import { workersFor } from '../../../../local/reading/ahead/workers-for';
import type { LogFile } from '../../../../local/reading/log-file';
import { DEFAULT_FORMAT } from '../../../../records/flow-logs/flow-log-fields';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'files-ahead-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lines = trafficLines({ format: DEFAULT_FORMAT, records: 3_000, sshShare: 0.1, seed: 3 });

function file(name: string, bytes: Uint8Array): LogFile {
  const localPath = path.join(folder, name);
  writeFileSync(localPath, bytes);
  return { name, bytes: statSync(localPath).size, localPath, open: jest.fn() };
}

test('workers unpack files; what cannot be read is left to whoever comes to it', async () => {
  const text = [DEFAULT_FORMAT.join(' '), ...lines, ''].join('\n');
  const noise = Buffer.alloc(20_000, 'no log at all, and longer than sixteen kilobytes; ');
  const files = [
    file('a.log.gz', gzipSync(text)),
    file('b.txt', noise),
    file('gone.log.gz', gzipSync(text)),
    file('d.log.gz', gzipSync(text)),
  ];
  rmSync(path.join(folder, 'gone.log.gz'));
  const ahead = new FilesAhead(files, 2);
  try {
    const told: (UnpackedAhead | undefined)[] = [];
    for (const each of files) told.push(await ahead.take(each));
    expect(told.map((unpacked) => unpacked?.bytes.length)).toEqual([
      text.length,
      noise.length,
      undefined,
      text.length,
    ]);
    expect(told.map((unpacked) => unpacked?.isPacked)).toEqual([true, false, undefined, true]);
    expect(Buffer.from(told[0]?.bytes ?? []).toString('latin1')).toBe(text);
  } finally {
    await ahead.close();
  }
});

test('a few files, many tiny ones, and Parquet, which DuckDB reads from its place, are not worth a thread', () => {
  const few = [file('a.log', Buffer.alloc(3_000_000))];
  const tiny = Array.from({ length: 40 }, (_, number) => file(`${number}.log`, Buffer.alloc(1_000)));
  const [packed, parquet] = ['log.gz', 'log.parquet'].map((ending) =>
    Array.from({ length: 40 }, (_, number) => file(`${number}.${ending}`, Buffer.alloc(200_000))),
  ) as [LogFile[], LogFile[]];
  expect(workersFor(few)).toBe(0);
  expect(workersFor(tiny)).toBe(0);
  expect(workersFor(parquet)).toBe(0);
  expect(workersFor(packed)).toBe(Math.min(3, availableParallelism() - 1));
});
