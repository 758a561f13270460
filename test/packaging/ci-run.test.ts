import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A checkout of nothing but the script, and an `npm` that says two lines for each step and fails where it is told to. */
const checkout = mkdtempSync(path.join(tmpdir(), 'harborwatch-ci-run-'));
const RESULTS =
  '{"numPassedTests":2,"numFailedTests":0,"numFailedTestSuites":0,"numPendingTests":1,"testResults":[]}';
const NPM = `#!/usr/bin/env bash
[ "$1" != ci ] || rm -rf node_modules
for word; do
  case $word in
    --outputFile=*) printf '%s' '${RESULTS}' >"\${word#*=}" ;;
    -*|run) ;;
    *) name=\${name:-$word} ;;
  esac
done
echo "$name begins" >&2; sleep 0.05; echo "$name ends" >&2
[ "$name" != "$FAILING" ]
`;

beforeAll(() => {
  mkdirSync(path.join(checkout, '.ci'));
  copyFileSync(path.join(__dirname, '..', '..', '.ci', 'run'), path.join(checkout, '.ci', 'run'));
  mkdirSync(path.join(checkout, 'bin'));
  writeFileSync(path.join(checkout, 'bin', 'npm'), NPM, { mode: 0o755 });
});
afterAll(() => rmSync(checkout, { recursive: true }));

function run(failing: string, ...steps: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('bash', [path.join(checkout, '.ci', 'run'), ...steps], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${path.join(checkout, 'bin')}:${process.env['PATH']}`, FAILING: failing },
  });
  return { status, stdout, stderr };
}

/** The steps in the order in which they were printed. */
const printed = (stdout: string) => [...stdout.matchAll(/^== (.*)$/gm)].map(([, name]) => name);

test('every step is run, and what it says is printed whole', () => {
  const { status, stdout } = run('none');
  expect(status).toBe(0);
  const steps = printed(stdout);
  expect(steps[0]).toBe('install');
  expect(steps.at(-1)).toBe('test:shell');
  expect(new Set(steps).size).toBe(steps.length);
  for (const name of steps.slice(1)) {
    const said = name === 'attackers' ? 'test:workload' : name;
    expect(stdout).toContain(`== ${name}\n${said} begins\n${said} ends\n`);
  }
  // Of `test`, `test:emulator`, `test:deploy`, `test:workload`, of which the attackers are a step, and `test:trino`.
  expect(stdout).toMatch(/^12 passed, 0 failed, 6 skipped$/m);
  for (const name of steps) expect(stdout).toMatch(new RegExp(`^ +\\d+ s +\\d+ s  ${name}$`, 'm'));
});

test.each(['lint', 'test:emulator', 'test:shell'])(
  '%s that fails fails the run, and the others run still',
  (name) => {
    const { status, stdout } = run(name);
    expect(status).toBe(1);
    expect(printed(stdout)).toHaveLength(printed(run('none').stdout).length);
    expect(stdout).toContain(`steps that failed: ${name}\n`);
  },
);

test('an install that fails ends the run', () => {
  const { status, stdout } = run('ci');
  expect(status).toBe(1);
  expect(printed(stdout)).toEqual(['install']);
});

test('Python environments outlive the install, and nothing else does', () => {
  const cache = path.join(checkout, 'node_modules', '.cache');
  for (const name of ['emulator', 'bundles']) mkdirSync(path.join(cache, name), { recursive: true });
  writeFileSync(path.join(cache, 'emulator', 'requirements.txt'), 'ministack\n');
  writeFileSync(path.join(cache, 'bundles', 'old.js'), '');
  expect(run('ci').status).toBe(1);
  expect(readdirSync(cache)).toEqual(['emulator']);
  expect(readdirSync(path.join(cache, 'emulator'))).toEqual(['requirements.txt']);
});

test('steps that are named run in that order, without an install', () => {
  expect(printed(run('none', 'lint', 'types').stdout)).toEqual(['lint', 'types']);
});

test('a step that is not there is refused with those that are', () => {
  const { status, stderr } = run('none', 'lnt');
  expect(status).toBe(2);
  expect(stderr).toMatch(/no step named lnt; there are: .*lint/);
});
