import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { manyAnswers } from './data/many-answers';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import { usedByReplay } from './measure/used-by-replay';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';
import { spreadOf } from './report/spread';

/** As many as a page holds. */
const FINDINGS = 100_000;
const MEGABYTE = 1e6;
const AIM_MEGABYTES = 20;
/** Of the CPU time of the same replay without a page. */
const AIM_RATIO = 0.5;
const ROUNDS = 3;

/** What the page of `--report` costs and weighs where it holds as much as it may. */
export async function benchReportPage(): Promise<BenchTable> {
  return await inTemporaryFolder(async (folder) => {
    const logs = path.join(folder, 'logs');
    await mkdir(logs);
    await writeFile(path.join(logs, 'flows.log'), manyAnswers(FINDINGS));
    const page = path.join(folder, 'incident.html');
    const args = [logs, '--no-audit', '--format', 'json', '--out', path.join(folder, 'out')];
    const ratios: number[] = [];
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const without = await usedByReplay(args, path.join(folder, 'used'));
      const withPage = await usedByReplay([...args, '--report', page], path.join(folder, 'used'));
      seconds.push(withPage.seconds - without.seconds);
      ratios.push((withPage.seconds - without.seconds) / without.seconds);
    }
    const megabytes = (await stat(page)).size / MEGABYTE;
    const ratio = spreadOf(ratios).median;
    return {
      title: `The page of \`--report\` with ${countCell(FINDINGS)} findings`,
      explanation: `Flow records of ${countCell(FINDINGS)} connections, each a finding, replayed with and without a page in turn, in a process of its own; medians of ${ROUNDS}. The ratio is of the CPU time that the page adds to that of the replay without one.`,
      heads: ['what', 'figure', 'aim', ''],
      rows: [
        [
          'size of the page, MB',
          megabytes.toFixed(1),
          String(AIM_MEGABYTES),
          verdict(megabytes, AIM_MEGABYTES),
        ],
        ['CPU time that it adds, ratio', ratio.toFixed(2), AIM_RATIO.toFixed(2), verdict(ratio, AIM_RATIO)],
        ['CPU seconds that it adds', spreadOf(seconds).median.toFixed(1), '-', ''],
      ],
    };
  });
}
