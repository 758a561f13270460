const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/** A folder of this run of jest, in which files of tests leave to each other what takes long to make. */
module.exports = () => {
  process.env.HARBORWATCH_TEST_RUN = mkdtempSync(path.join(tmpdir(), 'harborwatch-test-run-'));
};
