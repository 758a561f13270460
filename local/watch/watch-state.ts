import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../records/values/message-of';
import { UsageError } from '../terminal/usage-error';

const FORMAT = 'harborwatch-watch/1';

/** What a watch remembers, so that the next one goes on where it ended. */
export interface WatchState {
  /** Versions of the files that were read, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** Ids of what was told. */
  readonly told: ReadonlySet<string>;
}

const DOCUMENT = z.object({
  format: z.literal(FORMAT),
  place: z.string(),
  files: z.record(z.string(), z.string()),
  told: z.array(z.string()),
});

/** The place by the name that it has wherever the command is typed. */
export function absolutePlace(place: string): string {
  return place.startsWith('s3://') ? place : path.resolve(place);
}

/**
 * Where a watch of this place keeps its state: in the user's state folder (XDG's, `Library/Application Support` on macOS,
 * `LOCALAPPDATA` on Windows), never beside the evidence.
 */
export function defaultStateFile(
  place: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = os.homedir(),
): string {
  const whole = absolutePlace(place);
  const last = whole.split(/[\\/]/).findLast((part) => part !== '') ?? 'place';
  const readable = last.replace(/[^\w.-]/g, '_').slice(0, 40);
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 12);
  const { XDG_STATE_HOME: xdg, LOCALAPPDATA: local = path.join(home, 'AppData/Local') } = env;
  const ours =
    platform === 'darwin'
      ? path.join(home, 'Library/Application Support')
      : platform === 'win32'
        ? local
        : path.join(home, '.local/state');
  const base = xdg !== undefined && path.isAbsolute(xdg) ? xdg : ours;
  return path.join(base, 'harborwatch', `watch-${readable}-${hash}.json`);
}

/**
 * What the last watch of the place left; nothing where there was none.
 *
 * @throws UsageError for a file that is none of ours, is of another place, or lies inside of the place
 */
export function readState(file: string, place: string): WatchState {
  const whole = absolutePlace(place);
  if (!place.startsWith('s3://') && isInside(path.resolve(file), whole)) {
    throw new UsageError(
      `--state ${file} lies in ${place}, whose files are evidence; name a file somewhere else`,
    );
  }
  const text = textOf(file);
  if (text === undefined) return { files: new Map(), told: new Set() };
  const found = DOCUMENT.safeParse(jsonOf(text));
  if (!found.success) {
    throw new UsageError(
      `${file} is no state of a watch; remove it to begin anew, or name another with --state`,
    );
  }
  const { place: its, files, told } = found.data;
  if (its !== whole) {
    throw new UsageError(`${file} is the state of ${its}, not of ${whole}; name another with --state`);
  }
  return { files: new Map(Object.entries(files)), told: new Set(told) };
}

/**
 * Puts the state into its place when it is whole, without giving anything else a turn: who stops the process finds the old
 * one or the new one.
 *
 * @throws UsageError where it cannot be written
 */
export function writeState(file: string, place: string, { files, told }: WatchState): void {
  const document: z.infer<typeof DOCUMENT> = {
    format: FORMAT,
    place: absolutePlace(place),
    files: Object.fromEntries(files),
    told: [...told],
  };
  const partial = `${file}.${process.pid}.partial`;
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
    writeFileSync(partial, `${JSON.stringify(document)}\n`, { mode: 0o600 });
    renameSync(partial, file);
  } catch (error) {
    throw new UsageError(
      `the state cannot be written to ${file}: ${messageOf(error)}; name another file with --state`,
    );
  }
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`the state ${file} cannot be read: ${messageOf(error)}; name another with --state`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
