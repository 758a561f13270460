import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../terminal/usage-error';
import { checkSettings, type GivenSettings } from './replay-settings';

/** The settings file that a replayed folder may carry in its root. */
export const SETTINGS_FILE = 'harborwatch.json';

/** Reads the named settings file, or the folder's own where there is one; no file gives no settings. */
export async function readSettings(folder: string, named?: string): Promise<GivenSettings> {
  const file = named ?? path.join(folder, SETTINGS_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (named === undefined && isAbsent(error)) return {};
    throw new UsageError(
      `the settings file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}); name another with --settings`,
    );
  }
  return checkSettings(parseJson(text, file), (key) => (key === '' ? file : `${file}: ${key}`));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON (${(error as Error).message}); put it right or remove it`);
  }
}

/** No such file, or what was to be the folder is itself a file. */
function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
