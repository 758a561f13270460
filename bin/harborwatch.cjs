#!/usr/bin/env node
// The command runs from its TypeScript sources: tsx strips the types as the files are read, so there is no build step.
require('tsx/cjs');
require('../local/cli.ts');
