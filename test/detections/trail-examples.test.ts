import type { Finding } from '../../analysis/finding';
import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../detections/catalogue';
import { EXAMPLE_DEPLOY_ROLE } from '../../detections/examples/example-event';
import { BEYOND_EXAMPLES } from '../../detections/examples/trail/beyond';
import { TRAIL_EXAMPLES } from '../../detections/examples/trail/index';
import { EXAMPLE_OWN } from '../../detections/examples/trail/own-chain';
import type { TrailExample } from '../../detections/examples/trail/trail-example';
import { placeDetections } from '../../detections/placement';

const CATALOGUE = buildCatalogue({ deployRoles: [EXAMPLE_DEPLOY_ROLE], homeRegions: ['eu-west-1'] });
const { placeOf, trailRules } = placeDetections(CATALOGUE);

function found(id: string, { records, flows = [] }: TrailExample, isBackwards = false): readonly Finding[] {
  const rules = trailRules.filter((rule) => rule.id === id);
  const analyzer = new TrailAnalyzer(rules, { deployRoles: [EXAMPLE_DEPLOY_ROLE], own: EXAMPLE_OWN });
  for (const record of isBackwards ? records.toReversed() : records) {
    analyzer.add(record, Date.parse(record.eventTime) / 1000);
  }
  for (const flow of isBackwards ? flows.toReversed() : flows) analyzer.addFlow(flow);
  return analyzer.finish().findings;
}

test('every detection that only the trail analyzer sees has records that fire it and near misses', () => {
  const ids = CATALOGUE.filter(
    ({ id, detector }) =>
      ['trail-analyzer', 'replay'].includes(placeOf.get(id) ?? '') && detector.kind !== 'filter',
  ).map(({ id }) => id);
  expect(Object.keys(TRAIL_EXAMPLES).sort()).toEqual(ids.sort());
  for (const [id, { fires, staysSilent }] of Object.entries(TRAIL_EXAMPLES)) {
    expect([id, fires.length > 0, staysSilent.length > 0]).toEqual([id, true, true]);
  }
});

test('every filter that the trail analyzer looks beyond has such records and near misses', () => {
  const ids = CATALOGUE.flatMap(({ id, detector }) =>
    detector.kind === 'filter' && detector.beyond !== undefined ? [id] : [],
  );
  expect(Object.keys(BEYOND_EXAMPLES).sort()).toEqual(ids.sort());
});

describe.each([...Object.entries(TRAIL_EXAMPLES), ...Object.entries(BEYOND_EXAMPLES)])(
  '%s',
  (id, { fires, staysSilent }) => {
    test('fires, with every record that makes the case', () => {
      for (const example of fires) {
        const [finding, ...others] = found(id, example);
        expect(others).toEqual([]);
        expect(finding).toMatchObject({ detection: id, log: 'cloudtrail', state: 'START' });
        expect(finding?.evidence['records']).not.toHaveLength(0);
        expect(found(id, example, true)).toEqual([finding]);
      }
    });

    test('stays silent on what is nearly that', () => {
      for (const [index, example] of staysSilent.entries()) {
        expect([index, found(id, example)]).toEqual([index, []]);
      }
    });
  },
);
