// As Node has it. Jest's hundred frames, each translated back to TypeScript, are a sixth of what a synth takes: the CDK
// keeps with each token where it was made.
Error.stackTraceLimit = 10;

// Putting the questions of a replay into DuckDB's words takes two seconds, as much as all else that many files of tests do. A
// run does it once a text (test/once-per-run.ts), by the code under test: where the sources change, there is another run.
jest.mock('../local/query/translate/transpile-query', () => {
  const { createHash } = require('node:crypto');
  const { oncePerRun } = require('./once-per-run');
  const actual = jest.requireActual('../local/query/translate/transpile-query');
  const nameOf = (text) => `translations/${createHash('sha256').update(text).digest('hex')}`;
  return {
    ...actual,
    transpileQuery: (text) => oncePerRun(nameOf(text), () => actual.transpileQuery(text)),
  };
});
