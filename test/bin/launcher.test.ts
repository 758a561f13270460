import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fingerprint } from '../../bin/launcher/checkout-bundle.cjs';

const BIN = path.join(__dirname, '../../bin/harborwatch.cjs');

let cache: string;

beforeAll(() => {
  cache = mkdtempSync(path.join(tmpdir(), 'harborwatch-cache-'));
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

function run(args: readonly string[], xdg = cache) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, ...args], {
    env: { ...process.env, XDG_CACHE_HOME: xdg },
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

test('the first run keeps a bundle and its compiled code; the second answers the same from them', () => {
  const first = run(['detections', 'trail-stopped']);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  const code = filesBelow(path.join(cache, 'harborwatch/code'));
  expect(code.some((file) => file.endsWith('detections/cli.js'))).toBe(true);
  const kept = readFileSync(code[0] ?? '');
  expect(run(['detections', 'trail-stopped'])).toEqual(first);
  expect(readFileSync(code[0] ?? '')).toEqual(kept);
});

test('what the files of the bundle have in common is asked for directly, not through a copy of each name', () => {
  const files = filesBelow(path.join(cache, 'harborwatch/checkouts')).filter((file) => file.endsWith('.js'));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => /exports\s*=\s*__toCommonJS\(/.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('damaged code is compiled anew, and mended', () => {
  const whole = run(['detections', 'trail-stopped']);
  const [file = ''] = filesBelow(path.join(cache, 'harborwatch/code'));
  const code = readFileSync(file);
  writeFileSync(file, Buffer.concat([code.subarray(0, -1), Buffer.from([(code.at(-1) ?? 0) ^ 1])]));
  const damaged = readFileSync(file);
  expect(run(['detections', 'trail-stopped'])).toEqual(whole);
  expect(readFileSync(file)).not.toEqual(damaged);
});

test('--no-cache answers the same and leaves nothing', () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'harborwatch-cache-'));
  const { stdout } = run(['detections', 'trail-stopped']);
  expect(run(['detections', 'trail-stopped', '--no-cache'], empty)).toEqual({
    stdout,
    stderr: '',
    status: 0,
  });
  expect(readdirSync(empty)).toEqual([]);
  rmSync(empty, { recursive: true });
});

test('a cache folder that cannot be made is no error', () => {
  const file = path.join(cache, 'a-file');
  writeFileSync(file, '');
  expect(run(['detections', 'trail-stopped'], file)).toMatchObject({ status: 0, stderr: '' });
});

describe('the print of the sources', () => {
  let home: string;
  const source = () => path.join(home, 'local/cli.ts');

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'harborwatch-home-'));
    mkdirSync(path.join(home, 'local'));
    writeFileSync(source(), 'one');
    utimesSync(source(), 1, 1);
  });
  afterEach(() => rmSync(home, { recursive: true }));

  test('it stays while nothing changes', () => {
    expect(fingerprint(home)).toBe(fingerprint(home));
  });

  test('a source written with the same length changes it', () => {
    const before = fingerprint(home);
    writeFileSync(source(), 'two');
    expect(fingerprint(home)).not.toBe(before);
  });

  test('so does one that is added, and one that goes', () => {
    const before = fingerprint(home);
    writeFileSync(path.join(home, 'local/other.ts'), '');
    const more = fingerprint(home);
    expect(more).not.toBe(before);
    rmSync(path.join(home, 'local/other.ts'));
    expect(fingerprint(home)).toBe(before);
  });

  test('what is no source does not', () => {
    const before = fingerprint(home);
    writeFileSync(path.join(home, 'README.md'), 'words');
    expect(fingerprint(home)).toBe(before);
  });
});
