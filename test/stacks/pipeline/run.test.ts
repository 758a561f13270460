import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synth } from '../synth';
import { CODE_PIPELINE, type Context } from '../variants';
import { type PlayProps, play, readLines } from './player';
import { layStandIns, standInVariables } from './stand-ins';

/** The pipeline of the template, its own commands run by a shell, with stand-ins for Docker, the AWS CLI and CDK. */
const PRODUCTION: Context = { mode: 'production', stage: 'hardened', ...CODE_PIPELINE };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pipeline-run-'));
  layStandIns(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(
  variables: Readonly<Record<string, string>> = {},
  props: Partial<PlayProps> = { approve: () => {} },
  context = PRODUCTION,
) {
  const source = path.join(folder, 'commit');
  mkdirSync(path.join(source, 'workload'), { recursive: true });
  writeFileSync(path.join(source, 'workload/Dockerfile'), 'ARG BASE=debian:12\nFROM $BASE\n');
  const played = play(synth(context).template('pipeline'), {
    folder,
    source,
    variables: { ...standInVariables(folder), ...variables },
    ...props,
  });
  return { ...played, calls: readLines(path.join(folder, 'calls')) };
}
const deployed = (calls: readonly string[]) => calls.some((call) => call.startsWith('cdk deploy'));
const TESTED_ALARMS = ['harborwatch-load-balancer-errors', 'harborwatch-target-errors'];

test('a commit is tested, built, judged, shown, approved and deployed, each step with what the one before made', () => {
  const { ran, ended, calls } = run();
  expect([ran, ended]).toEqual([
    ['Source', 'Check', 'Image', 'ShowChanges', 'Approve', 'Deploy'],
    'succeeded',
  ]);
  const order = ['npm test', 'docker push', 'aws ecr describe-image-scan', 'cdk diff', 'cdk deploy'];
  const places = order.map((beginning) => calls.findIndex((call) => call.startsWith(beginning)));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places[0]).toBeGreaterThanOrEqual(0);
  expect(calls.at(-1)).toContain('--change-set-name pipeline-run-7 NetworkStack DashboardStack');
  const made = path.join(folder, 'artifacts/BirthCertificate');
  expect(readdirSync(made).sort()).toEqual(['bill-of-materials.json', 'birth-certificate.json']);
  expect(JSON.parse(readFileSync(path.join(made, 'birth-certificate.json'), 'utf8'))).toMatchObject({
    commit: 'abc',
    run: 'run-7',
    scan: 'COMPLETE',
    signature: 'COMPLETE',
  });
});

test('nothing is shown or deployed before the scan is over', () => {
  const { ended, calls } = run({ SCANNED_AFTER: '4' });
  expect(ended).toBe('succeeded');
  const looks = calls.flatMap((call, at) => (call.includes('describe-image-scan-findings') ? [at] : []));
  expect(looks).toHaveLength(5);
  expect(calls.findIndex((call) => call.startsWith('cdk '))).toBeGreaterThan(looks.at(-1) ?? 0);
});

test.each([
  ['a critical finding', { SCAN: 'COMPLETE\\t1' }, 'Image', '1 critical findings'],
  ['a scan that does not end', { SCANNED_AFTER: '99' }, 'Image', 'was not over after 6 looks'],
  ['an image that is not signed', { SIGNATURE: '' }, 'Image', 'is not signed'],
  ['tests that fail', { TESTS_FAIL: 'yes' }, 'Check', ''],
])('%s ends the run, and nothing is deployed', (_, variables, last, sentence) => {
  const { ran, ended, said, calls } = run(variables);
  expect([ended, ran.at(-1)]).toEqual(['failed', last]);
  expect(said).toContain(sentence);
  expect(deployed(calls)).toBe(false);
});

test('findings that are not critical let it go on', () => {
  const { ended, calls } = run({ SCAN: 'ACTIVE\\t0' });
  expect([ended, deployed(calls)]).toEqual(['succeeded', true]);
});

test('until somebody approves nothing is deployed in production; a demo asks nobody', () => {
  const { ended, calls } = run({}, {});
  expect([ended, deployed(calls)]).toEqual(['waiting', false]);
});

test('a demo asks nobody', () => {
  const { ran, ended } = run({}, {}, { ...PRODUCTION, mode: 'demo' });
  expect(ran).not.toContain('Approve');
  expect(ended).toBe('succeeded');
});

test('templates that change while somebody thinks are not deployed', () => {
  const { ended, said, calls } = run(
    {},
    { approve: (artifact) => writeFileSync(path.join(artifact('Checked'), 'more.template.json'), '{}') },
  );
  expect([ended, deployed(calls)]).toEqual(['failed', false]);
  expect(said).toContain('are not those that were shown');
});

test.each(TESTED_ALARMS)('%s after it takes the deployment back', (alarm) => {
  const { ended, calls } = run({}, { approve: () => {}, sounding: [alarm] });
  expect([ended, deployed(calls)]).toEqual(['rolled back', true]);
});

test('an alarm of something else does not', () => {
  expect(run({}, { approve: () => {}, sounding: ['harborwatch-ssh-brute-force'] }).ended).toBe('succeeded');
});
