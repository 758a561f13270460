import { actorOf } from '../../../analysis/trail/caller';
import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { placeDetections } from '../../../detections/placement';
import { startOfDay } from '../../../simulate/clock';
import { play } from '../../../simulate/play';
import { findScenario } from '../../../simulate/scenarios/registry';
import { FLEET_SETTINGS } from '../../../simulate/simulate';

const LEARNING_SECONDS = 14 * 86_400;
/** Any will do; whole replays of two others, files and flows included, are in `quiet-month.test.ts`. */
const SEEDS = [1, 42, 1_999, 65_537, 271_828, 314_159, 800_001, 20_301_130];

test.each(SEEDS)(
  'API calls of a month of seed %d give the trail analyzer at most five findings, all low',
  (seed) => {
    const { trailRules } = placeDetections(buildCatalogue(FLEET_SETTINGS));
    const analyzer = new TrailAnalyzer(trailRules, FLEET_SETTINGS);
    const { events } = play(findScenario('quiet-month'), seed, startOfDay('2026-11-02'));
    for (const { record } of events) analyzer.add(record, Date.parse(record.eventTime) / 1000);
    const since = Date.parse(events[0]?.record.eventTime ?? '') / 1000;
    const { findings, overflow } = analyzer.finish();
    expect(events.length).toBeGreaterThan(10_000);
    const actors = new Set(events.map(({ record }) => actorOf(record)));
    expect(actors.size).toBeGreaterThanOrEqual(30);
    expect(findings.filter(({ severity }) => severity !== 'low')).toEqual([]);
    expect(
      findings.filter(({ firstSeen }) => firstSeen >= since + LEARNING_SECONDS).length,
    ).toBeLessThanOrEqual(5);
    expect(overflow).toEqual([]);
  },
);
