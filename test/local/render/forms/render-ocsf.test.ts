import type { Detection } from '../../../../detections/detection';
import { renderOcsf, toOcsfEvents } from '../../../../local/render/forms/render-ocsf';
import {
  EIGHT,
  exampleAlarm,
  exampleCause,
  exampleFinding,
  exampleResult,
} from '../../replay/example-result';

const detection = (id: string, attack: readonly string[]): Detection => ({
  id,
  title: `Title of ${id}`,
  severity: 'high',
  attack,
  set: 'tuned',
  detector: { kind: 'filter', pattern: '{ $.eventName = "ExecuteCommand" }' },
  runbook: {
    meaning: 'Meaning.',
    impact: 'Impact.',
    diagnosis: ['Look.'],
    response: ['Stop it.', 'Fix it.'],
  },
});
const catalogue = [
  detection('ecs-exec-session-opened', ['T1609']),
  detection('ssh-brute-force', ['T1110.001', 'T1021.004']),
];
const events = (...args: Parameters<typeof exampleResult>) => toOcsfEvents(exampleResult(...args), catalogue);

test('each change of an alarm and each telling of a finding is one line, in time order', () => {
  const lines = renderOcsf(exampleResult(), catalogue).trimEnd().split('\n');
  const told = lines
    .map((line) => JSON.parse(line))
    .map((event) => [event.metadata.event_code, event.activity_name]);
  expect(told).toEqual([
    ['ecs-exec-session-opened', 'Create'],
    ['ssh-brute-force', 'Create'],
    ['ssh-brute-force', 'Update'],
    ['ecs-exec-session-opened', 'Close'],
    ['ssh-brute-force', 'Close'],
  ]);
});

test('the head of an event is that of Detection Finding, class 2004, schema 1.8.0', () => {
  expect(events()[0]).toMatchObject({
    class_uid: 2004,
    category_uid: 2,
    activity_id: 1,
    type_uid: 200401,
    severity_id: 4,
    time: (EIGHT + 60) * 1000,
    status_id: 1,
    is_alert: true,
    metadata: { version: '1.8.0', profiles: ['cloud'], product: { name: 'Harborwatch' } },
    cloud: { provider: 'AWS', region: 'eu-west-1', account: { uid: '111122223333' } },
  });
});

test('one story has one uid from Create to Close, and the next story of the detection another', () => {
  const alarms = [
    exampleAlarm(),
    exampleAlarm({ state: 'OK', at: EIGHT + 900 }),
    exampleAlarm({ at: EIGHT + 1800 }),
  ];
  const uids = events({ alarms, findings: [] }).map(
    (event) => (event['finding_info'] as { uid: string }).uid,
  );
  expect(uids).toEqual([
    'ecs-exec-session-opened/2026-11-02T08:01:00Z',
    'ecs-exec-session-opened/2026-11-02T08:01:00Z',
    'ecs-exec-session-opened/2026-11-02T08:30:00Z',
  ]);
});

test('an alarm that was never red closes nothing', () => {
  expect(events({ alarms: [exampleAlarm({ state: 'OK' })], findings: [] })).toEqual([]);
});

test('a sub-technique of ATT&CK stands under its technique', () => {
  expect(events({ alarms: [] })[0]).toMatchObject({
    finding_info: {
      attacks: [
        {
          version: '19.0',
          technique: { uid: 'T1110', name: 'Brute Force' },
          sub_technique: { uid: 'T1110.001' },
        },
        { technique: { uid: 'T1021' }, sub_technique: { uid: 'T1021.004' } },
      ],
    },
  });
});

test('the records behind an alarm are its evidence: who, what, from where', () => {
  expect(events()[0]?.['evidences']).toMatchObject([
    {
      uid: 'event-1',
      api: { operation: 'ExecuteCommand', service: { name: 'ecs.amazonaws.com' } },
      actor: { user: { name: 'user mallory', uid: 'arn:aws:iam::111122223333:user/mallory' } },
      src_endpoint: { ip: '198.51.100.23' },
    },
  ]);
});

test('a source that is no address is a name and no observable', () => {
  const causes = [exampleCause('event-1', EIGHT, { sourceAddress: 'ecs.amazonaws.com' })];
  const [event] = events({ alarms: [exampleAlarm({ causes })], findings: [] });
  expect(event?.['evidences']).toMatchObject([{ src_endpoint: { name: 'ecs.amazonaws.com' } }]);
  expect(event?.['observables']).toEqual([
    { name: 'evidences[].actor.user.name', type_id: 4, type: 'User Name', value: 'user mallory' },
  ]);
});

test('an address that stands in many records is observed once', () => {
  const causes = [exampleCause('event-1', EIGHT), exampleCause('event-2', EIGHT + 1)];
  const [event] = events({ alarms: [exampleAlarm({ causes })], findings: [] });
  expect(event?.['observables']).toHaveLength(2);
});

test('a finding has its numbers in evidences and its confidence as a score', () => {
  expect(events({ alarms: [] })[1]).toMatchObject({
    activity_name: 'Update',
    confidence_score: 75,
    confidence_id: 3,
    count: 40,
    evidences: [
      {
        data: { attempts: 61 },
        src_endpoint: { ip: '198.51.100.23' },
        dst_endpoint: { ip: '10.0.1.5', port: 22 },
      },
    ],
    resources: [{ name: '10.0.1.5', role_id: 1 }],
  });
});

test('a finding about many sources names none as the source', () => {
  const [event] = events({ alarms: [], findings: [exampleFinding({ source: '*' })] });
  expect(event?.['evidences']).toEqual([expect.not.objectContaining({ src_endpoint: expect.anything() })]);
});
