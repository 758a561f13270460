import { buildCatalogue } from '../../../detections/catalogue';
import { readCustomFiles } from '../../../detections/custom/read-files';
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

/** A flow rule and a filter of somebody's own, each with what fires it. */
const OWN_RUNBOOK = `runbook:
  meaning: A task of the fleet spoke to a port of the outside.
  impact: Data may have left the fleet.
  diagnosis: [Look at the flow records of the task in the hour before.]
  response: [Stop the task and look at its image.]
`;
const OWN = `id: own-task-spoke
title: A task spoke to the outside
severity: high
attack: [T1048]
detector:
  kind: flow
  detection: {selection: {ecsService: web}, condition: selection}
  by: source
  count: connections
  atLeast: 1
  withinMinutes: 10
${OWN_RUNBOOK}examples:
  fires:
    - flows: [{srcaddr: 203.0.113.9, dstaddr: 10.0.1.5, ecs-service-name: web}]
  staysSilent:
    - flows: [{srcaddr: 203.0.113.9, dstaddr: 10.0.1.5, ecs-service-name: api}]
---
id: own-object-read
title: An object was read
severity: high
attack: [T1530]
detector:
  kind: filter
  pattern: '{ $.eventName = "GetObject" }'
${OWN_RUNBOOK}examples:
  fires:
    - {eventSource: s3.amazonaws.com, eventName: GetObject, eventCategory: Data, managementEvent: false}
  staysSilent:
    - {eventSource: s3.amazonaws.com, eventName: PutObject, eventCategory: Data, managementEvent: false}
`;

test("detections of one's own that can never fire are named with what is missing, and the others are not", () => {
  const { detections, fires, problems } = readCustomFiles([{ name: 'own.yml', text: OWN }], CATALOGUE);
  expect(problems).toEqual([]);
  const reasons = (sink: VolumeSink) =>
    blindSpots(detections, sink, fires).map(({ detection, reason }) => `${detection}: ${reason}`);
  const poor = seen({ awsRegion: 'us-east-1' });
  poor.flowRecords = 10;
  for (const name of ['protocol', 'srcport', 'dstport', 'srcaddr', 'dstaddr', 'start', 'end']) {
    poor.flowFields.add(name);
  }
  expect(reasons(poor)).toEqual([
    'own-task-spoke: the flow logs have no field ecs-service-name',
    'own-object-read: the trail records no data events',
  ]);
  const rich = seen({ awsRegion: 'us-east-1', eventCategory: 'Data', managementEvent: false });
  rich.flowRecords = 10;
  for (const name of [...poor.flowFields, 'ecs-service-name']) rich.flowFields.add(name);
  expect(reasons(rich)).toEqual([]);
});

const sigma = (title: string, detection: string) =>
  `title: ${title}\nlogsource: {product: aws, service: cloudtrail}\ndetection: ${detection}\nlevel: low\n`;
const SIGMA = [
  sigma(
    'Reads',
    '{a: {eventSource: ecs.amazonaws.com, eventName: [ListTasks, DescribeTasks]}, condition: a}',
  ),
  sigma('Reads or writes', '{a: {eventName: ListTasks}, b: {eventName: RunTask}, condition: a or b}'),
  sigma('Reads, refused', '{a: {eventName: GetUser}, f: {errorCode: x}, condition: a and not f}'),
  sigma('Who knows', '{a: {eventName|startswith: List}, condition: a}'),
  sigma('Anything else', '{a: {eventName: ListTasks}, condition: not a}'),
].join('---\n');

test('a Sigma rule without examples is judged by the calls that it names whole, and no other is said to be blind', () => {
  const { detections, fires, problems } = readCustomFiles([{ name: 'sigma.yml', text: SIGMA }], CATALOGUE);
  expect(problems).toEqual([]);
  const blindTo = (sink: VolumeSink) => blindSpots(detections, sink, fires).map(({ detection }) => detection);
  expect(blindTo(seen({ awsRegion: 'us-east-1' }))).toEqual(['sigma-reads', 'sigma-reads-refused']);
  // Where data events are recorded, a call of which nobody says the kind may be one of them.
  const data = { awsRegion: 'us-east-1', eventCategory: 'Data', managementEvent: false };
  expect(blindTo(seen({ awsRegion: 'us-east-1' }, data))).toEqual([]);
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
