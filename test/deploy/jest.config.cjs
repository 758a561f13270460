const base = require('../../jest.config.cjs');

/** Apart from `npm test`: the emulator is a Python package that `run.sh` installs. */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/deploy'],
  testMatch: ['**/*.suite.ts'],
  bail: 1,
};
