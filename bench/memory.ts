import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateBulk } from '../simulate/bulk';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import { usedByReplay } from './measure/used-by-replay';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';

const MEGABYTE = 1e6;
const MEBIBYTE = 2 ** 20;
const AIM_MEBIBYTES = 512;
/** Of the bytes, CloudTrail records; of the flow records, SSH. Five percent fills the analysis of the larger sets. */
const API_SHARE = 0.2;
const SSH_SHARE = 0.05;
/** What one record of the generator takes, about. */
const API_BYTES = 1_250;
const FLOW_BYTES = 205;
/** Generated logs are gzip at its quickest level: less than this share of their size. */
const ON_DISK = 0.35;

/** The replay's memory, and how fast it is, over generated logs of growing size. */
export async function benchMemory(megabytes: readonly number[]): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const size of megabytes) rows.push(await measure(size));
  return {
    title: '`harborwatch replay` over generated logs',
    explanation:
      'A process of its own, from its TypeScript sources as users run it. Sizes are uncompressed; the files are gzip. Peak memory is the most that was resident.',
    heads: ['logs', 'records', 'peak MiB', 'aim', '', 'seconds', 'MB/s'],
    rows,
  };
}

async function measure(megabytes: number): Promise<string[]> {
  await checkDisk(megabytes);
  return await inTemporaryFolder(async (folder) => {
    const logs = path.join(folder, 'logs');
    const { bytes, apiRecords, flowRecords } = await generateBulk(
      {
        apiRecords: Math.round((megabytes * MEGABYTE * API_SHARE) / API_BYTES),
        flowRecords: Math.round((megabytes * MEGABYTE * (1 - API_SHARE)) / FLOW_BYTES),
        sshShare: SSH_SHARE,
        seed: 1,
        days: 2,
      },
      logs,
    );
    const began = process.hrtime.bigint();
    const { peak } = await usedByReplay([logs], path.join(folder, 'used'));
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    return [
      `${countCell(Math.round(bytes / MEGABYTE))} MB`,
      countCell(apiRecords + flowRecords),
      countCell(Math.round(peak / MEBIBYTE)),
      String(AIM_MEBIBYTES),
      verdict(peak / MEBIBYTE, AIM_MEBIBYTES),
      seconds.toFixed(1),
      (bytes / MEGABYTE / seconds).toFixed(0),
    ];
  });
}

async function checkDisk(megabytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const [free, needed] = [(bavail * bsize) / MEGABYTE, megabytes * ON_DISK];
  if (free < needed * 2) {
    throw new NoRoomError(
      `${megabytes} MB of logs take about ${Math.round(needed)} MB in ${tmpdir()}, which has ${Math.round(free)} MB left; set TMPDIR to a larger disk`,
    );
  }
}

/** The temporary folder's disk is too full for the logs to measure with. */
class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}
