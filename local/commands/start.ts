import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandIo } from '../command-io';
import { EXIT } from '../exit-status';
import { simulate } from '../simulate/simulate';
import { type ReplayOptions, replayCommand } from './replay';

const BUNDLED_SCENARIO = 'workshop-incident';
const BUNDLED_SEED = 414;

/** Replays the folder, or the bundled incident where none is named; ends with 0 when it worked. */
export async function startCommand(
  folder: string | undefined,
  options: ReplayOptions,
  io: CommandIo,
): Promise<number> {
  if (folder !== undefined) await replayCommand(folder, options, io);
  else await replayBundled(options, io);
  return EXIT.quiet;
}

async function replayBundled(options: ReplayOptions, io: CommandIo): Promise<void> {
  const parent = await mkdtemp(path.join(tmpdir(), 'harborwatch-'));
  const remove = () => rm(parent, { recursive: true, force: true });
  try {
    const folder = path.join(parent, BUNDLED_SCENARIO);
    const { description } = await simulate(BUNDLED_SCENARIO, BUNDLED_SEED, folder);
    if (options.format === 'pretty') io.stdout.write(introduction(description));
    await replayCommand(folder, options, io);
  } finally {
    await remove();
  }
}

function introduction(description: string): string {
  return [
    `No folder was named, so this is the bundled incident, ${BUNDLED_SCENARIO}: ${description}`,
    `Its logs are made up on the spot from seed ${BUNDLED_SEED}, in the layout in which AWS delivers them.`,
    'Your own: npm start -- <folder with CloudTrail files and VPC flow logs>',
    '',
    '',
  ].join('\n');
}
