import fc from 'fast-check';
import { buildCatalogue } from '../../../detections/catalogue';
import { customDetections, examplesOf } from '../../../detections/custom/custom-detections';
import { readCustomFiles } from '../../../detections/custom/read-files';
import { exampleProblems } from '../../../detections/custom/run-examples';
import { YAML_LIMITS } from '../../../detections/custom/yaml-documents';
import { placeDetections } from '../../../detections/placement';

const OURS = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });
const read = (text: string) => readCustomFiles([{ name: 'own.yml', text }], OURS);
const mistakes = (text: string) => read(text).problems.map(({ line, message }) => `${line}: ${message}`);

const HEAD = `id: own-thing-happened
title: A thing of our own happened
severity: high
attack: [T1078]
runbook:
  meaning: Somebody called an API that nobody of ours ever calls in this account.
  impact: Whoever did it may have the keys of a person of ours.
  diagnosis: [In the hour before eventTime look at userIdentity of the caller., Look at sourceIPAddress of the day before.]
  response: [Ask the owner of the identity and revoke its sessions.]
`;
const SEARCH = '{selection: {eventSource: iam.amazonaws.com, eventName: CreateUser}, condition: selection}';

const KINDS: readonly (readonly [kind: string, yaml: string])[] = [
  [
    'filter',
    `detector: {kind: filter, pattern: '{ ($.eventName = "CreateUser") }'}
alarm: {threshold: 2, periodMinutes: 10}
examples:
  fires: [[{eventSource: iam.amazonaws.com, eventName: CreateUser}, {eventSource: iam.amazonaws.com, eventName: CreateUser}]]
  staysSilent: [{eventSource: iam.amazonaws.com, eventName: CreateUser}]`,
  ],
  [
    'predicate',
    `detector: {kind: predicate, detection: ${SEARCH}}
examples:
  fires: [{eventSource: iam.amazonaws.com, eventName: createuser}]
  staysSilent: [{eventSource: iam.amazonaws.com, eventName: CreateRole}]`,
  ],
  [
    'count',
    `detector: {kind: count, detection: ${SEARCH}, by: [recipientAccountId], distinct: requestParameters.userName, atLeast: 2, withinMinutes: 5}
examples:
  fires:
    - - {eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters: {userName: a}}
      - {eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters: {userName: b}}
  staysSilent:
    - - {eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters: {userName: a}}
      - {eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters: {userName: a}}`,
  ],
  [
    'chain',
    `detector:
  kind: chain
  withinMinutes: 30
  by: [userIdentity.arn]
  steps:
    - {name: a user was made, detection: ${SEARCH}}
    - {name: it got a key, detection: {selection: {eventName: CreateAccessKey}, condition: selection}}
examples:
  fires: [[{eventSource: iam.amazonaws.com, eventName: CreateUser}, {eventSource: iam.amazonaws.com, eventName: CreateAccessKey}]]
  staysSilent: [[{eventSource: iam.amazonaws.com, eventName: CreateAccessKey}, {eventSource: iam.amazonaws.com, eventName: CreateUser}]]`,
  ],
  [
    'first-time',
    `detector: {kind: first-time, detection: {selection: {eventName: RunTask}, condition: selection}, key: [userIdentity.arn], value: awsRegion, of: region}
examples:
  fires:
    - before: [{eventSource: ecs.amazonaws.com, eventName: RunTask}]
      records: [{eventSource: ecs.amazonaws.com, eventName: RunTask, awsRegion: us-west-2}]
  staysSilent:
    - before: [{eventSource: ecs.amazonaws.com, eventName: RunTask}]
      records: [{eventSource: ecs.amazonaws.com, eventName: RunTask}]`,
  ],
  [
    'flow',
    `detector: {kind: flow, detection: {selection: {dstport: 3389, action: REJECT}, condition: selection}, by: source, count: targets, atLeast: 2, withinMinutes: 60}
examples:
  fires: [{flows: [{srcaddr: 192.0.2.7, dstaddr: 10.0.0.1, dstport: 3389}, {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 3389}]}]
  staysSilent: [{flows: [{srcaddr: 192.0.2.7, dstaddr: 10.0.0.1, dstport: 3389}, {srcaddr: 192.0.2.7, dstaddr: 10.0.0.1, dstport: 3389}]}]`,
  ],
];

test.each(KINDS)(
  'a detection of kind %s fires on its examples, and is the same when it is deployed',
  (_kind, yaml) => {
    const found = read(HEAD + yaml);
    expect(found.problems).toEqual([]);
    const [document] = found.documents;
    if (document === undefined) throw new Error('no document');
    const examples = examplesOf(document);
    if (examples === undefined) throw new Error('no examples');
    const deployed = customDetections(JSON.parse(JSON.stringify(found.documents))).detections;
    for (const detections of [found.detections, deployed]) {
      expect(detections).toHaveLength(1);
      for (const detection of detections) expect(exampleProblems(detection, examples)).toEqual([]);
    }
  },
);

test('an example that does not hold is told', () => {
  const found = read(`${HEAD}detector: {kind: predicate, detection: ${SEARCH}}
examples:
  fires: [{eventSource: iam.amazonaws.com, eventName: CreateRole}]
  staysSilent: [{eventSource: iam.amazonaws.com, eventName: CreateUser}]`);
  const [detection] = found.detections;
  const [document] = found.documents;
  if (detection === undefined || document === undefined) throw new Error('nothing was read');
  expect(exampleProblems(detection, examplesOf(document) ?? { fires: [], staysSilent: [] })).toEqual([
    'examples.fires[0] does not fire; change the example or the detector',
    'examples.staysSilent[0] fires; change the example or the detector',
  ]);
});

test('every mistake is told at once, with its line', () => {
  expect(
    mistakes(`${HEAD.replace('high', 'hgih')}detector:
  kind: predicate
  detection:
    selection:
      eventName|contians: x
    condition: selektion
exampels: {}
---
change: ssh-brute-forc
off: true
reason: x
---
change: ssh-flood
thresholds:
  minutes: 99
reason: x
---
title: b: c
`),
  ).toEqual([
    '3: severity is "hgih"; allowed is low, medium, high, critical',
    '14: there is no modifier "contians"; known are contains, startswith, endswith, lt, lte, gt, gte, wide, utf16le, utf16be, utf16, i, m, s, minute, hour, day, week, month, year, all, cased, re, cidr, base64, base64offset, exists, fieldref, neq',
    '15: the condition names "selektion", which is no search of this detection; there are selection',
    '16: there is no exampels here; did you mean examples?',
    '18: there is no detection ssh-brute-forc; did you mean ssh-brute-force-flat?',
    '24: minutes of ssh-flood is 99; allowed is a whole number from 1 to 5 (it is 3)',
    '27: Nested mappings are not allowed in compact mappings',
  ]);
});

test('ours are switched off, raised, and given other numbers', () => {
  const { changes, problems } = read(`change: ssh-filtered-probe
off: true
reason: background
---
change: ecr-image-pushed-by-outsider
severity: critical
reason: nobody pushes by hand
---
change: ssh-brute-force
thresholds: {guesses: 20}
reason: a job retries`);
  expect(problems).toEqual([]);
  const catalogue = buildCatalogue({ deployRoles: [], homeRegions: [], custom: { detections: [], changes } });
  expect(catalogue.map(({ id }) => id)).not.toContain('ssh-filtered-probe');
  expect(catalogue.find(({ id }) => id === 'ecr-image-pushed-by-outsider')?.severity).toBe('critical');
});

test('what a composite is made of is not switched off under it', () => {
  const composite = OURS.find(({ detector }) => detector.kind === 'composite');
  if (composite?.detector.kind !== 'composite') throw new Error('the catalogue has no composite');
  const [part] = composite.detector.of;
  expect(mistakes(`change: ${part}\noff: true\nreason: x`)).toEqual([
    `2: ${composite.id} is made of ${part}; switch off ${composite.id} first, or change its severity`,
  ]);
});

describe('Sigma', () => {
  const RULE = (more = '') => `title: CloudTrail was stopped
name: trail_stopped
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventSource: cloudtrail.amazonaws.com, eventName: StopLogging}
  condition: selection
level: high
tags: [attack.t1562.008]
${more}`;

  test('a rule that a pattern can say becomes a metric filter, with a look at other cases behind it', () => {
    const { detections, problems } = read(RULE());
    expect(problems).toEqual([]);
    expect(detections).toMatchObject([
      {
        id: 'sigma-cloudtrail-was-stopped',
        severity: 'high',
        attack: ['T1562.008'],
        detector: {
          kind: 'filter',
          pattern: '{ (($.eventSource = "cloudtrail.amazonaws.com") && ($.eventName = "StopLogging")) }',
        },
      },
    ]);
    const { placeOf, trailRules } = placeDetections(detections);
    expect(placeOf.get('sigma-cloudtrail-was-stopped')).toBe('metric-filter');
    expect(trailRules).toHaveLength(1);
  });

  test('a correlation takes the rules that it names', () => {
    const correlation = (type: string, more: string) => `${RULE()}---
title: Again and again
correlation: {type: ${type}, rules: [trail_stopped], group-by: [userIdentity.arn], timespan: 10m, condition: {${more}}}
level: high`;
    const { detections, problems } = read(correlation('event_count', 'gte: 3'));
    expect(problems).toEqual([]);
    expect(detections).toMatchObject([
      { id: 'sigma-again-and-again', detector: { kind: 'count', atLeast: 3 } },
    ]);
    expect(mistakes(correlation('value_count', 'gte: 3'))).toEqual([
      '11: a value_count counts the values of a field; name it in condition.field',
    ]);
    expect(mistakes(correlation('event_count', 'lt: 3'))[0]).toContain('fewer than a number');
    expect(mistakes(correlation('value_avg', 'gte: 3, field: x'))[0]).toContain('carried are event_count');
  });

  test('the account id that is not quoted is told, and read as it is written', () => {
    const { notes, problems, detections } = read(
      RULE().replace('eventName: StopLogging', 'recipientAccountId: 011122223333'),
    );
    expect(problems).toEqual([]);
    expect(notes).toMatchObject([{ line: 5 }]);
    expect(notes[0]?.message).toContain('011122223333 stands without quotation marks');
    expect(JSON.stringify(detections)).toContain('"011122223333\\"');
  });

  test.each([
    ['product: windows, category: process_creation', 'only product aws with service cloudtrail'],
    ['product: aws, service: vpcflow', 'only product aws with service cloudtrail'],
  ])('the log source {%s} is refused with the reason', (source, sentence) => {
    expect(mistakes(RULE().replace('product: aws, service: cloudtrail', source)).join()).toContain(sentence);
  });
});

describe('hostile files', () => {
  test.each<[what: string, text: string]>([
    ['brackets without end', '['.repeat(100_000)],
    ['sequences in sequences', '- '.repeat(50_000)],
    ['keys in keys', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    [
      'a million laughs',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[index]}`).join(',')}]`).join('\n')}`,
    ],
    ['a file that is too large', `a: ${'x'.repeat(YAML_LIMITS.bytes)}`],
    ['the same key twice', 'id: a\nid: b'],
    ['a key that would change objects', '__proto__: {polluted: true}'],
    ['a tag that makes an object', 'a: !!js/function "() => 1"'],
    ['a circle', '&a [*a]'],
    ['no YAML at all', '\u0000\u0001{{{'],
  ])('%s is a mistake with a line, and no more', (_what, text) => {
    const found = read(text);
    expect(found.problems.length).toBeGreaterThan(0);
    for (const { line } of found.problems) expect(line).toBeGreaterThan(0);
    expect(found.detections).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('whatever stands in a file, nothing is thrown and every mistake has a line', () => {
    const whole = KINDS.map(([, yaml]) => HEAD + yaml).join('\n---\n');
    const cut = fc.record({
      at: fc.nat(whole.length),
      remove: fc.nat(40),
      insert: fc.string({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) => {
        let text = whole;
        for (const { at, remove, insert } of cuts)
          text = text.slice(0, at) + insert + text.slice(at + remove);
        for (const { line, message } of read(text).problems) {
          expect(line).toBeGreaterThan(0);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 100) },
    );
  });
});
