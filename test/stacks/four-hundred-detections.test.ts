import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCustomFolder } from '../../deployment/custom-folder';
import { buildCatalogue } from '../../detections/catalogue';
import { exampleEvent } from '../../detections/examples/example-event';
import { replay } from '../../local/replay/replay';
import { mergeSettings } from '../../local/settings/replay-settings';
import { synth } from './synth';

const COUNT = 400;
/** Quotas of CloudFormation: resources of a stack, bytes of a template in S3. */
const MOST_RESOURCES = 500;
const MOST_BYTES = 1_000_000;
/** Of a log group (CloudWatch Logs quotas). */
const MOST_FILTERS = 100;

let folder: string;

const severities = ['low', 'medium', 'high', 'critical'] as const;

/** A detection of somebody's own; every other one is more than a pattern can say. */
function generated(index: number): string {
  const search = `{selection: {eventSource: iam.amazonaws.com, eventName: MadeUp${index}}, condition: selection}`;
  const detector =
    index % 2 === 0
      ? `{kind: filter, pattern: '{ ($.eventName = "MadeUp${index}") }'}`
      : `{kind: predicate, detection: ${search}}`;
  return `id: made-up-${index}
title: The made-up call number ${index} was made
severity: ${severities[index % severities.length]}
attack: [T1078]
detector: ${detector}
runbook:
  meaning: Somebody called an API that nobody of ours ever calls in this account.
  impact: Whoever did it may have the keys of a person of ours.
  diagnosis: [In the hour before eventTime look at userIdentity of the caller., Look at sourceIPAddress of the day before.]
  response: [Ask the owner of the identity and revoke its sessions.]
examples:
  fires: [{eventSource: iam.amazonaws.com, eventName: MadeUp${index}}]
  staysSilent: [{eventSource: iam.amazonaws.com, eventName: Another${index}}]
`;
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'four-hundred-'));
  for (let index = 0; index < COUNT; index += 1) {
    writeFileSync(path.join(folder, `made-up-${index}.yaml`), generated(index));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('four hundred more detections deploy: no stack and no log group has too many of anything', () => {
  const synthesized = synth({ stage: 'hardened', detections: folder });
  for (const stack of synthesized.stacks) {
    const template = synthesized.template(stack).toJSON();
    const resources = Object.values(template['Resources'] ?? {}) as { Type: string }[];
    expect([stack, resources.length <= MOST_RESOURCES]).toEqual([stack, true]);
    expect([stack, JSON.stringify(template).length <= MOST_BYTES]).toEqual([stack, true]);
  }
  const filters = Object.values(
    synthesized.template('detection').findResources('AWS::Logs::MetricFilter'),
  ).filter(({ Properties }) => /\$\.event(?:Name|Source)/.test(Properties.FilterPattern));
  expect(filters.length).toBeLessThanOrEqual(MOST_FILTERS);
});

test('and they replay: each of them is told, whether it has a place among the filters or none', async () => {
  const ours = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });
  const { problems, detections, changes } = readCustomFolder(folder, ours);
  expect(problems).toEqual([]);
  const logs = mkdtempSync(path.join(tmpdir(), 'four-hundred-logs-'));
  const records = Array.from({ length: COUNT }, (_, index) => ({
    ...exampleEvent('iam', `MadeUp${index}`),
    eventID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  }));
  writeFileSync(path.join(logs, 'records.json'), JSON.stringify({ Records: records }));
  try {
    const { result } = await replay({
      folder: logs,
      settings: { ...mergeSettings({}), custom: { detections, changes } },
    });
    const told = new Set([
      ...result.findings.map(({ detection }) => detection),
      ...result.alarms.map(({ detection }) => detection),
    ]);
    const missing = Array.from({ length: COUNT }, (_, index) => `made-up-${index}`).filter(
      (id) => !told.has(id),
    );
    expect(missing).toEqual([]);
  } finally {
    rmSync(logs, { recursive: true, force: true });
  }
});
