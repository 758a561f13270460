import type { Raised, ReportDocument, Traffic } from '../../../report/document';
import { bucketsOf } from '../../../report/page/figures/buckets';
import { lanesOf, MOST_LANES } from '../../../report/page/figures/lanes';
import { shownOf } from '../../../report/page/figures/matches';
import { matrixOf } from '../../../report/page/figures/matrix';
import { MOST_EDGES, placeReaches, reachesOf } from '../../../report/page/figures/reach';
import { tickText } from '../../../report/page/figures/tick-text';
import { durationText } from '../../../report/page/texts';
import { panned, windowOf, zoomed } from '../../../report/page/zoom';

const raised = (some: Partial<Raised>): Raised => ({
  ...{ id: 'a', kind: 'finding', detection: 0, severity: 'high', from: 100, to: 200, who: [], addresses: [] },
  ...{ tasks: [], targets: [], ports: [], account: null, summary: '', confidence: null, isOnlyTried: false },
  ...{ evidence: {}, records: [], recordCount: 0, changes: [], ...some },
});

const document = (some: Partial<ReportDocument>): ReportDocument => ({
  ...{ format: 'harborwatch-report/1', title: '', source: '', version: '0', span: null, records: [] },
  summary: { actors: [], open: [], openCount: 0, commands: [] },
  detections: [{ id: 'ssh-brute-force', title: 'Guessing', severity: 'high', attack: ['T1110.001'] }],
  ...{ raised: [], traffic: null, attempts: null, techniques: [], read: null, settings: [], sums: [] },
  ...{ audit: { answers: [], notes: [] }, notes: [], leftOut: [], limits: [], ...some },
});

describe('what is shown', () => {
  const mallory = raised({
    id: 'm',
    who: ['user mallory'],
    severity: 'critical',
    summary: 'stopped the trail',
  });
  const probe = raised({
    id: 'p',
    who: ['192.0.2.1'],
    addresses: ['192.0.2.1'],
    targets: ['10.0.0.5'],
    severity: 'low',
    from: 900,
    to: null,
  });
  const all = document({ raised: [mallory, probe] });
  const ids = (state: Parameters<typeof shownOf>[1]) => shownOf(all, state).map(({ id }) => id);

  test.each([
    [{}, ['m', 'p']],
    [{ actor: 'user mallory' }, ['m']],
    [{ actor: 'mallory' }, []],
    [{ address: '10.0.0.5' }, ['p']],
    [{ severity: 'high' }, ['m']],
    [{ technique: 'T1110' }, ['m', 'p']],
    [{ technique: 'T111' }, []],
    [{ text: 'TRAIL stopped' }, ['m']],
    [{ from: 150, to: 160 }, ['m']],
    [{ from: 201, to: 800 }, []],
    // What goes on at the end goes on.
    [{ from: 1000, to: 1001 }, ['p']],
  ])('%j shows %j', (state, expected) => expect(ids(state)).toEqual(expected));
});

describe('lanes', () => {
  test('the gravest come first, and who is named twice has one', () => {
    const { lanes } = lanesOf(
      [
        raised({ who: ['low'], severity: 'low' }),
        raised({ who: ['bad', 'bad'], severity: 'critical' }),
        raised({ who: ['low'], severity: 'low' }),
      ],
      'actor',
    );
    expect(lanes.map(({ name, severity, raised: own }) => [name, severity, own.length])).toEqual([
      ['bad', 'critical', 1],
      ['low', 'low', 2],
    ]);
  });

  test('those that have no lane are counted', () => {
    const many = Array.from({ length: MOST_LANES + 3 }, (_, at) => raised({ addresses: [`192.0.2.${at}`] }));
    expect(lanesOf(many, 'address')).toMatchObject({ left: 3 });
  });
});

describe('who reached what', () => {
  const record = (some: object) => ({
    ...{
      id: 'e',
      at: 1,
      call: 'ecs:ExecuteCommand',
      who: 'user mallory',
      arn: null,
      from: '192.0.2.66',
      account: null,
    },
    ...{ region: null, error: null, target: 'task ab', place: null, ...some },
  });

  test('records tell address, caller and target; a refusal of all is only tried', () => {
    const all = document({ records: [record({}), record({ target: 'trail x', error: 'AccessDenied' })] });
    const reaches = reachesOf([raised({ records: [0, 1] })], all);
    expect(reaches).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ from: '192.0.2.66', to: 'user mallory', count: 2, isOnlyTried: false }),
        expect.objectContaining({ from: 'user mallory', to: 'task ab', isOnlyTried: false }),
        expect.objectContaining({ from: 'user mallory', to: 'trail x', isOnlyTried: true }),
      ]),
    );
  });

  test('flows tell source and target with their port', () => {
    const [reach] = reachesOf(
      [raised({ who: ['192.0.2.1'], targets: ['10.0.0.5'], ports: [22] })],
      document({}),
    );
    expect(reach).toMatchObject({ from: '192.0.2.1', to: '10.0.0.5:22' });
  });

  test('names that are words of the language are names', () => {
    const odd = ['__proto__', 'constructor', 'toString'].map((from) =>
      raised({ who: [from], targets: ['hasOwnProperty'] }),
    );
    const { nodes, edges } = placeReaches(reachesOf(odd, document({})));
    expect(nodes.map(({ name }) => name).sort()).toEqual([
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'toString',
    ]);
    expect(edges.every(({ points }) => points.length > 1)).toBe(true);
  });

  test('a circle can be drawn, and what is too much is counted', () => {
    const circle = [raised({ who: ['a'], targets: ['b'] }), raised({ who: ['b'], targets: ['a'] })];
    expect(placeReaches(reachesOf(circle, document({}))).edges).toHaveLength(2);
    const many = Array.from({ length: MOST_EDGES + 5 }, (_, at) =>
      raised({ who: ['a'], targets: [`t${at}`] }),
    );
    expect(placeReaches(reachesOf(many, document({})))).toMatchObject({ left: 5 });
    expect(placeReaches([])).toMatchObject({ nodes: [], edges: [] });
  });
});

test('a technique fired, was tried and refused, or was not seen', () => {
  const detections = ['T1110', 'T1609', 'T1685'].map((id) => ({
    id,
    title: id,
    severity: 'high' as const,
    attack: [id],
  }));
  const techniques = detections.map(({ id }) => ({ id, name: id, tactic: '' }));
  const shown = [
    raised({ detection: 0 }),
    raised({ detection: 0, isOnlyTried: true }),
    raised({ detection: 1, isOnlyTried: true }),
  ];
  const cells = matrixOf(shown, document({ detections, techniques })).flatMap((column) => column.cells);
  expect(new Map(cells.map(({ id, state }) => [id, state]))).toEqual(
    new Map([
      ['T1609', 'tried'],
      ['T1685', 'quiet'],
      ['T1110', 'fired'],
    ]),
  );
});

describe('time', () => {
  const traffic: Traffic = {
    of: 'records',
    stepSeconds: 1,
    at: [100, 101, 3700],
    calls: [1, 2, 4],
    accepted: [0, 0, 1],
    rejected: [0, 5, 0],
  };

  test('buckets lose nothing within the window, and have lengths that a person reads', () => {
    const { calls, rejected, at, stepSeconds } = bucketsOf(traffic, 0, 4000, 100);
    expect(stepSeconds).toBe(60);
    expect(calls.reduce((sum, count) => sum + count)).toBe(7);
    expect(rejected[at.indexOf(60)]).toBe(5);
  });

  test('months have buckets of days, and what lies outside is not counted', () => {
    expect(bucketsOf(traffic, 0, 90 * 86_400, 100).stepSeconds).toBe(86_400);
    expect(bucketsOf(traffic, 200, 300, 100).calls.every((count) => count === 0)).toBe(true);
  });

  test('closer and farther keep the middle; nothing is closer than ten seconds', () => {
    expect(zoomed({ from: 0, to: 100 }, 0.5)).toEqual({ from: 25, to: 75 });
    expect(zoomed({ from: 0, to: 10 }, 0.1)).toEqual({ from: 0, to: 10 });
    expect(panned({ from: 0, to: 100 }, 0.5)).toEqual({ from: 50, to: 150 });
    expect(windowOf({ span: null, raised: [] }, {})).toEqual({ from: -10, to: 10 });
  });

  test('ticks say a day, an hour or a second', () => {
    const at = Date.parse('2026-11-02T09:05:07Z') / 1000;
    expect(tickText(at, 86_400, false)).toBe('11-02');
    expect(tickText(at, 600, false)).toBe('09:05');
    expect(tickText(at, 5, false)).toBe('09:05:07');
    expect(tickText(Date.parse('2026-11-03T00:00:00Z') / 1000, 3600, false)).toBe('11-03');
  });

  test.each([
    [0, '0 s'],
    [59.6, '1 min'],
    [3600, '1 h'],
    [12_000, '3 h 20 min'],
    [3 * 86_400 + 7200, '3 d 2 h'],
  ])('%d seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text));
});
