const base = require('../../jest.config.cjs');

/** The proof on the real dialect: one server for all suites, started and stopped around them. */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/trino'],
  testMatch: ['**/*.suite.ts'],
  globalSetup: '<rootDir>/test/trino/set-up.ts',
  globalTeardown: '<rootDir>/test/trino/tear-down.ts',
  /** Suites share one server and two cores. */
  maxWorkers: 1,
  testTimeout: 300_000,
};
