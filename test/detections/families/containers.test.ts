import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { buildCatalogue } from '../../../detections/catalogue';
import { CONTAINER_EXAMPLES } from '../../../detections/examples/containers';

const patterns = buildCatalogue().flatMap(({ id, detector }) =>
  detector.kind === 'container-filter' ? [[id, parseFilterPattern(detector.pattern)] as const] : [],
);

test('every filter on lines of containers has lines that fire it and near misses; nothing else has', () => {
  expect(Object.keys(CONTAINER_EXAMPLES).sort()).toEqual(patterns.map(([id]) => id).sort());
});

test.each(patterns)('%s fires on its lines and on no near miss', (id, pattern) => {
  const { fires, staysSilent } = CONTAINER_EXAMPLES[id] ?? { fires: [], staysSilent: [] };
  expect(fires.length).toBeGreaterThan(0);
  expect(fires.map((line) => pattern.matchesText(JSON.stringify(line)))).toEqual(fires.map(() => true));
  expect(staysSilent.map((line) => pattern.matchesText(JSON.stringify(line)))).toEqual(
    staysSilent.map(() => false),
  );
});
