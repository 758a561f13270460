import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SubscriptionEvent } from '../data/subscription-event';
import type { Rounds, Sample } from '../measure/alternate';
import { inTemporaryFolder } from '../measure/in-temporary-folder';

const run = promisify(execFile);
const SCRIPT = path.join(__dirname, '../measure/invoke-bundle.cjs');

export type Side = 'parse' | 'bundle';

/** What the rounds took, and the most bytes that were resident. */
export interface Invoked {
  readonly samples: Readonly<Partial<Record<Side, readonly Sample[]>>>;
  readonly peakBytes: number;
}

/** Invokes a deployed bundle with events in turn, or only parses them, or both, in a process of its own. */
export async function invokeBundle(
  file: string,
  env: Readonly<Record<string, string>>,
  events: readonly SubscriptionEvent[],
  sides: readonly Side[],
  rounds: Rounds,
): Promise<Invoked> {
  return await inTemporaryFolder(async (folder) => {
    const inputFile = path.join(folder, 'input.json');
    const outputFile = path.join(folder, 'output.json');
    await writeFile(inputFile, JSON.stringify({ events, sides, ...rounds }));
    await run(process.execPath, ['--single-threaded-gc', SCRIPT, file, inputFile, outputFile], {
      env,
      maxBuffer: 2 ** 28,
    });
    return JSON.parse(await readFile(outputFile, 'utf8')) as Invoked;
  });
}
