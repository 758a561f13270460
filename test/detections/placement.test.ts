import { buildCatalogue } from '../../detections/catalogue';
import type { Detection } from '../../detections/detection';
import { FREE_PLACES, placeDetections } from '../../detections/placement';
import { onFirst } from '../../detections/writing/alarm-settings';
import { when } from '../../detections/writing/trail-rules';

const CATALOGUE = buildCatalogue();

function generated(index: number, severity: Detection['severity'] = 'medium'): Detection {
  return {
    ...(CATALOGUE[0] as Detection),
    id: `made-up-${index}`,
    severity,
    set: 'tuned',
    detector: { kind: 'filter', pattern: `{ ($.eventName = "MadeUp${index}") }` },
    alarm: onFirst,
  };
}

test('today every filter of the catalogue has a place, and everything else runs in one', () => {
  const { placeOf } = placeDetections(CATALOGUE);
  expect([...placeOf.keys()]).toEqual(CATALOGUE.map(({ id }) => id));
  for (const { id, detector } of CATALOGUE) {
    if (detector.kind === 'filter') expect([id, placeOf.get(id)]).toEqual([id, 'metric-filter']);
  }
});

test('what only a replay can tell says so where it is explained', () => {
  const { placeOf } = placeDetections(CATALOGUE);
  const replayed = CATALOGUE.filter(({ id }) => placeOf.get(id) === 'replay');
  expect(replayed.length).toBeGreaterThan(0);
  expect(replayed.filter(({ runbook }) => !/by the replay alone/.test(runbook.meaning))).toEqual([]);
});

test('a catalogue of four hundred has no ceiling: what has no place runs in the trail analyzer', () => {
  const catalogue = [...CATALOGUE, ...Array.from({ length: 400 }, (_, index) => generated(index))];
  const { placeOf, alarmed, trailRules } = placeDetections(catalogue);
  const placed = [...placeOf.values()].filter((place) => place === 'metric-filter');
  expect(placed).toHaveLength(FREE_PLACES);
  const filters = catalogue.filter(({ detector }) => detector.kind === 'filter');
  const ruled = new Set(
    trailRules.filter(({ rule }) => rule.kind === 'pattern' && rule.where === undefined).map(({ id }) => id),
  );
  expect(ruled.size).toBe(filters.length - FREE_PLACES);
  expect(alarmed.some(({ id }) => ruled.has(id))).toBe(false);
});

test('places go to the CIS controls, then to what composites are made of, then to the gravest', () => {
  const cis = CATALOGUE.filter(({ set }) => set === 'cis').map(({ id }) => id);
  const { placeOf } = placeDetections(CATALOGUE, cis.length);
  expect(cis.every((id) => placeOf.get(id) === 'metric-filter')).toBe(true);
  const joined = CATALOGUE.flatMap(({ detector }) => (detector.kind === 'composite' ? detector.of : []));
  const some = placeDetections(CATALOGUE, cis.length + new Set(joined).size).placeOf;
  expect(joined.every((id) => some.get(id) === 'metric-filter')).toBe(true);
  const critical = generated(1, 'critical');
  const more = placeDetections([...CATALOGUE, generated(2, 'low'), critical]).placeOf;
  expect(more.get(critical.id)).toBe('metric-filter');
});

test('without a log group there are no metric filters at all', () => {
  const { alarmed } = placeDetections(CATALOGUE, 0);
  expect(alarmed.filter(({ detector }) => detector.kind === 'filter')).toEqual([]);
});

test('what lies beyond a filter runs in the trail analyzer, on records that the filter does not match', () => {
  const base = generated(1);
  const beyond = [when([{ service: 'ec2', names: ['MadeUp1'] }])];
  const detection = {
    ...base,
    detector: { kind: 'filter' as const, pattern: '{ ($.eventName = "X") }', beyond },
  };
  const [rule] = placeDetections([detection]).trailRules;
  expect(rule).toMatchObject({ id: base.id, rule: { kind: 'predicate', on: beyond } });
});
