import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import { buildCatalogue } from '../../../detections/catalogue';
import { analyzeBatch, UnreadableBatchError } from '../../../handlers/flow-log-analyzer/analyze-batch';
import { replay } from '../../../local/replay/replay';
import { readSettingsFile } from '../../../local/settings/find-settings';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { SubscriptionPayloadError } from '../../../records/envelopes/subscription-payload';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import { simulate } from '../../../simulate/simulate';
import { filesOf, textOf } from '../../simulate/files-of';
import { FORMAT_TEXT, guesses, sshTalk } from '../harness/flow-lines';
import { subscriptionEvent } from '../harness/subscription';

const EIGHT = 1_793_606_400;
const SETTINGS = {
  format: compileFlowLogFormat(FORMAT_TEXT),
  policy: DEFAULT_SSH_POLICY,
  detections: buildCatalogue(),
};
const found = (lines: readonly string[]) => analyzeBatch(subscriptionEvent(lines), SETTINGS);

test('a control message is no batch', () => {
  const event = subscriptionEvent(['CWL CONTROL MESSAGE: Checking health'], {
    messageType: 'CONTROL_MESSAGE',
  });
  expect(analyzeBatch(event, SETTINGS)).toBeUndefined();
});

test('five connections within two minutes are a burst, four are not', () => {
  const detections = (count: number) =>
    found(guesses(count, EIGHT))?.findings.map(({ detection }) => detection) ?? [];
  expect(detections(5)).toContain('ssh-probe-burst');
  expect(detections(4)).not.toContain('ssh-probe-burst');
});

test('counts new connections, not the records of both directions', () => {
  expect(found([...guesses(3, EIGHT), ...sshTalk({ at: EIGHT, source: '198.51.100.9' })])?.activity).toEqual({
    attempts: 4,
    rejected: 0,
    answered: 4,
    sources: 2,
  });
});

test('one bad line costs one line', () => {
  const [first = '', ...rest] = guesses(6, EIGHT);
  const counts = found([`${first} surplus`, ...rest])?.counts;
  expect(counts).toMatchObject({ analyzed: 11, unreadable: [{ index: 0 }] });
});

test('a batch of which nothing can be read is an error that names the first reason', () => {
  const lines = guesses(2, EIGHT).map((line) => `${line} surplus`);
  expect(() => found(lines)).toThrow(UnreadableBatchError);
  expect(() => found(lines)).toThrow(/none of 4 lines .* surplus columns/);
});

test('lost records are a finding, and NODATA is not', () => {
  const empty = (status: string) =>
    `7 111122223333 eni-0a1b2c3d4e5f67890 - - - - - - - ${EIGHT} ${EIGHT + 60} - ${status} - - - - - - - -`;
  expect(found([empty('SKIPDATA')])?.findings.map(({ detection }) => detection)).toEqual([
    'flow-log-records-lost',
  ]);
  expect(found([empty('NODATA')])?.findings).toEqual([]);
});

test.each([
  ['nothing', undefined],
  ['another service', { Records: [] }],
  ['no gzip', { awslogs: { data: 'AAAA' } }],
])('an event of %s is no subscription event', (_what, event) => {
  expect(() => analyzeBatch(event, SETTINGS)).toThrow(SubscriptionPayloadError);
});

describe('the replay finds the same in the same records', () => {
  let work: string;
  beforeAll(() => {
    work = mkdtempSync(path.join(tmpdir(), 'harborwatch-handlers-'));
  });
  afterAll(() => rmSync(work, { recursive: true }));

  // What the subscription does not bring: ports that are not the fleet's SSH ports, and the API.
  const ELSEWHERE = ['port-scan', 'address-scan', 'unusual-egress', 'ssh-vertical-scan'];
  const JOINED = ['ssh-port-opened-then-probed'];

  test.each(['ssh-brute-force', 'workshop-incident', 'outbound-ssh'])(
    '%s',
    async (scenario) => {
      const folder = path.join(work, scenario);
      await simulate(scenario, 5, folder, { format: 'text' });
      // A subscription to flow logs does not bring what sshd says, which would win over sizes.
      for (const file of filesOf(folder)) if (file.includes('containerlogs')) rmSync(path.join(folder, file));
      const settings = mergeSettings(await readSettingsFile(path.join(folder, 'harborwatch.json')));
      const { result } = await replay({ folder, settings });
      const expected = result.findings
        .filter(({ log }) => log !== 'cloudtrail')
        .filter(({ detection }) => ![...ELSEWHERE, ...JOINED].includes(detection))
        .filter(({ ports }) => ports.every((port) => settings.sshPorts.includes(port)))
        .map(({ title: _title, ...finding }) => finding);

      const lines = filesOf(folder)
        .filter((file) => file.includes('vpcflowlogs') && file.endsWith('.gz'))
        .flatMap((file) => textOf(folder, file).trim().split('\n').slice(1));
      const detections = buildCatalogue(
        settings.homeRegions === undefined ? undefined : { ...settings, homeRegions: settings.homeRegions },
      );
      const batch = analyzeBatch(subscriptionEvent(lines), { ...SETTINGS, policy: settings, detections });

      expect(expected.length).toBeGreaterThan(0);
      expect(batch?.findings.filter(({ detection }) => !ELSEWHERE.includes(detection))).toEqual(expected);
    },
    60_000,
  );
});
