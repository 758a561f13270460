import path from 'node:path';
import { generateBulk } from '../simulate/bulk';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import { usedByReplay } from './measure/used-by-replay';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';

const RECORDS = 16_000_000;
const SSH_SHARE = 0.05;
const DAYS = 2;
const MEBIBYTE = 2 ** 20;
const AIM_MEBIBYTES = 256;

/** The memory of a replay of sixteen million flow records, once: they take half a gigabyte of disk and some minutes. */
export async function benchManyFlows(): Promise<BenchTable> {
  return await inTemporaryFolder(async (folder) => {
    const logs = path.join(folder, 'logs');
    const plan = { flowRecords: RECORDS, apiRecords: 0, sshShare: SSH_SHARE, seed: 7, days: DAYS };
    await generateBulk(plan, logs);
    const rows: string[][] = [];
    for (const threads of ['as many as are of use', 'none']) {
      const { peak, seconds } = await usedByReplay(
        [logs, '--no-audit'],
        path.join(folder, 'used'),
        undefined,
        threads === 'none' ? { HARBORWATCH_WORKERS: '0' } : {},
      );
      rows.push([
        countCell(RECORDS),
        threads,
        (peak / MEBIBYTE).toFixed(0),
        String(AIM_MEBIBYTES),
        verdict(peak / MEBIBYTE, AIM_MEBIBYTES),
        seconds.toFixed(1),
      ]);
    }
    return {
      title: 'Sixteen million flow records',
      explanation: `\`harborwatch replay\` in a process of its own, once each, over gzip text of ${DAYS} days in ${DAYS * 288} files, ${SSH_SHARE * 100} % of it SSH. Peak memory is the most that was resident; a thread that unpacks files has a heap and buffers of its own.`,
      heads: ['flow records', 'threads that unpack', 'peak MiB', 'aim', '', 'CPU s'],
      rows,
    };
  });
}
