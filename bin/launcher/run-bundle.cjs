'use strict';
const { existsSync, readFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const { CodeCache } = require('./code-cache.cjs');

/**
 * Runs `cli.js` of a bundle. Its files ask for each other by name, and for packages as `home` would.
 *
 * @param {string} folder of the bundle
 * @param {string} home where packages are looked for: the root of the package or checkout
 * @param {string | undefined} cache of the user; without it nothing is kept
 */
function runBundle(folder, home, cache) {
  const outside = createRequire(path.join(home, 'package.json'));
  const codes = new CodeCache(folder, cache, commandOf(folder));
  const loaded = new Map();

  /** @param {string} name */
  function load(name) {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const file = path.join(folder, name);
    const module = { exports: {}, id: file, filename: file };
    loaded.set(name, module);
    const source = wrap(readFileSync(file, 'utf8'));
    const script = new vm.Script(source, { filename: file, cachedData: codes.read(name) });
    codes.keep(name, script);
    script.runInThisContext()(module.exports, requireFrom, module, file, folder);
    return module.exports;
  }

  /** @param {string} name */
  function requireFrom(name) {
    return name.startsWith('./') ? load(name.slice(2)) : outside(name);
  }
  requireFrom.resolve = outside.resolve;

  process.once('exit', () => codes.save());
  load('cli.js');
}

/**
 * The command that was typed, if it is one: each compiles other functions, so each has compiled code of its own.
 *
 * @param {string} folder
 */
function commandOf(folder) {
  const typed = process.argv.slice(2).find((word) => !word.startsWith('-')) ?? '';
  const isCommand = /^[a-z]+$/.test(typed) && existsSync(path.join(folder, `local.commands.${typed}.js`));
  return isCommand ? typed : 'help';
}

module.exports = { runBundle };
