import path from 'node:path';
import { withTemporaryFolder } from '../../local/files/with-temporary-folder';
import { replay } from '../../local/replay/replay';
import type { ReplayResult } from '../../local/replay/replay-result';
import { mergeSettings } from '../../local/settings/replay-settings';
import { SCENARIOS } from '../../simulate/scenarios/registry';
import { simulate } from '../../simulate/simulate';
import type { QuietFacts } from './facts';
import { copyInto } from './judge-files';

/** Two months, neither with the seed of any test. */
const MONTHS = [3, 4];
const SEED = 3;
const DAY = 86_400;

/** How often each detection speaks where nothing happens: on simulated months and twins, and on recorded accounts. */
export async function collectPrecision(
  recorded: readonly { readonly name: string; readonly files: readonly string[] }[],
): Promise<readonly QuietFacts[]> {
  const facts: QuietFacts[] = [];
  for (const seed of MONTHS)
    facts.push(await played(`quiet-month, seed ${seed}`, 'month', 'quiet-month', seed));
  const twins = SCENARIOS.map(({ name }) => name).filter((name) => name.endsWith('-twin'));
  for (const twin of twins) facts.push(await played(twin, 'twin', twin, SEED));
  for (const { name, files } of recorded) {
    facts.push(
      await withTemporaryFolder(async (folder) => {
        await copyInto(folder, files);
        return quietFacts(name, 'recorded', (await replay({ folder, settings: mergeSettings() })).result);
      }),
    );
  }
  return facts;
}

function played(name: string, kind: QuietFacts['kind'], scenario: string, seed: number): Promise<QuietFacts> {
  return withTemporaryFolder(async (folder) => {
    await simulate(scenario, seed, path.join(folder, 'logs'), { format: 'text' });
    // No setting at all: what somebody hears who has not named a deploy role yet.
    const { result } = await replay({ folder: path.join(folder, 'logs'), settings: mergeSettings() });
    return quietFacts(name, kind, result);
  });
}

/** How often each detection spoke: alarms that went red, and findings. */
export function quietFacts(name: string, kind: QuietFacts['kind'], result: ReplayResult): QuietFacts {
  const { span, alarms, findings } = result;
  const spoke: Record<string, number> = {};
  const ids = [...alarms.filter(({ state }) => state === 'ALARM'), ...findings];
  for (const { detection, severity } of ids) {
    const said = `${detection} ${severity}`;
    spoke[said] = (spoke[said] ?? 0) + 1;
  }
  return { name, kind, days: span === undefined ? 0 : (span.to - span.from) / DAY, spoke };
}
