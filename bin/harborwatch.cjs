#!/usr/bin/env node
// Finds the bundle of the command line and runs it: the one that the package ships, or, in a checkout, one that is
// made anew when a source has changed. Where neither can be had, the sources run as they are.
'use strict';
// The SDK's word on the age of Node would stand above the one useful line of a command.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const { existsSync } = require('node:fs');
const path = require('node:path');
const { cacheFolder } = require('./launcher/cache-folder.cjs');
const { runBundle } = require('./launcher/run-bundle.cjs');

const HOME = path.join(__dirname, '..');
const SHIPPED = path.join(HOME, 'dist/cli');
const isCheckout = existsSync(path.join(HOME, 'local/cli.ts'));
const cache = process.argv.includes('--no-cache') ? undefined : cacheFolder();

if (!isCheckout) {
  runBundle(SHIPPED, HOME, cache);
} else {
  const { checkoutBundle } = require('./launcher/checkout-bundle.cjs');
  checkoutBundle(HOME, cache).then((folder) => {
    if (folder !== undefined) return runBundle(folder, HOME, cache);
    require('tsx/cjs');
    require('../local/cli.ts');
  });
}
