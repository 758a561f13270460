import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exampleEvent } from '../../detections/examples/example-event';

const ROOT = path.join(__dirname, '../..');
const BIN = path.join(ROOT, 'bin/harborwatch.cjs');

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-start-'));
});
afterAll(() => rmSync(work, { recursive: true }));

test('start replays the bundled incident, says what it is and where it is kept, and ends with 0', () => {
  const temporary = mkdtempSync(path.join(work, 'tmp-'));
  const start = () =>
    spawnSync(process.execPath, [BIN, 'start', '--no-audit'], {
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: temporary },
    });
  const { status, stdout } = start();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^No folder was named, so this is the bundled incident, workshop-incident/);
  expect(stdout).toMatch(/START +critical +ssh-probable-login/);
  const kept = path.join(temporary, 'harborwatch/workshop-incident');
  expect(stdout).toContain(`kept in\n${kept}\n`);
  const { mtimeMs } = statSync(kept);
  expect(start().stdout).toBe(stdout);
  expect(statSync(kept).mtimeMs).toBe(mtimeMs);
});

test('start without a cache keeps the incident in a new temporary folder that it names', () => {
  const temporary = mkdtempSync(path.join(work, 'tmp-'));
  const { stdout } = spawnSync(process.execPath, [BIN, '--no-cache', 'start', '--no-audit'], {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: temporary },
  });
  const [, kept = ''] = /kept in\n(.*)\n/.exec(stdout) ?? [];
  // Not by a name that somebody else could have made before.
  expect(path.dirname(path.dirname(kept))).toBe(temporary);
  expect(existsSync(path.join(kept, 'labels.json'))).toBe(true);
});

test('start with a folder ends with 0 although there are findings', () => {
  const folder = mkdtempSync(path.join(work, 'logs-'));
  const shell = exampleEvent('ecs', 'ExecuteCommand', { cluster: 'harbor', task: 'a' });
  writeFileSync(path.join(folder, 'trail.json'), JSON.stringify({ Records: [shell] }));
  const { status, stdout } = spawnSync(process.execPath, [BIN, 'start', folder], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toContain('ecs-exec-session-opened');
});
