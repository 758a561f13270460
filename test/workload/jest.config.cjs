const base = require('../../jest.config.cjs');

/** Apart from `npm test`: it needs root and the tools that `run.sh` installs, and it builds images. */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/workload'],
  testMatch: ['**/*.suite.ts'],
  globalSetup: '<rootDir>/test/workload/build-images.ts',
  // Only ends one that hangs: `.ci/run` has the processor busy beside it.
  testTimeout: 300_000,
};
