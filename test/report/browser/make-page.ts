import { readFileSync } from 'node:fs';
import path from 'node:path';
import { replayCommand } from '../../../local/commands/replay';
import type { Labels } from '../../../simulate/labels';
import { simulate } from '../../../simulate/simulate';

const quiet = { write: () => true } as unknown as NodeJS.WriteStream;

/** Replays a folder into a page. */
export async function pageOf(folder: string, file: string, settings?: string): Promise<void> {
  const options = { format: 'json', audit: false, report: file } as const;
  await replayCommand(
    folder,
    settings === undefined ? options : { ...options, settings },
    { stdout: quiet, stderr: quiet, env: {} },
    path.basename(folder),
  );
}

/** Plays a scenario and makes its page. */
export async function scenarioPage(
  parent: string,
  scenario: string,
): Promise<{ file: string; labels: Labels }> {
  const folder = path.join(parent, scenario);
  await simulate(scenario, 5, folder);
  const labels = JSON.parse(readFileSync(path.join(folder, 'labels.json'), 'utf8')) as Labels;
  const file = path.join(parent, `${scenario}.html`);
  await pageOf(folder, file, path.join(folder, 'harborwatch.json'));
  return { file, labels };
}
