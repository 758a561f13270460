const base = require('../../jest.config.cjs');

/** Apart from `npm test`: it needs root, nginx, sshd and tools that `run.sh` installs. */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/workload'],
  testMatch: ['**/*.suite.ts'],
  testTimeout: 60_000,
};
