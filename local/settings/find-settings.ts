import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { DETECTIONS_FOLDER } from '../../deployment/custom-names';
import { formerIdsIn } from '../../deployment/silences';
import { UsageError } from '../terminal/usage-error';
import { checkSettings, type GivenSettings } from './replay-settings';

/** The settings file of whoever stands in its folder; one may lie among logs, too. */
export const SETTINGS_FILE = 'harborwatch.json';

/** What settings files say, and what people must know of them. */
export interface FoundSettings {
  readonly given: GivenSettings;
  /** Which file rules what: `harborwatch.json: deployRoles, homeRegions`. */
  readonly ruling: readonly string[];
  /** What a file among the logs asked for and did not get. */
  readonly notes: readonly string[];
}

const MOST_ASKED_CHARACTERS = 400;
/** A fleet has a few. With all ports for SSH, what is held of them would push out what matters. */
const MOST_STRANGE_PORTS = 20;

/**
 * Finds the settings of a replay. The file that `--settings` names rules alone, else the one in the working folder. One
 * among the logs is not the user's: logs come from others, who may want something hidden. It may only have more looked
 * at (further SSH ports); whatever else it asks for is told, and not done.
 *
 * The same holds for a folder of detections: the one that `detections` names, else the one beside the user's settings
 * file; one among the logs may only add.
 *
 * @param place what is read: a folder, a file, or what is no path at all
 * @throws UsageError when the user's own file cannot be read, or has a wrong value
 */
export async function findSettings(
  place: string,
  named?: string,
  workingFolder: string = process.cwd(),
  detections?: string,
): Promise<FoundSettings> {
  const found = await findFiles(place, named, workingFolder);
  const { file, ...settings } = found;
  if (!mayHaveDetections(place, detections, file)) return settings;
  const { findDetections } = require('./find-detections') as typeof import('./find-detections');
  const { custom, ruling, notes } = findDetections(place, detections, file);
  return {
    given: { ...settings.given, ...(custom !== undefined && { custom }) },
    ruling: [...settings.ruling, ...ruling],
    notes: [...settings.notes, ...notes],
  };
}

/** Whether there is a folder at all: what reads YAML is loaded where there is some. */
function mayHaveDetections(place: string, named: string | undefined, file: string | undefined): boolean {
  if (named !== undefined) return true;
  const folders = [place, ...(file === undefined ? [] : [path.dirname(file)])];
  return folders.some((folder) => existsSync(path.join(folder, DETECTIONS_FOLDER)));
}

/** The settings of the files, and which file is the user's own. */
async function findFiles(
  place: string,
  named: string | undefined,
  workingFolder: string,
): Promise<FoundSettings & { readonly file: string | undefined }> {
  const among = await findAmongLogs(place);
  const own = named ?? (await findOwn(workingFolder, place));
  const isSame = own !== undefined && among !== undefined && (await isSameFile(own, among));
  const stranger = among === undefined || isSame ? NOTHING : await readAmongLogs(among);
  if (own === undefined) return { ...stranger, file: undefined };
  const shown = path.relative(workingFolder, own).startsWith('..') ? own : path.relative(workingFolder, own);
  const given = await readSettingsFile(own);
  const renamed = formerIdsIn(parsed(await readFile(own, 'utf8'))).map((note) => `${shown}: ${note}`);
  return {
    given: { ...(named === undefined ? stranger.given : {}), ...given },
    ruling: [...(named === undefined ? stranger.ruling : []), ruleOf(shown, given)],
    notes: [...stranger.notes, ...renamed],
    file: own,
  };
}

const NOTHING: FoundSettings = { given: {}, ruling: [], notes: [] };

function ruleOf(file: string, given: GivenSettings): string {
  const names = Object.keys(given);
  return `${file}: ${names.length === 0 ? 'nothing' : names.join(', ')}`;
}

/** The file in the working folder, unless that folder is one of logs itself. */
async function findOwn(workingFolder: string, place: string): Promise<string | undefined> {
  const file = path.join(workingFolder, SETTINGS_FILE);
  if (!(await isFile(file))) return undefined;
  const [here, logs] = [await realPath(workingFolder), await realPath(path.resolve(workingFolder, place))];
  const isAmongLogs = logs !== undefined && here !== undefined && isWithin(here, logs);
  return isAmongLogs ? undefined : file;
}

async function findAmongLogs(place: string): Promise<string | undefined> {
  const file = path.join(place, SETTINGS_FILE);
  return (await isFile(file)) ? file : undefined;
}

/**
 * Reads a settings file that is the user's own.
 *
 * @throws UsageError when it cannot be read, or has a wrong value
 */
export async function readSettingsFile(file: string): Promise<GivenSettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `the settings file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}); name another with --settings`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON (${(error as Error).message}); put it right or remove it`);
  }
  return checkSettings(value, (key) => (key === '' ? file : `${file}: ${key}`));
}

/** Takes the SSH ports, beside the usual ones; a file that is wrong is told like one that asks for too much. */
async function readAmongLogs(file: string): Promise<FoundSettings> {
  // What a link leads to may be nobody's settings, and what a file asks for is told: in pages that are handed on, too.
  const [real, folder] = [await realPath(file), await realPath(path.dirname(file))];
  if (real === undefined || folder === undefined || !isWithin(real, folder)) {
    return told(file, 'it is a link that leads out of their folder, and is not read');
  }
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return told(file, 'it cannot be read');
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return told(file, `it holds ${cut(JSON.stringify(value) ?? 'no JSON')}, which is no settings`);
  }
  const sshPorts = moreSshPorts(value);
  const asked = Object.entries(value).filter(([key]) => key !== 'sshPorts' || sshPorts === undefined);
  const notes =
    asked.length === 0
      ? []
      : told(file, `it asks for ${cut(asked.map(([key, of]) => `${key} ${JSON.stringify(of)}`).join(', '))}`)
          .notes;
  const given = sshPorts === undefined ? {} : { sshPorts };
  return { given, ruling: sshPorts === undefined ? [] : [`${file}: further sshPorts`], notes };
}

function told(file: string, what: string): FoundSettings {
  const note = `${file} lies among the logs, which come from others: ${what}; that was not followed, --settings ${file} does it`;
  return { ...NOTHING, notes: [note] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function moreSshPorts(value: object): readonly number[] | undefined {
  if (!('sshPorts' in value)) return undefined;
  try {
    const { sshPorts = [] } = checkSettings({ sshPorts: value.sshPorts }, () => '');
    if (sshPorts.length > MOST_STRANGE_PORTS) return undefined;
    return [...new Set([...DEFAULT_SSH_POLICY.sshPorts, ...sshPorts])];
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function cut(text: string): string {
  return text.length > MOST_ASKED_CHARACTERS ? `${text.slice(0, MOST_ASKED_CHARACTERS - 1)}…` : text;
}

async function isFile(file: string): Promise<boolean> {
  return await stat(file).then(
    (status) => status.isFile(),
    () => false,
  );
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const first = await realPath(one);
  return first !== undefined && first === (await realPath(other));
}

async function realPath(file: string): Promise<string | undefined> {
  return await realpath(file).catch(() => undefined);
}

function isWithin(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || !(relative.startsWith('..') || path.isAbsolute(relative));
}
