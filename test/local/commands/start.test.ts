import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../story/printed-commands';

const cache = process.env['XDG_CACHE_HOME'];
const QUIET = path.join(__dirname, '../../../examples/trail-stopped/logs');
let work: string;

beforeEach(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'harborwatch-start-'));
  for (const name of ['tmp', 'cache']) mkdirSync(path.join(work, name));
  jest.spyOn(os, 'tmpdir').mockReturnValue(path.join(work, 'tmp'));
  process.env['XDG_CACHE_HOME'] = path.join(work, 'cache');
});
afterEach(() => {
  jest.restoreAllMocks();
  if (cache === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = cache;
  rmSync(work, { recursive: true });
});

test('the bundled incident is kept in the cache folder, and looks the same each time', async () => {
  const first = await run('start', '--no-audit');
  expect(first.status).toBe(0);
  expect(existsSync(path.join(work, 'cache/harborwatch/reports/workshop-incident.html'))).toBe(true);
  expect((await run('start', '--no-audit')).stdout).toBe(first.stdout);
  expect(readdirSync(path.join(work, 'cache/harborwatch')).sort()).toEqual(['reports', 'workshop-incident']);
});

test('without a cache folder nothing is taken from, or written to, a place that others know', async () => {
  const foreign = path.join(work, 'tmp/workshop-incident');
  mkdirSync(foreign);
  writeFileSync(path.join(foreign, 'labels.json'), 'of somebody else');
  const { status, stdout } = await run('--no-cache', 'start', '--no-audit');
  expect(status).toBe(0);
  expect(readdirSync(foreign)).toEqual(['labels.json']);
  expect(stdout).not.toContain(`${foreign}\n`);
  const [own, ...others] = readdirSync(path.join(work, 'tmp')).filter((name) =>
    name.startsWith('harborwatch-'),
  );
  expect(others).toEqual([]);
  expect(readdirSync(path.join(work, 'tmp', own ?? '')).sort()).toEqual(['reports', 'workshop-incident']);
});

test('the page of a folder is named as the folder is', async () => {
  const folder = path.join(work, 'Prüfung März');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'flow.log'),
    '2 111122223333 eni-0a1b2c3d 10.0.1.5 10.0.2.7 443 50000 6 10 4000 1793606400 1793606430 ACCEPT OK\n',
  );
  const { stdout } = await run('start', folder, '--no-audit');
  expect(stdout.trimEnd()).toMatch(/reports\/Prüfung-März\.html$/);
});

test('no folder for temporary files: one sentence says what to set', async () => {
  jest.spyOn(os, 'tmpdir').mockReturnValue(path.join(work, 'gone'));
  const { status, stderr } = await run('--no-cache', 'start', QUIET);
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^harborwatch: no temporary folder can be made: .*; set TMPDIR to a folder that can be written\n$/,
  );
});

test('settings and detections of the working folder do not rule the incident, which says so; named, they do', async () => {
  const plain = await run('start', '--no-audit');
  expect(plain.stdout).not.toContain('do not rule it');
  const before = process.cwd();
  const own = path.join(work, 'own');
  mkdirSync(path.join(own, 'detections'), { recursive: true });
  writeFileSync(
    path.join(own, 'detections', 'ours.yml'),
    'change: trail-stopped\noff: true\nreason: it is stopped each night\n',
  );
  writeFileSync(path.join(own, 'harborwatch.json'), '{}\n');
  process.chdir(own);
  try {
    const note =
      'Your harborwatch.json, and detections/ beside it, do not rule it: --settings and --detections name them.\n';
    const beside = await run('start', '--no-audit');
    expect(beside.stdout.replace(note, '')).toBe(plain.stdout);
    expect(beside.stdout).toContain(note);
    const named = await run('start', '--no-audit', '--detections', 'detections');
    expect(named.stdout).not.toContain('do not rule it');
    expect(named.stdout).toContain('trail-stopped off');
  } finally {
    process.chdir(before);
  }
});
