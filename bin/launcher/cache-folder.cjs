'use strict';
const { mkdirSync, statSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * Where the caches of the user `env` belongs to are kept on `platform`: the XDG base directory, `Library/Caches` on
 * macOS, `LOCALAPPDATA` on Windows. Undefined where none of them is an absolute path.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} home
 * @returns {string | undefined}
 */
function cachePlace(env, platform, home) {
  const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  const fallback = {
    darwin: join(home, 'Library/Caches'),
    win32: env.LOCALAPPDATA ?? join(home, 'AppData/Local'),
  };
  const xdg = env.XDG_CACHE_HOME;
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : (fallback[platform] ?? join(home, '.cache'));
  return isAbsolute(base) ? join(base, 'harborwatch') : undefined;
}

/**
 * The user's cache folder, made where it is absent; everything in it can be deleted at any time. Undefined where it
 * cannot be made, or where somebody else could write into it: what lies there is run.
 *
 * @returns {string | undefined}
 */
function cacheFolder() {
  try {
    const folder = cachePlace(process.env, process.platform, os.homedir());
    if (folder === undefined) return undefined;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isOnlyOurs(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} folder */
function isOnlyOurs(folder) {
  if (process.getuid === undefined) return true;
  const { uid, mode } = statSync(folder);
  return uid === process.getuid() && (mode & 0o022) === 0;
}

module.exports = { cacheFolder, cachePlace };
