import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findSettings } from '../../../local/settings/find-settings';
import { mergeSettings } from '../../../local/settings/replay-settings';
import type { Proposal } from '../../../local/tune/propose';
import { tunedSettings } from '../../../local/tune/tuned-settings';
import { writeTuned } from '../../../local/tune/write-settings';

let work: string;
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-tune-'));
});
afterEach(() => rmSync(work, { recursive: true }));

const PROPOSALS: readonly Proposal[] = [
  { kind: 'deploy-role', role: 'arn:aws:iam::111122223333:role/ci-runner' },
  { kind: 'egress-port', port: 5_432 },
  { kind: 'suppression', detection: 'secret-read-in-bulk', role: 'arn:aws:iam::111122223333:role/backup' },
  { kind: 'threshold', detection: 'ssh-brute-force', name: 'guesses', value: 18 },
];

test('what is written is read back by the next replay, and other settings stay', async () => {
  const file = path.join(work, 'harborwatch.json');
  writeFileSync(file, JSON.stringify({ homeRegions: ['eu-west-1'] }));
  const before = mergeSettings((await findSettings(work, file)).given);
  const settings = tunedSettings(before, PROPOSALS, { owner: 'ops', expires: '2099-12-31T00:00:00Z' });
  const steps = PROPOSALS.map((proposal) => ({ proposal, quiet: new Map<string, number>() }));
  const written = writeTuned(file, { weeks: 4, before: [], after: [], steps, refused: [], settings });
  expect(written).toEqual([file, path.join(work, 'detections/tuned.yml')]);
  const after = mergeSettings((await findSettings(path.join(work, 'logs'), file)).given);
  expect(after).toMatchObject({
    homeRegions: ['eu-west-1'],
    deployRoles: ['arn:aws:iam::111122223333:role/ci-runner'],
    suppressions: [{ detection: 'secret-read-in-bulk', owner: 'ops' }],
    thresholds: { 'ssh-brute-force': { guesses: 18 } },
  });
  expect(after.egressPorts).toContain(5_432);
});

test('thresholds alone leave the settings file as it is', () => {
  const file = path.join(work, 'harborwatch.json');
  writeFileSync(file, '{"homeRegions":["eu-west-1"]}');
  const [threshold] = PROPOSALS.slice(-1) as [Proposal];
  const settings = tunedSettings(mergeSettings(), [threshold], {
    owner: 'ops',
    expires: '2099-12-31T00:00:00Z',
  });
  const steps = [{ proposal: threshold, quiet: new Map<string, number>() }];
  writeTuned(file, { weeks: 4, before: [], after: [], steps, refused: [], settings });
  expect(readFileSync(file, 'utf8')).toBe('{"homeRegions":["eu-west-1"]}');
  expect(readFileSync(path.join(work, 'detections/tuned.yml'), 'utf8')).toContain('change: ssh-brute-force');
});
