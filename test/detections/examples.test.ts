import { type FilterPattern, parseFilterPattern } from '../../analysis/filter-pattern';
import { buildCatalogue } from '../../detections/catalogue';
import { EXAMPLE_DEPLOY_ROLE, exampleDeployer } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';

/** Filters with an arm that counts whoever it is (`logging = NONE`, root, a deletion) beside one that excuses. */
const FOR_ANYBODY_IN_PART = [
  'ecs-exec-logging-weakened',
  'secret-read-by-person',
  'trail-changed',
  'alarm-silenced',
];

const HOME = { homeRegions: ['eu-west-1', 'eu-central-1'] };
const UNSET = patternsWith([]);
const WITH_DEPLOY_ROLE = patternsWith([EXAMPLE_DEPLOY_ROLE]);

function patternsWith(deployRoles: readonly string[]): ReadonlyMap<string, FilterPattern> {
  const filters = buildCatalogue({ ...HOME, deployRoles }).flatMap(({ id, detector }) =>
    detector.kind === 'filter' ? [[id, parseFilterPattern(detector.pattern)] as const] : [],
  );
  return new Map(filters);
}

function patternOf(patterns: ReadonlyMap<string, FilterPattern>, id: string): FilterPattern {
  const pattern = patterns.get(id);
  if (pattern === undefined) throw new Error(`no filter named ${id}`);
  return pattern;
}

/** What a failing test prints: which of the events, not the whole record. */
function briefly(events: readonly CloudTrailRecord[]) {
  return events.map(({ eventName, errorCode, requestParameters }) =>
    JSON.stringify({ eventName, errorCode, requestParameters }),
  );
}

describe('examples', () => {
  test('every filter has events that fire it and near misses; nothing else has', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual([...UNSET.keys()].sort());
    for (const [id, { fires, staysSilent }] of Object.entries(EXAMPLES)) {
      expect([id, fires.length > 0, staysSilent.length > 0]).toEqual([id, true, true]);
    }
  });

  describe.each([...UNSET])('%s', (id, pattern) => {
    const { fires, staysSilent } = EXAMPLES[id] ?? { fires: [], staysSilent: [] };
    const strict = patternOf(WITH_DEPLOY_ROLE, id);

    test('fires on what it is about, as a record and as the line in the log group', () => {
      expect(briefly(fires.filter((event) => !pattern.matchesRecord(event)))).toEqual([]);
      expect(briefly(fires.filter((event) => !pattern.matchesText(JSON.stringify(event))))).toEqual([]);
    });

    test('stays silent on what is nearly that', () => {
      expect(briefly(staysSilent.filter((event) => pattern.matchesRecord(event)))).toEqual([]);
      expect(briefly(staysSilent.filter((event) => pattern.matchesText(JSON.stringify(event))))).toEqual([]);
    });

    const byStrangers = fires.filter(({ userIdentity }) => userIdentity !== exampleDeployer);
    test('fires on the same calls of strangers when a deploy role is known', () => {
      expect(briefly(byStrangers.filter((event) => !strict.matchesRecord(event)))).toEqual([]);
    });

    const excludes = strict.text.includes(`"${EXAMPLE_DEPLOY_ROLE}"`);
    if (excludes) {
      test('is silent when the deploy role does it', () => {
        const deployed = fires.map((event) => ({ ...event, userIdentity: exampleDeployer }));
        const told = deployed.filter((event) => strict.matchesRecord(event));
        if (FOR_ANYBODY_IN_PART.includes(id)) {
          expect(told.length).toBeLessThan(fires.length);
        } else {
          expect(briefly(told)).toEqual([]);
        }
      });
    }
  });
});
