import fc from 'fast-check';
import type { Finding } from '../../../analysis/finding';
import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { TRAIL_EXAMPLES } from '../../../detections/examples/trail/index';
import { placeDetections } from '../../../detections/placement';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { startOfDay } from '../../../simulate/clock';
import { play } from '../../../simulate/play';
import { findScenario } from '../../../simulate/scenarios/registry';
import { FLEET_SETTINGS } from '../../../simulate/simulate';

const SETTINGS = { deployRoles: [...FLEET_SETTINGS.deployRoles], homeRegions: ['eu-west-1'] };
/** No places: every filter of the catalogue runs in the analyzer, too. */
const { trailRules } = placeDetections(buildCatalogue(SETTINGS), 0);

function analyzer(): TrailAnalyzer {
  return new TrailAnalyzer(trailRules, SETTINGS);
}

function take(into: TrailAnalyzer, records: readonly CloudTrailRecord[]): TrailAnalyzer {
  for (const record of records) into.add(record, Date.parse(record.eventTime) / 1000);
  return into;
}

function recordsOf(scenario: string): readonly CloudTrailRecord[] {
  return play(findScenario(scenario), 11, startOfDay('2026-11-02')).events.map(({ record }) => record);
}

const SETS: ReadonlyMap<string, readonly CloudTrailRecord[]> = new Map([
  ...[
    'workshop-incident',
    'log-tampering',
    'hidden-schedule',
    'stolen-task-role',
    'organization-blinded',
  ].map((name) => [name, recordsOf(name)] as const),
  [
    'every example',
    Object.values(TRAIL_EXAMPLES)
      .flatMap(({ fires }) => fires.flatMap(({ records }) => records))
      .map((record, index) => ({ ...record, eventID: `${index} ${record.eventID}` })),
  ],
]);

describe.each([...SETS])('%s', (_, records) => {
  const once: readonly Finding[] = take(analyzer(), records).finish().findings;

  test('finds something', () => {
    expect(once.length).toBeGreaterThan(0);
  });

  test('says the same in any order, delivered twice, cut into any batches', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...records.keys()], { minLength: records.length }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: records.length }),
        (order, batches, again) => {
          const shuffled = order.map((index) => records[index] as CloudTrailRecord);
          const delivered = [...shuffled, ...shuffled.slice(0, again)];
          const parts = Array.from({ length: batches }, (_, batch) =>
            take(
              analyzer(),
              delivered.filter((_record, index) => index % batches === batch),
            ),
          );
          const merged = analyzer();
          for (const part of parts) merged.merge(part);
          expect(merged.finish().findings).toEqual(once);
        },
      ),
      { numRuns: 8 },
    );
  });
});

test('what memory has no room for is counted and said', () => {
  const small = new TrailAnalyzer(trailRules, { ...SETTINGS, mostKeys: 3 });
  take(small, SETS.get('every example') ?? []);
  expect(small.finish().overflow.join(' ')).toMatch(/\d+ sightings left the trail analyzer early/);
});

test('a record that no rule asks for costs no memory and finds nothing', () => {
  const [first] = SETS.get('every example') ?? [];
  const odd = { ...(first as CloudTrailRecord), eventSource: 'example.amazonaws.com', eventName: 'Odd' };
  expect(take(analyzer(), [{ ...odd, userIdentity: {} }]).finish()).toEqual({
    findings: [],
    overflow: [],
    untold: [],
  });
});
