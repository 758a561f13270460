import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { manyAnswers } from './data/many-answers';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import { type Used, usedByReplay } from './measure/used-by-replay';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';
import { spreadOf } from './report/spread';

const FINDINGS = 100_000;
/** Pretty tells more than it shows, and may cost so much more than JSON, which shows all. */
const AIM_RATIO = 1.3;
const MEBIBYTE = 2 ** 20;
const ROUNDS = 3;
const FORMS = ['json', 'jsonl', 'csv', 'pretty'] as const;

/** What each form costs where there is very much to tell: an SSH server on each of many addresses answers the internet. */
export async function benchManyFindings(): Promise<BenchTable> {
  return await inTemporaryFolder(async (folder) => {
    const logs = path.join(folder, 'logs');
    await mkdir(logs);
    await writeFile(path.join(logs, 'flows.log'), manyAnswers(FINDINGS));
    const used = new Map<string, Used[]>(FORMS.map((form) => [form, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const form of FORMS) {
        const out = path.join(folder, 'out');
        const args = [logs, '--no-audit', '--format', form, '--out', out];
        used.get(form)?.push(await usedByReplay(args, path.join(folder, 'used')));
      }
    }
    const secondsOf = (form: string) => spreadOf((used.get(form) ?? []).map(({ seconds }) => seconds)).median;
    const base = secondsOf('json');
    return {
      title: `${countCell(FINDINGS)} findings in each form`,
      explanation: `Flow records of ${countCell(FINDINGS)} connections, each a finding, replayed in a process of its own into a file; medians of ${ROUNDS}. The ratio is of CPU time to that of JSON in the same run.`,
      heads: ['form', 'CPU seconds', 'ratio', 'aim', '', 'peak MiB'],
      rows: FORMS.map((form) => {
        const ratio = secondsOf(form) / base;
        const peak = Math.max(...(used.get(form) ?? []).map((each) => each.peak));
        const aim = form === 'pretty' ? [AIM_RATIO.toFixed(2), verdict(ratio, AIM_RATIO)] : ['-', ''];
        return [
          form,
          secondsOf(form).toFixed(1),
          ratio.toFixed(2),
          ...aim,
          countCell(Math.round(peak / MEBIBYTE)),
        ];
      }),
    };
  });
}
