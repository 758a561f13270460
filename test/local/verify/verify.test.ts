import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { simulate } from '../../../simulate/simulate';
import { tarOf, zipOf } from '../reading/archives/packed';
import { run } from '../story/printed-commands';

let parent: string;
let whole: string;
beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'harborwatch-verify-'));
  whole = path.join(parent, 'whole');
  await simulate('log-tampering', 5, whole, { digests: true });
});
afterAll(() => rmSync(parent, { recursive: true }));

const filesBelow = (folder: string, part: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes(part) && name.endsWith('.json.gz') && name.includes('eu-west-1'))
    .sort()
    .map((name) => path.join(folder, name));

/** The evidence after somebody was at it. */
const after = async (name: string, change: (folder: string) => void, ...more: readonly string[]) => {
  const folder = path.join(parent, name);
  cpSync(whole, folder, { recursive: true });
  change(folder);
  const { status, stdout } = await run(
    ...['verify', folder, '--public-keys', path.join(whole, 'public-keys.json'), '--format', 'json', ...more],
  );
  return {
    status,
    ...(JSON.parse(stdout) as {
      state: string;
      faults: string[];
      unchecked: string[];
      signed: number;
      digests: number;
    }),
  };
};
const edit = (file: string, by: (text: string) => string) =>
  writeFileSync(file, gzipSync(by(gunzipSync(readFileSync(file)).toString())));

test('evidence that nobody touched is valid; only the newest digest of a region has no signature here', async () => {
  const { status, state, faults, unchecked, signed, digests } = await after('untouched', () => {});
  expect({ status, state, faults }).toEqual({ status: 0, state: 'valid', faults: [] });
  expect(signed).toBeGreaterThan(0);
  expect(unchecked.filter((text) => text.includes('unsigned here'))).toHaveLength(digests - signed);
});

test('evidence in an archive is checked as it is outside of one', async () => {
  const names = readdirSync(whole, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json.gz'),
  );
  const contents = names.map((name) => [name, readFileSync(path.join(whole, name))] as const);
  const packed = async (name: string, bytes: Buffer) => {
    const folder = path.join(parent, `packed-${name}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, name), bytes);
    const { stdout } = await run(
      ...['verify', folder, '--public-keys', path.join(whole, 'public-keys.json'), '--format', 'json'],
    );
    const { state, digests, logs } = JSON.parse(stdout) as Record<string, unknown>;
    return { state, digests, logs };
  };
  const { digests, logs } = JSON.parse(
    (await run('verify', whole, '--public-keys', path.join(whole, 'public-keys.json'), '--format', 'json'))
      .stdout,
  ) as Record<string, unknown>;
  const expected = { state: 'valid', digests, logs };
  expect(await packed('evidence.zip', await zipOf(Object.fromEntries(contents)))).toEqual(expected);
  expect(await packed('evidence.tgz', gzipSync(await tarOf(Object.fromEntries(contents))))).toEqual(expected);
});

test('of two copies of a log the one that was changed is named', async () => {
  const { state, faults } = await after('copied', (folder) => {
    const file = filesBelow(folder, '_CloudTrail_')[0] ?? '';
    const copy = path.join(folder, 'a', path.basename(file));
    mkdirSync(path.dirname(copy));
    cpSync(file, copy);
    edit(copy, (text) => text.replace('eu-west-1', 'eu-west-2'));
  });
  expect(state).toBe('broken');
  expect(faults).toEqual([expect.stringMatching(/^a\/.* was changed/)]);
});

test('packing a log anew changes nothing: the content is what is signed', async () => {
  const { state } = await after('repacked', (folder) =>
    edit(filesBelow(folder, '_CloudTrail_')[0] ?? '', (text) => text),
  );
  expect(state).toBe('valid');
});

test('one character of a log is a change', async () => {
  const { status, faults } = await after('changed', (folder) =>
    edit(filesBelow(folder, '_CloudTrail_')[3] ?? '', (text) => text.replace('"eventName"', '"eventname"')),
  );
  expect(status).toBe(10);
  expect(faults).toEqual([
    expect.stringMatching(/_CloudTrail_.*was changed: .*CloudTrail-Digest.* has another hash/),
  ]);
});

test('a log that is gone was taken away', async () => {
  const { faults } = await after('gone', (folder) => rmSync(filesBelow(folder, '_CloudTrail_')[3] ?? ''));
  expect(faults).toEqual([expect.stringContaining('was taken away')]);
});

test('a digest that is gone leaves a hole', async () => {
  const { faults } = await after('hole', (folder) =>
    rmSync(filesBelow(folder, 'CloudTrail-Digest')[2] ?? ''),
  );
  expect(faults).toEqual([expect.stringContaining('an hour was taken away')]);
});

test('the first digest that is gone is not a hole, but what was before is vouched for by nobody', async () => {
  const { faults, unchecked, state } = await after('late', (folder) =>
    rmSync(filesBelow(folder, 'CloudTrail-Digest')[0] ?? ''),
  );
  expect({ state, faults }).toEqual({ state: 'valid', faults: [] });
  expect(unchecked.join()).toContain('is not vouched for');
  expect(unchecked.join()).toMatch(/log files? named by no digest/);
});

test('a digest that leaves a log out is found by its signature and by the hash in the next one', async () => {
  const { faults } = await after('forged', (folder) =>
    edit(filesBelow(folder, 'CloudTrail-Digest')[1] ?? '', (text) => {
      const { logFiles, ...digest } = JSON.parse(text);
      return JSON.stringify({ ...digest, logFiles: logFiles.slice(1) });
    }),
  );
  expect(faults.join('\n')).toContain('its signature is not that of CloudTrail');
  expect(faults.join('\n')).toContain('has another hash of it');
});

test('the saved head of the newest digest is its signature, and a wrong one is told', async () => {
  const { faults } = await after('head', (folder) => {
    const newest = filesBelow(folder, 'CloudTrail-Digest').at(-1) ?? '';
    writeFileSync(`${newest}.head.json`, JSON.stringify({ Metadata: { signature: 'ab'.repeat(256) } }));
  });
  expect(faults).toEqual([expect.stringContaining('its signature is not that of CloudTrail')]);
});

test('without keys, without digests and with the keys of others nothing is said to be valid', async () => {
  const { status, stdout } = await run('verify', whole);
  expect(status).toBe(3);
  expect(stdout).toMatch(/^integrity: not all checked\n/);
  const other = path.join(parent, 'other');
  await simulate('log-tampering', 5, other, { digests: true });
  const strange = await after('strange', () => {}, '--public-keys', path.join(other, 'public-keys.json'));
  expect(strange.state).toBe('valid');
  const none = await run('verify', whole, '--public-keys', path.join(other, 'public-keys.json'));
  expect(none.status).toBe(3);
});

test('the manifest has the sum of every file as it lies', async () => {
  const manifest = path.join(parent, 'sums.txt');
  await after('manifest', () => {}, '--manifest', manifest);
  const lines = readFileSync(manifest, 'utf8').trimEnd().split('\n');
  expect(lines.every((line) => /^[0-9a-f]{64} {2}\S/.test(line))).toBe(true);
  expect(lines.length).toBeGreaterThan(50);
});

test('what are no keys is refused with the command that prints them', async () => {
  const { status, stderr } = await run('verify', whole, '--public-keys', path.join(whole, 'labels.json'));
  expect(status).toBe(2);
  expect(stderr).toContain(
    'has no PublicKeyList; give what aws cloudtrail list-public-keys --output json prints',
  );
});

test('a replay says whether the files are vouched for, and a broken chain is a finding', async () => {
  const keys = path.join(whole, 'public-keys.json');
  const plain = await run('replay', whole, '--no-audit');
  expect(plain.stdout).toContain('integrity: not checked');
  const checked = await run('replay', whole, '--no-audit', '--public-keys', keys, '--format', 'json');
  expect(JSON.parse(checked.stdout).integrity).toBe('valid');
  const broken = path.join(parent, 'broken');
  cpSync(whole, broken, { recursive: true });
  rmSync(filesBelow(broken, '_CloudTrail_')[3] ?? '');
  const found = await run('replay', broken, '--no-audit', '--public-keys', keys, '--detection', 'none-such');
  expect(found.status).toBe(10);
  expect(found.stdout).toContain('integrity: broken');
  expect(found.stdout).toContain('was taken away');
});
