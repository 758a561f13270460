import path from 'node:path';
import { simulate } from '../../simulate/simulate';
import { withTemporaryFolder } from '../files/with-temporary-folder';
import { SETTINGS_FILE } from '../settings/find-settings';
import type { CommandIo } from '../terminal/command-io';
import { EXIT } from './exit-status';
import { type ReplayOptions, replayCommand } from './replay';

const BUNDLED_SCENARIO = 'workshop-incident';
const BUNDLED_SEED = 414;

/** Replays the folder, or the bundled incident where none is named; ends with 0 when it worked. */
export async function startCommand(
  folder: string | undefined,
  options: ReplayOptions,
  io: CommandIo,
): Promise<number> {
  if (folder === undefined) await replayBundled(options, io);
  else await replayCommand(folder, options, io);
  return EXIT.quiet;
}

function replayBundled(options: ReplayOptions, io: CommandIo): Promise<number> {
  return withTemporaryFolder(async (parent) => {
    const folder = path.join(parent, BUNDLED_SCENARIO);
    const { description } = await simulate(BUNDLED_SCENARIO, BUNDLED_SEED, folder);
    if (options.format === 'pretty') io.stdout.write(introduction(description));
    // Written by ourselves a moment ago: its settings are no stranger's.
    const settings = options.settings ?? path.join(folder, SETTINGS_FILE);
    return replayCommand(folder, { ...options, settings }, io, BUNDLED_SCENARIO);
  });
}

function introduction(description: string): string {
  return [
    `No folder was named, so this is the bundled incident, ${BUNDLED_SCENARIO}: ${description}.`,
    `Its logs are made up on the spot from seed ${BUNDLED_SEED}, in the layout in which AWS delivers them`,
    `(npm run harborwatch -- simulate ${BUNDLED_SCENARIO} --seed ${BUNDLED_SEED} --out <folder> keeps them).`,
    'Your own: npm start -- <folder with CloudTrail files and VPC flow logs>',
    '',
    '',
  ].join('\n');
}
