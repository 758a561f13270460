import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../bin/launcher/cache-folder.cjs';
import { simulate } from '../../simulate/simulate';
import { failing } from '../reading/failing';
import { SETTINGS_FILE } from '../settings/find-settings';
import type { CommandIo } from '../terminal/command-io';
import { EXIT } from './exit-status';
import { type ReplayOptions, replayCommand } from './replay';

const BUNDLED_SCENARIO = 'workshop-incident';
const BUNDLED_SEED = 414;

/**
 * Replays the folder, or the bundled incident where none is named; ends with 0 when it worked.
 *
 * @param isCached keeps the incident in the cache folder; else in a temporary one
 */
export async function startCommand(
  folder: string | undefined,
  options: ReplayOptions,
  io: CommandIo,
  isCached = true,
): Promise<number> {
  const given = { ...options, cache: isCached };
  const parent = (isCached ? cacheFolder() : undefined) ?? tmpdir();
  if (folder === undefined) await replayBundled(given, isCached, parent, io);
  else await replayWithPage(folder, given, parent, io);
  return EXIT.quiet;
}

/** For people, a page is made too, where none was asked for; it lies beside no logs, which may be somebody's evidence. */
async function replayWithPage(
  folder: string,
  options: ReplayOptions,
  parent: string,
  io: CommandIo,
): Promise<void> {
  if (options.format !== 'pretty' || options.report !== undefined) {
    await replayCommand(folder, options, io);
    return;
  }
  const name = path.basename(folder).replace(/[^\w.-]+/g, '-') || 'logs';
  const report = path.join(parent, 'reports', `${name}.html`);
  await mkdir(path.dirname(report), { recursive: true, mode: 0o700 });
  await replayCommand(folder, { ...options, report }, io);
  io.stdout.write(`\nThe same as a page to look at and to hand on: ${report}\n`);
}

/** The incident is kept, so that the commands that are printed with it work. */
async function replayBundled(
  options: ReplayOptions,
  isCached: boolean,
  parent: string,
  io: CommandIo,
): Promise<void> {
  const made = await mkdtemp(path.join(parent, `${BUNDLED_SCENARIO}-`));
  const { description } = await simulate(BUNDLED_SCENARIO, BUNDLED_SEED, made);
  const folder = isCached ? await kept(made, path.join(parent, BUNDLED_SCENARIO)) : made;
  if (options.format === 'pretty') io.stdout.write(introduction(description, folder));
  // Written by ourselves a moment ago: its settings are no stranger's.
  const settings = options.settings ?? path.join(folder, SETTINGS_FILE);
  await replayWithPage(folder, { ...options, settings }, parent, io);
}

/** One folder for all runs; one that holds the same stays, since somebody may be reading it. */
async function kept(made: string, folder: string): Promise<string> {
  if ((await labelsOf(folder)) === (await labelsOf(made))) {
    await rm(made, { recursive: true });
    return folder;
  }
  await rm(folder, { recursive: true, force: true });
  await rename(made, folder);
  return folder;
}

async function labelsOf(folder: string): Promise<string | undefined> {
  const text = await failing(() => readFile(path.join(folder, 'labels.json'), 'utf8'));
  return typeof text === 'string' ? text : undefined;
}

function introduction(description: string, folder: string): string {
  return [
    `No folder was named, so this is the bundled incident, ${BUNDLED_SCENARIO}: ${description}.`,
    `Its logs are made up from seed ${BUNDLED_SEED}, in the layout in which AWS delivers them, and kept in`,
    folder,
    'Your own: npm start -- <folder with CloudTrail files and VPC flow logs>',
    '',
    '',
  ].join('\n');
}
