import { buildCatalogue } from '../../../detections/catalogue';
import { exampleEvent } from '../../../detections/examples/example-event';
import { blindSpots, uncoveredTechniques } from '../../../local/plan/blind-spots';
import { VolumeSink } from '../../../local/plan/volume-sink';

const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });

/** Three hundred calls, and what a test changes in them. */
function seen(...changes: readonly object[]): VolumeSink {
  const sink = new VolumeSink([22]);
  for (let call = 0; call < 300; call += 1) {
    const record = exampleEvent('ecs', 'RunTask', null, { readOnly: false });
    sink.cloudTrail({ ...record, ...changes[call % Math.max(1, changes.length)] });
  }
  return sink;
}

const reasonsOf = (sink: VolumeSink) =>
  new Map(blindSpots(CATALOGUE, sink).map(({ detection, reason }) => [detection, reason]));

test('without flow logs no rule on them can fire, and it is said', () => {
  expect(reasonsOf(seen()).get('ssh-brute-force')).toBe('there are no flow logs');
});

test('a flow log that lacks a field is blind to what needs it, and to that alone', () => {
  const sink = seen();
  sink.flowRecords = 10;
  for (const name of ['protocol', 'srcport', 'dstport', 'start', 'end', 'srcaddr', 'dstaddr']) {
    sink.flowFields.add(name);
  }
  const reasons = reasonsOf(sink);
  expect(reasons.get('ssh-brute-force')).toBe('the flow logs have no field packets');
  expect(reasons.has('ssh-flood')).toBe(false);
});

test('a trail of one region never shows the calls of IAM', () => {
  const reasons = reasonsOf(seen({ awsRegion: 'eu-west-1' }));
  expect(reasons.get('iam-permissions-changed')).toContain('us-east-1');
  expect(
    reasonsOf(seen({ awsRegion: 'eu-west-1' }, { awsRegion: 'us-east-1' })).has('iam-permissions-changed'),
  ).toBe(false);
});

test('a trail without read events is blind to what only looks', () => {
  const blind = [...reasonsOf(seen({ awsRegion: 'us-east-1' }))].filter(([, reason]) =>
    reason.includes('no read events'),
  );
  expect(blind.length).toBeGreaterThan(0);
  const reading = reasonsOf(seen({ awsRegion: 'us-east-1', eventName: 'ListTasks', readOnly: true }));
  for (const [id] of blind) expect(reading.has(id)).toBe(false);
});

test('of a handful of records nothing is said about what is never among them', () => {
  const sink = new VolumeSink([22]);
  sink.cloudTrail(exampleEvent('ecs', 'RunTask'));
  expect(reasonsOf(sink).has('iam-permissions-changed')).toBe(false);
});

test('a technique is uncovered where nothing that sees it can fire', () => {
  const all = CATALOGUE.map(({ id }) => ({ detection: id, reason: 'x' }));
  expect(uncoveredTechniques(CATALOGUE, all)).toContain('T1609');
  expect(uncoveredTechniques(CATALOGUE, [])).toEqual([]);
});
