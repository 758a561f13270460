import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { findScenario, SCENARIOS } from '../../simulate/scenarios/registry';
import { type FlowLogFileFormat, simulate } from '../../simulate/simulate';
import { writeIntoPlace } from '../files/write-into-place';
import type { CommandIo } from '../terminal/command-io';
import { commandText } from '../terminal/command-text';
import { counted } from '../terminal/counted';
import { UsageError } from '../terminal/usage-error';
import { EXIT } from './output/exit-status';

export interface SimulateOptions {
  readonly list?: boolean;
  readonly seed: string;
  readonly out?: string;
  readonly format?: FlowLogFileFormat;
  readonly digests?: boolean;
}

/** Writes a scenario's logs, or lists the scenarios. */
export async function simulateCommand(
  scenario: string | undefined,
  options: SimulateOptions,
  io: CommandIo,
): Promise<number> {
  if (options.list) {
    const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
    io.stdout.write(
      SCENARIOS.map(({ name, description }) => `${name.padEnd(width)}  ${description}\n`).join(''),
    );
    return EXIT.quiet;
  }
  if (scenario === undefined) {
    throw new UsageError('no scenario is named; `npx harborwatch simulate --list` names them');
  }
  findScenario(scenario);
  const seed = Number(options.seed);
  if (!/^\d+$/.test(options.seed) || !Number.isSafeInteger(seed)) {
    throw new UsageError(`--seed is ${JSON.stringify(options.seed)}; allowed is a whole number such as 7`);
  }
  const { out, format, digests = false } = options;
  if (out === undefined) throw new UsageError('--out is missing; name the folder to write, empty or new');
  await refuseHeldFolder(out);

  const summary = await writeIntoPlace(out, (partial) =>
    simulate(scenario, seed, partial, { digests, ...(format !== undefined && { format }) }),
  );
  const { description, files, apiRecords, flowRecords, containerLines, window } = summary;
  io.stdout.write(
    [
      `${scenario}, seed ${seed}: ${description}`,
      `${counted(files, 'file')} in ${out}: ${counted(apiRecords, 'CloudTrail record')}, ${counted(flowRecords, 'flow log record')}, ${counted(containerLines, 'container log line')}, ${window.from} to ${window.until}`,
      `next: ${commandText('replay', out, '--settings', path.join(out, 'harborwatch.json'))}`,
      '',
    ].join('\n'),
  );
  return EXIT.quiet;
}

async function refuseHeldFolder(folder: string): Promise<void> {
  const held = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UsageError(`--out ${folder} cannot be used (${error.code}); name a folder, empty or new`);
  });
  if (held.length > 0) {
    throw new UsageError(`--out ${folder} is not empty, it holds ${held[0]}; name an empty or a new folder`);
  }
}
