import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../bin/launcher/cache-folder.cjs';
import { readSummed, writeSummed } from '../files/summed-file';
import { BUNDLE, PROGRAM } from '../query/index/program';
import { failing } from '../reading/failing';
import { SETTINGS_FILE } from '../settings/find-settings';
import type { CommandIo } from '../terminal/command-io';
import { EXIT } from './output/exit-status';
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
  const cache = isCached ? cacheFolder() : undefined;
  if (folder === undefined) await replayBundled(given, cache, io);
  else await replayWithPage(folder, given, cache, io);
  return EXIT.quiet;
}

/**
 * Where what is made lies: the cache folder, or a temporary one of this run, which stays. Not a name that others know: in
 * a folder for temporary files somebody else could have made it first.
 */
async function placeFor(cache: string | undefined): Promise<string> {
  return cache ?? (await mkdtemp(path.join(tmpdir(), 'harborwatch-')));
}

/** For people, a page is made too, where none was asked for; it lies beside no logs, which may be somebody's evidence. */
async function replayWithPage(
  folder: string,
  options: ReplayOptions,
  place: string | undefined,
  io: CommandIo,
): Promise<void> {
  if (options.format !== 'pretty' || options.report !== undefined) {
    await replayCommand(folder, options, io);
    return;
  }
  const name = path.basename(folder).replace(/[^\p{L}\p{N}_.-]+/gu, '-') || 'logs';
  const report = path.join(await placeFor(place), 'reports', `${name}.html`);
  await mkdir(path.dirname(report), { recursive: true, mode: 0o700 });
  await replayCommand(folder, { ...options, report }, io);
  io.stdout.write(`\nThe same as a page to look at and to hand on: ${report}\n`);
}

/** The incident is kept, so that the commands that are printed with it work. */
async function replayBundled(
  options: ReplayOptions,
  cache: string | undefined,
  io: CommandIo,
): Promise<void> {
  const place = await placeFor(cache);
  const known = cache === undefined ? undefined : await knownIncident(path.join(place, BUNDLED_SCENARIO));
  const { description, folder } = known ?? (await makeIncident(place));
  if (options.format === 'pretty') io.stdout.write(introduction(description, folder, options));
  // Written by ourselves a moment ago: its settings are no stranger's.
  const settings = options.settings ?? path.join(folder, SETTINGS_FILE);
  await replayWithPage(folder, { ...options, settings }, place, io);
}

interface Incident {
  readonly description: string;
  readonly folder: string;
}

/** Makes it, loading for that what makes it. */
async function makeIncident(place: string): Promise<Incident> {
  const { simulate } = require('../../simulate/simulate') as typeof import('../../simulate/simulate');
  const made = await mkdtemp(path.join(place, `${BUNDLED_SCENARIO}-`));
  const { description } = await simulate(BUNDLED_SCENARIO, BUNDLED_SEED, made);
  const folder = await kept(made, path.join(place, BUNDLED_SCENARIO));
  if (BUNDLE !== '') await failing(async () => writeSummed(markOf(folder), mark(description)));
  return { description, folder };
}

/** The incident that an earlier run of the same bundle made, if it is still there. */
async function knownIncident(folder: string): Promise<Incident | undefined> {
  const text = BUNDLE === '' ? undefined : readSummed(markOf(folder));
  if (text === undefined || (await labelsOf(folder)) === undefined) return undefined;
  const { description } = JSON.parse(text) as { readonly description: string };
  return text === mark(description) ? { description, folder } : undefined;
}

/** Beside the folder, of which every file is a log. */
const markOf = (folder: string) => `${folder}.json`;
const mark = (description: string) => JSON.stringify({ program: PROGRAM, seed: BUNDLED_SEED, description });

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

/**
 * The incident is the same for everybody, as the pages show it: it is judged by the settings of its own fleet, and the
 * user's own settings and detections rule it only where they are named.
 */
function introduction(description: string, folder: string, { settings, detections }: ReplayOptions): string {
  const isLeftAside = existsSync(SETTINGS_FILE) && settings === undefined && detections === undefined;
  return [
    `No folder was named, so this is the bundled incident, ${BUNDLED_SCENARIO}: ${description}.`,
    `Its logs are made up from seed ${BUNDLED_SEED}, in the layout in which AWS delivers them, and kept in`,
    folder,
    ...(isLeftAside
      ? [
          `Your ${SETTINGS_FILE}, and detections/ beside it, do not rule it: --settings and --detections name them.`,
        ]
      : []),
    'Your own: npm start -- <folder with CloudTrail files and VPC flow logs>',
    '',
    '',
  ].join('\n');
}
