'use strict';
const { createHash } = require('node:crypto');
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');

/** Bytes of SHA-256, which stands before the compiled code. */
const SUM_BYTES = 32;
/** Compiled code of this many bundles is kept: versions, checkouts and versions of Node each have their own. */
const BUNDLES_KEPT = 8;

/**
 * V8's compiled code of a bundle's files, as an earlier run of the same command left it. It is only ever a
 * shortcut: what is absent, damaged, or of another Node is compiled anew, and what cannot be written is not.
 */
class CodeCache {
  #folder;
  #root;
  #scripts = [];

  /**
   * @param {string} bundle folder of the bundle
   * @param {string | undefined} cache of the user
   * @param {string} command
   */
  constructor(bundle, cache, command) {
    if (cache === undefined) return;
    const { mtimeMs, size } = statSync(path.join(bundle, 'cli.js'));
    const id = [bundle, mtimeMs, size, process.version, process.arch, process.execArgv].join('\n');
    this.#root = path.join(cache, 'code');
    this.#folder = path.join(this.#root, createHash('sha256').update(id).digest('hex').slice(0, 32), command);
  }

  /**
   * @param {string} name of a file of the bundle
   * @returns {Buffer | undefined}
   */
  read(name) {
    if (this.#folder === undefined) return undefined;
    try {
      const kept = readFileSync(path.join(this.#folder, name));
      const code = kept.subarray(SUM_BYTES);
      return sumOf(code).equals(kept.subarray(0, SUM_BYTES)) ? code : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Remembers a script whose code could not be read, or was of another engine.
   *
   * @param {string} name
   * @param {import('node:vm').Script} script
   */
  keep(name, script) {
    if (script.cachedDataRejected !== false) this.#scripts.push({ name, script });
  }

  /** Writes what was compiled by now, functions included that were compiled when they were called. */
  save() {
    if (this.#folder === undefined || this.#scripts.length === 0) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      for (const { name, script } of this.#scripts) {
        const code = script.createCachedData();
        const file = path.join(this.#folder, name);
        // Another run may read or write the same file at this moment.
        writeFileSync(`${file}.${process.pid}`, Buffer.concat([sumOf(code), code]), { mode: 0o600 });
        renameSync(`${file}.${process.pid}`, file);
      }
      removeOldest(this.#root, BUNDLES_KEPT);
    } catch {
      // A full disk or a folder that went away costs the shortcut and nothing else.
    }
  }
}

/** @param {Buffer} code */
function sumOf(code) {
  return createHash('sha256').update(code).digest();
}

/**
 * Removes all but the `kept` folders of `root` that were written last.
 *
 * @param {string} root
 * @param {number} kept
 */
function removeOldest(root, kept) {
  const folders = readdirSync(root).map((name) => path.join(root, name));
  const byAge = folders
    .map((folder) => ({ folder, at: statSync(folder).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { folder } of byAge.slice(kept)) rmSync(folder, { recursive: true, force: true });
}

module.exports = { CodeCache, removeOldest };
