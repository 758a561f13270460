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

/** Runs both commands in turn, so that whatever else the machine does meets both. */
export function measurePairs(
  python: string,
  commands: readonly (readonly string[])[],
  pairs: number,
): readonly (readonly ProcessSample[])[] {
  const samples = commands.map((): ProcessSample[] => []);
  // The first run compiles, and brings the files into memory.
  for (const command of commands) measureProcess(python, command);
  for (let pair = 0; pair < pairs; pair++) {
    const order = commands.map((_, side) => side);
    for (const side of pair % 2 === 0 ? order : order.reverse()) {
      samples[side]?.push(measureProcess(python, commands[side] ?? []));
    }
  }
  return samples;
}
