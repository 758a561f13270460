const base = require('../../jest.config.cjs');

/** The page in a browser: suites share one, which each starts for itself. */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/report'],
  testMatch: ['**/*.suite.ts'],
  maxWorkers: 1,
  testTimeout: 300_000,
};
