import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

describe('the temporary folder of a run of tests', () => {
  test('lies in the folder of the run, which goes with all that tests left there', () => {
    expect(tmpdir()).toBe(process.env['HARBORWATCH_TEST_RUN']);
  });

  test('is made where TMPDIR says, and there what killed runs left is removed, and what others have is not', () => {
    const where = mkdtempSync(path.join(tmpdir(), 'somewhere-'));
    // Linux gives no process a number above 2^22.
    const [killed, alive, foreign] = [
      'harborwatch-test-run-99999999-abc',
      `harborwatch-test-run-${process.pid}-abc`,
      'else',
    ];
    for (const name of [killed, alive, foreign]) mkdirSync(path.join(where, String(name)));

    const script = 'require(process.argv[1])(); console.log(require("node:os").tmpdir())';
    const env = { ...process.env, TMPDIR: where };
    const made = execFileSync(process.execPath, ['--eval', script, path.join(__dirname, 'begin-run.cjs')], {
      env,
      encoding: 'utf8',
    });

    expect(path.dirname(made)).toBe(where);
    expect([killed, alive, foreign].map((name) => existsSync(path.join(where, String(name))))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
