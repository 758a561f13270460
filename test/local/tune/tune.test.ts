import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCustomFiles } from '../../../detections/custom/read-files';
import { replay } from '../../../local/replay/replay';
import { mergeSettings, type ReplaySettings } from '../../../local/settings/replay-settings';
import { terminalOf } from '../../../local/terminal/terminal';
import { INCIDENTS, lostExamples, lostIncidents, raisedIn } from '../../../local/tune/proof';
import { propose } from '../../../local/tune/propose';
import { renderTune } from '../../../local/tune/render-tune';
import { RoleBook } from '../../../local/tune/role-book';
import { type Tuned, type TuneRequest, tune } from '../../../local/tune/tune';
import { type Voice, voicesOf } from '../../../local/tune/voices';
import { SECRETS_READ, writeNoisyMonth } from './noisy-month';

const { detections } = readCustomFiles([{ name: 'own.yml', text: SECRETS_READ }], []);
const SETTINGS = mergeSettings({
  homeRegions: ['eu-west-1'],
  learningDays: 14,
  custom: { detections, changes: [] },
});
const ANSWERABLE = { owner: 'ops@example.com', expires: '2099-12-31T00:00:00Z' };

let folder: string;
let asked: TuneRequest;
let tuned: Tuned;
const replayed = async (settings: ReplaySettings) => (await replay({ folder, settings })).result;
const request = (more: Partial<TuneRequest> = {}): TuneRequest => ({ ...asked, ...more });
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-month-'));
  writeNoisyMonth(folder);
  const roles = new RoleBook();
  const { result: first, detections: catalogue } = await replay({
    folder,
    settings: SETTINGS,
    watcher: roles,
  });
  asked = {
    ...{ settings: SETTINGS, perWeek: 5, first, catalogue, roles, answerable: ANSWERABLE, labelled: [] },
    replay: replayed,
    lostExamples,
    lostIncidents: async () => [],
  };
  tuned = await tune(asked);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a month in which nobody named a pipeline has dozens of messages a week, and five with a few settings', () => {
  expect(tuned.before.length / tuned.weeks).toBeGreaterThan(20);
  expect(tuned.after.length / tuned.weeks).toBeLessThanOrEqual(5);
  expect(tuned.settings.deployRoles).toEqual(['arn:aws:iam::111122223333:role/ci-runner']);
  expect(tuned.settings.egressPorts).toContain(5_432);
  expect(tuned.settings.suppressions).toContainEqual(
    expect.objectContaining({
      detection: 'many-secrets-read',
      role: 'arn:aws:iam::111122223333:role/nightly-backup',
      ...ANSWERABLE,
    }),
  );
  expect(tuned.steps.length).toBeLessThan(8);
});

test('what happened once, and is grave, is told as before', async () => {
  const result = await replayed(tuned.settings);
  expect(raisedIn(result)).toContain('trail-stopped');
  expect(tuned.after.map(({ detection }) => detection)).toContain('trail-stopped');
});

test('the examples of the catalogue are told with the settings as without', () => {
  expect(lostExamples(SETTINGS, tuned.settings)).toEqual([]);
});

test('no address is proposed against what a task or a person called: it is that of everybody behind a gateway', () => {
  const voices = Array.from(
    { length: 5 },
    (_, at): Voice => ({
      ...{ detection: 'ecs-service-scaled-to-zero', severity: 'high', at, ports: [] },
      actor: 'arn:aws:sts::111122223333:assumed-role/scaler/0123456789abcdef0123456789abcdef',
      address: '203.0.113.9',
    }),
  );
  const proposals = (of: readonly Voice[]) =>
    propose(of, asked.catalogue, asked.roles, 30).map(({ proposal }) => proposal.kind);
  expect(proposals(voices)).not.toContain('suppression');
  expect(proposals(voices.map((voice) => ({ ...voice, actor: undefined })))).toContain('suppression');
});

test('an example that a setting would hide is named', () => {
  const hidden = mergeSettings(SETTINGS, {
    custom: { detections, changes: [{ change: 'trail-stopped', off: true, reason: 'x' }] },
  });
  expect(lostExamples(SETTINGS, hidden)).toContainEqual({
    detection: 'trail-stopped',
    where: 'example 0 of the catalogue',
  });
});

test('a step by which an incident would be lost is taken back and said', async () => {
  const losses = [{ detection: 'trail-stopped', where: 'the incident log-tampering' }];
  const { steps, refused, settings } = await tune(
    request({ lostIncidents: async (_, after) => (after.deployRoles.length > 0 ? losses : []) }),
  );
  expect(settings.deployRoles).toEqual([]);
  expect(steps.map(({ proposal }) => proposal.kind)).not.toContain('deploy-role');
  expect(refused).toContainEqual({
    proposal: { kind: 'deploy-role', role: 'arn:aws:iam::111122223333:role/ci-runner' },
    losses,
  });
});

test('nothing is proposed where the budget is kept already', async () => {
  const { steps, after, before } = await tune(request({ perWeek: 1_000 }));
  expect(steps).toEqual([]);
  expect(after).toEqual(before);
});

test('a labelled incident that is played with the settings is told', async () => {
  const incidents = INCIDENTS.filter(({ name }) => name === 'log-tampering');
  expect(await lostIncidents(SETTINGS, tuned.settings, incidents)).toEqual([]);
});

test('what is said names the settings and what they keep quiet', () => {
  const text = renderTune(tuned, 5, terminalOf({ write: () => true } as never, {}));
  expect(text).toContain('deployRoles: arn:aws:iam::111122223333:role/ci-runner');
  expect(text).toMatch(/with them: \d\.\d a week/);
});

test('voices are what is of medium and higher', () => {
  const { first } = asked;
  for (const { severity } of voicesOf(first)) expect(severity).not.toBe('low');
});
