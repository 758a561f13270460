import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
/** Exit states of a replay that went well: nothing above low, findings. */
const DONE: ReadonlySet<number> = new Set([0, 10]);

/** What a replay in a process of its own took. */
export interface Used {
  /** Bytes, the most that were resident. */
  readonly peak: number;
  /** CPU time of the process, seconds. */
  readonly seconds: number;
}

/**
 * Runs `harborwatch replay`.
 *
 * @param file that the process may write its figures to
 * @param done exit states of a replay that did its work
 * @param variables of its environment, beside our own
 * @throws FailedReplayError when it did not do its work
 */
export async function usedByReplay(
  args: readonly string[],
  file: string,
  done: ReadonlySet<number> = DONE,
  variables: Readonly<Record<string, string>> = {},
): Promise<Used> {
  const hook = path.join(__dirname, 'write-peak.cjs');
  const command = ['--require', hook, path.join(ROOT, 'bin/harborwatch.cjs'), 'replay', ...args];
  const status = await new Promise<number | string>((resolve) => {
    const env = { ...process.env, ...variables, HARBORWATCH_BENCH_PEAK: file };
    execFile(process.execPath, command, { env, maxBuffer: 2 ** 28 }, (error) => resolve(error?.code ?? 0));
  });
  if (typeof status !== 'number' || !done.has(status)) throw new FailedReplayError(status);
  const [peak = Number.NaN, seconds = Number.NaN] = (await readFile(file, 'utf8')).split(' ').map(Number);
  return { peak, seconds };
}

/** The replay that was to be measured did not do its work. */
class FailedReplayError extends Error {
  override readonly name = 'FailedReplayError';

  constructor(status: number | string) {
    super(
      `harborwatch replay ended with ${status} over generated logs, which says that it did not do its work`,
    );
  }
}
