import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { renderJson } from '../../../../local/render/forms/json';
import { exampleAlarm, exampleResult, reportOf } from '../../replay/example-result';

const schema = JSON.parse(readFileSync(path.join(__dirname, '../../../../docs/replay.schema.json'), 'utf8'));
const validate = addFormats(
  new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }),
).compile(schema);
const document = (...args: Parameters<typeof exampleResult>) =>
  JSON.parse(renderJson(reportOf(exampleResult(...args))));
const problems = (value: unknown) => (validate(value) ? [] : validate.errors);

test('the document is what docs/replay.schema.json describes', () => {
  expect(problems(document())).toEqual([]);
});

test('an archive, a window that leaves records out and blind flow logs are described', () => {
  const { read } = exampleResult();
  const archive = {
    path: 'evidence.zip',
    kind: 'archive' as const,
    records: 0,
    analyzed: 0,
    skipped: {},
    unreadable: [],
    unreadableCount: 0,
  };
  const found = document({
    read: { ...read, files: [archive, ...read.files] },
    outside: { count: 2, from: 1_793_606_400, to: 1_793_606_460 },
    blindFlowLogs: ['flow.log'],
    accounts: ['111122223333', '444455556666'],
    ruling: ['harborwatch.json: sshPorts'],
  });
  expect(problems(found)).toEqual([]);
  expect(found.outside).toEqual({ records: 2, from: '2026-11-02T08:00:00Z', to: '2026-11-02T08:01:00Z' });
});

test('a replay that found nothing, in nothing, is described too', () => {
  const nothing = document({ span: undefined, alarms: [], findings: [] });
  expect(problems(nothing)).toEqual([]);
  expect(nothing.span).toBeNull();
});

test('the schema refuses a name that it does not know, and a time without a zone', () => {
  expect(problems({ ...document(), extra: 1 })).not.toEqual([]);
  const wrong = document();
  wrong.alarms[0].at = '2026-11-02T08:01:00';
  expect(problems(wrong)).not.toEqual([]);
});

test('an alarm names its detection, its time in ISO 8601 and its records by event id', () => {
  expect(document().alarms[0]).toMatchObject({
    detection: 'ecs-exec-session-opened',
    severity: 'high',
    state: 'ALARM',
    at: '2026-11-02T08:01:00Z',
    value: 1,
    threshold: 1,
    records: ['event-1'],
    recordsWhileRed: ['event-2'],
  });
});

test('the change to OK has the records that came while the alarm was red', () => {
  expect(document().alarms[1]).toMatchObject({ state: 'OK', value: null, records: ['event-2'] });
});

test('records that were counted and not kept are said', () => {
  const alarms = [exampleAlarm({ causeCount: 40 })];
  expect(document({ alarms }).alarms[0]).toMatchObject({ records: ['event-1'], recordCount: 40 });
});

test('a finding has the names that scripts depend on', () => {
  expect(document().findings[0]).toMatchObject({
    detection: 'ssh-brute-force',
    severity: 'medium',
    confidence: 0.75,
    state: 'END',
    source: '198.51.100.23',
    targets: ['10.0.1.5'],
    ports: [22],
    firstSeen: '2026-11-02T08:00:00Z',
    lastSeen: '2026-11-02T08:20:00Z',
    evidence: { attempts: 61 },
  });
});

test('home regions are those that were learned when the settings name none, and the document says which', () => {
  expect(document()).toMatchObject({ homeRegionsLearned: true, settings: { homeRegions: ['eu-west-1'] } });
  const given = { ...exampleResult().settings, homeRegions: ['us-east-2'] };
  expect(document({ settings: given, learnedHomeRegions: undefined })).toMatchObject({
    homeRegionsLearned: false,
    settings: { homeRegions: ['us-east-2'] },
  });
});
