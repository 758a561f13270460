/** Tests mirror the rooms under test/; TypeScript is stripped by SWC, and `npm run types` judges the types. */

// CDK's own rules judge each deployment in test/templates; here they would take longer than all the rest of a synth.
process.env.CDK_VALIDATION = 'false';

const GLOBALS =
  'Object Array Map Set WeakMap WeakSet String Number Boolean BigInt Symbol RegExp Math JSON Error TypeError Buffer Uint8Array parseInt parseFloat isNaN'.split(
    ' ',
  );

module.exports = {
  testEnvironment: 'node',
  // Looking up a global of the sandbox that a file of tests runs in goes through an interceptor, an argument of its wrapper does
  // not: a sixth of the processor time. None of these is replaced by a test; names that packages declare for themselves
  // (`process`, `URL`) would be declared twice.
  sandboxInjectedGlobals: GLOBALS,
  // All of it, so that jest knows which tests a changed source affects (`npx jest -o`).
  roots: ['<rootDir>'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/out'],
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/seeded-fast-check.cjs' },
  globalSetup: '<rootDir>/test/begin-run.cjs',
  globalTeardown: '<rootDir>/test/end-run.cjs',
  setupFiles: ['<rootDir>/test/set-up.cjs'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // No test waits for a clock: this only ends one that hangs, on however busy a machine. Tests set no limit of their own (test/idioms.test.ts).
  testTimeout: 600_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
};
