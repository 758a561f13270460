const base = require('../../../jest.config.cjs');

/** Apart from `npm test`: the emulator is a Python package that `run.sh` installs. */
module.exports = {
  ...base,
  rootDir: '../../..',
  roots: [
    '<rootDir>/test/handlers/emulator',
    '<rootDir>/test/local/query/athena-emulator',
    '<rootDir>/test/local/reading/places',
  ],
  testMatch: ['**/*.suite.ts'],
  globalSetup: '<rootDir>/test/handlers/emulator/set-up.ts',
  globalTeardown: '<rootDir>/test/handlers/emulator/tear-down.ts',
  testTimeout: 120_000,
  // A suite that fails half-way leaves a server behind, which would keep the run waiting for ever.
  forceExit: true,
};
