import { createWriteStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import { usedByReplay } from './measure/used-by-replay';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';

const MEBIBYTE = 2 ** 20;
const AIM_MEBIBYTES = 512;
const GOOD =
  '{"Records":[{"eventVersion":"1.11","eventTime":"2026-11-02T08:15:00Z","eventName":"ListTasks"}]}';

/** What a file may hold that was made to fill the memory of who reads it: a beginning, what is repeated, how often. */
const FILES: Readonly<Record<string, readonly [begin: string, repeated: string, times: number]>> = {
  'one line without an end': ['', 'x'.repeat(MEBIBYTE), 1_024],
  'one text of JSON without an end': ['{"Records":[{"eventName":"', 'x'.repeat(MEBIBYTE), 1_024],
  'records in records': ['{"Records":[', '{"a":['.repeat(1_000), 20_000],
  'records that are empty': ['{"Records":[{}', ',{}'.repeat(1_000), 20_000],
  'lines that are empty': ['', '\n'.repeat(MEBIBYTE), 1_024],
  'lines of a CSV whose quote stays open': ['@timestamp,@message\n1,"', 'x'.repeat(1_000), 500_000],
};

/** What a replay holds of files that were made to fill its memory, each beside a good one. */
export async function benchHostile(): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const [what, [begin, repeated, times]] of Object.entries(FILES)) {
    rows.push(
      await inTemporaryFolder(async (folder) => {
        const logs = path.join(folder, 'logs');
        await mkdir(logs);
        await writeFile(path.join(logs, 'good.json'), GOOD);
        const file = path.join(logs, 'hostile.json.gz');
        await pipeline(Readable.from(pieces(begin, repeated, times)), createGzip(), createWriteStream(file));
        const { peak, seconds } = await usedByReplay(
          [logs, '--no-audit'],
          path.join(folder, 'used'),
          HOSTILE,
        );
        return [
          what,
          countCell(Math.round((begin.length + repeated.length * times) / MEBIBYTE)),
          ((await stat(file)).size / MEBIBYTE).toFixed(1),
          countCell(Math.round(peak / MEBIBYTE)),
          String(AIM_MEBIBYTES),
          verdict(peak / MEBIBYTE, AIM_MEBIBYTES),
          seconds.toFixed(1),
        ];
      }),
    );
  }
  return {
    title: 'Files that were made to fill the memory',
    explanation:
      'A replay of one such file, as gzip, beside a good one, in a process of its own. Peak memory is the most that was resident.',
    heads: ['file', 'MiB', 'MiB packed', 'peak MiB', 'aim', '', 'CPU s'],
    rows,
  };
}

/** Exit states that are right for such a folder: what cannot be read is told. */
const HOSTILE: ReadonlySet<number> = new Set([0, 3, 10]);

function* pieces(begin: string, repeated: string, times: number): Generator<string> {
  yield begin;
  for (let at = 0; at < times; at += 1) yield repeated;
}
