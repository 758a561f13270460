'use strict';
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } = require('node:fs');
const path = require('node:path');
const { removeOldest } = require('./code-cache.cjs');

/** What the bundle is made of, and what makes it. */
const SOURCES = [
  ...[
    'package.json',
    'package-lock.json',
    'packaging',
    'local',
    'simulate',
    'deployment',
    'queries',
    'detections',
    'report',
  ],
  ...['analysis', 'records'],
];
const BUNDLES_KEPT = 3;

/**
 * The folder with the bundle of a checkout as its sources are now; made when there is none, which takes about a
 * second. Undefined where none can be made: without a cache folder, or without esbuild.
 *
 * @param {string} home root of the checkout
 * @param {string | undefined} cache of the user
 * @returns {Promise<string | undefined>}
 */
async function checkoutBundle(home, cache) {
  if (cache === undefined) return undefined;
  const root = path.join(cache, 'checkouts', print(home));
  const folder = path.join(root, fingerprint(home));
  if (existsSync(folder)) return folder;
  const made = `${folder}.${process.pid}`;
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    require('tsx/cjs');
    const { bundleCli } = require('../../packaging/bundle-cli.ts');
    await bundleCli(made);
    // Two commands at once make it twice; the second finds it in place.
    if (!existsSync(folder)) renameSync(made, folder);
    removeOldest(root, BUNDLES_KEPT);
    return folder;
  } catch {
    return existsSync(folder) ? folder : undefined;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** Changes whenever a source is written, added, moved or removed. */
function fingerprint(home) {
  const hash = createHash('sha256');
  for (const source of SOURCES) addTo(hash, path.join(home, source));
  return hash.digest('hex').slice(0, 32);
}

function addTo(hash, file) {
  const entry = statSync(file, { throwIfNoEntry: false });
  if (entry === undefined) return;
  if (entry.isDirectory()) {
    for (const name of readdirSync(file).sort()) addTo(hash, path.join(file, name));
  } else {
    hash.update(`${file}\n${entry.size}\n${entry.mtimeMs}\n`);
  }
}

function print(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

module.exports = { checkoutBundle, fingerprint };
