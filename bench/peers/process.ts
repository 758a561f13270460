import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Sample } from '../measure/alternate';

/** What a whole process took: milliseconds, and MiB at most. */
export interface ProcessSample extends Sample {
  readonly mebibytes: number;
}

/** Exit states of a replay that went well: nothing above low, findings. */
const DONE = new Set([0, 10]);

/** A command that was to be measured did not do its work. */
export class FailedCommandError extends Error {
  override readonly name = 'FailedCommandError';

  constructor(command: readonly string[], status: number) {
    super(`${command.join(' ')} ended with ${status}; run it by hand to see why`);
  }
}

/** Runs a command once, with its output thrown away. */
export function measureProcess(python: string, command: readonly string[]): ProcessSample {
  const script = path.join(__dirname, 'measure.py');
  const told = JSON.parse(execFileSync(python, [script, ...command], { encoding: 'utf8' })) as {
    readonly [name: string]: number;
  };
  const { cpu = Number.NaN, wall = Number.NaN, mebibytes = Number.NaN, status = -1 } = told;
  if (!DONE.has(status)) throw new FailedCommandError(command, status);
  return { cpu: cpu * 1e3, wall: wall * 1e3, mebibytes };
}

/** What the rounds of one command gave, or why there are none. */
export type Measured = readonly ProcessSample[] | Error;

/**
 * Runs commands in turn, so that whatever else the machine does meets all of them. One that fails is left out from then
 * on, and the others go on.
 */
export function measureInTurn(
  python: string,
  commands: readonly (readonly string[])[],
  rounds: number,
): readonly Measured[] {
  const samples = commands.map((): ProcessSample[] => []);
  const failed = new Map<number, Error>();
  const order = commands.map((_, at) => at);
  // The first round compiles, and brings the files into memory.
  for (let round = 0; round <= rounds; round++) {
    for (const at of round % 2 === 0 ? order : order.toReversed()) {
      if (failed.has(at)) continue;
      try {
        const sample = measureProcess(python, commands[at] ?? []);
        if (round > 0) samples[at]?.push(sample);
      } catch (error) {
        failed.set(at, error instanceof Error ? error : new Error(String(error)));
      }
    }
  }
  return samples.map((own, at) => failed.get(at) ?? own);
}
