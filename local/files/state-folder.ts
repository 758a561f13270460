import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Where what the user `env` belongs to would miss is kept on `platform`: the XDG base directory of state,
 * `Library/Application Support` on macOS, `LOCALAPPDATA` on Windows. Undefined where none of them is an absolute path.
 */
export function statePlace(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string,
): string | undefined {
  const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  const fallback: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library/Application Support'),
    win32: env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'),
  };
  const xdg = env['XDG_STATE_HOME'];
  const base =
    xdg !== undefined && isAbsolute(xdg) ? xdg : (fallback[platform] ?? join(home, '.local/state'));
  return isAbsolute(base) ? join(base, 'harborwatch') : undefined;
}

/** The user's folder of state, made where it is absent; undefined where it cannot be made. */
export function stateFolder(env: NodeJS.ProcessEnv): string | undefined {
  const folder = statePlace(env, process.platform, os.homedir());
  if (folder === undefined) return undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    return undefined;
  }
}
