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
  /** A whole run of the catalogue is one `beforeAll`, on a machine that may be busy. */
  testTimeout: 900_000,
};
