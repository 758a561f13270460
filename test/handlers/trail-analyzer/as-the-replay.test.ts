import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { type Finding, SEVERITIES } from '../../../analysis/finding';
import { isoTime } from '../../../analysis/iso-time';
import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { placeDetections } from '../../../detections/placement';
import type { CloudTrailRecord } from '../../../records/cloudtrail-record';
import { startOfDay } from '../../../simulate/clock';
import { play } from '../../../simulate/play';
import { findScenario, SCENARIOS } from '../../../simulate/scenarios/registry';
import { deployed } from '../deployed';
import { STATE, TRAIL_GROUP } from '../environment';
import { subscriptionEvent } from '../subscription';

jest.setTimeout(120_000);

const underTest = deployed('trail-analyzer');

/** All but those that go on for days: their batches would take a minute each. */
const SCENARIO_NAMES = SCENARIOS.filter(({ hours }) => hours <= 24).map(({ name }) => name);
const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });
const { trailRules, placeOf } = placeDetections(CATALOGUE);
/** Alarms that people are told of, at the first record that they match. */
const SOUNDING = CATALOGUE.flatMap(({ id, set, severity, detector, alarm }) =>
  placeOf.get(id) === 'metric-filter' &&
  detector.kind === 'filter' &&
  set === 'tuned' &&
  severity !== 'low' &&
  alarm?.threshold === 1
    ? [{ severity, pattern: parseFilterPattern(detector.pattern) }]
    : [],
);

const batch = (records: readonly CloudTrailRecord[]) =>
  subscriptionEvent(
    records.map((record) => JSON.stringify(record)),
    { logGroup: TRAIL_GROUP },
  );
const stories = () =>
  underTest.aws.dynamoDb
    .items(STATE)
    .filter(({ kind }) => kind?.S === 'trail-story')
    .map(({ body }) => JSON.parse(body?.S ?? '{}').finding as Finding);

test.each(SCENARIO_NAMES.map((scenario, index) => [scenario, 37 + 20 * index]))(
  'the bundle finds in %s what the replay finds and no alarm shows, its records in batches of %d',
  async (scenario, size) => {
    const records = play(findScenario(scenario), 11, startOfDay('2026-11-02')).events.map(
      ({ record }) => record,
    );
    const analyzer = new TrailAnalyzer(trailRules, {
      isShown: (record, finding) =>
        SOUNDING.some(
          ({ severity, pattern }) =>
            SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(finding) && pattern.matchesRecord(record),
        ),
    });
    for (const record of records) analyzer.add(record, Date.parse(record.eventTime) / 1000);
    // A story that is over gives its place to the next of the same actor.
    const known = new Map<string, Finding>();
    for (let from = 0; from < records.length; from += size) {
      await underTest.lambda.invoke(batch(records.slice(from, from + size)));
      for (const finding of stories()) known.set(finding.id, finding);
    }
    const briefly = ({ detection, source, severity, firstSeen, lastSeen, changes }: Finding) =>
      `${severity} ${detection} by ${source}, ${changes.at(-1)?.count} from ${isoTime(firstSeen)} to ${isoTime(lastSeen)}`;
    expect([...known.values()].map(briefly).sort()).toEqual(analyzer.finish().findings.map(briefly).sort());
  },
);
