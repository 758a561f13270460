import { filterQuotaProblems, parseFilterPattern } from '../../../analysis/filter-pattern';
import { CANARY_ID, CANARY_PATTERN } from '../../../deployment/canary';
import { buildCatalogue } from '../../../detections/catalogue';
import { EXAMPLES } from '../../../detections/examples/index';
import { COMMON } from '../variants';
import { ofType } from './deployed';
import { AS_EXAMPLES, ATTACHED } from './deployments';

/** Pattern by metric name, on the trail's log group. */
function patterns(context = {}): ReadonlyMap<string, string> {
  return new Map(
    ofType('AWS::Logs::MetricFilter', context).map(({ Properties }) => [
      Properties['MetricTransformations'][0].MetricName,
      Properties['FilterPattern'],
    ]),
  );
}

const catalogue = buildCatalogue({
  deployRoles: String(COMMON['deployRoles']).split(','),
  homeRegions: String(COMMON['homeRegions']).split(','),
});

test('the pattern of each filter is byte for byte what the replay evaluates', () => {
  const deployed = patterns();
  for (const { id, detector } of catalogue) {
    if ('pattern' in detector) expect([id, deployed.get(id)]).toEqual([id, detector.pattern]);
  }
});

test('no filter counts anything but a detection, the canary, or what ECS says', () => {
  const known = new Set(catalogue.map(({ id }) => id));
  const others = [...patterns().keys()].filter((id) => !known.has(id));
  expect(others.sort()).toEqual([CANARY_ID, 'deployment-failed', 'tasks-failing', 'tasks-not-starting']);
  expect(patterns().get(CANARY_ID)).toBe(CANARY_PATTERN);
});

describe('the deployed text matches the events of each detection and not the near misses', () => {
  const deployed = patterns(AS_EXAMPLES);
  test.each(Object.entries(EXAMPLES))('%s', (id, { fires, staysSilent }) => {
    const filter = parseFilterPattern(deployed.get(id) ?? 'absent');
    const matches = (record: unknown) => filter.matchesText(JSON.stringify(record));
    expect(fires.map(matches)).toEqual(fires.map(() => true));
    expect(staysSilent.map(matches)).toEqual(staysSilent.map(() => false));
  });
});

test('each filter counts one for a record, in the namespace of the deployment', () => {
  for (const { Properties } of ofType('AWS::Logs::MetricFilter', ATTACHED)) {
    const [{ MetricNamespace, MetricValue, MetricName }] = Properties['MetricTransformations'];
    expect([MetricNamespace, MetricValue, Properties['FilterName']]).toEqual([
      'second',
      '1',
      `second-${MetricName}`,
    ]);
  }
});

test('zeros are counted for the CIS controls alone, since a metric with points is paid for', () => {
  const zeros = ofType('AWS::Logs::MetricFilter')
    .map(({ Properties }) => Properties['MetricTransformations'][0])
    .filter(({ DefaultValue }) => DefaultValue !== undefined);
  expect(zeros.map(({ DefaultValue }) => DefaultValue)).toEqual(zeros.map(() => 0));
  expect(zeros.map(({ MetricName }) => MetricName).sort()).toEqual(
    catalogue.flatMap(({ id, set }) => (set === 'cis' ? [id] : [])).sort(),
  );
});

test('without the CIS controls the 14 places in the log group are left free, and nothing else is', () => {
  const without = patterns(ATTACHED);
  const ofContainers = catalogue.flatMap(({ id, detector }) =>
    detector.kind === 'container-filter' ? [id] : [],
  );
  const left = [...patterns().keys()].filter((id) => !without.has(id) && !ofContainers.includes(id));
  expect(left).toHaveLength(14);
  expect(left.every((id) => id.startsWith('cis-cloudwatch-'))).toBe(true);
});

test.each([
  ['the deployment by itself', {}, 3],
  ['attached to what exists, without lines of containers', ATTACHED, 2],
])('no log group has more filters than it takes: %s', (_, context, count) => {
  const groups = new Map<string, { id: string; pattern: string }[]>();
  for (const { Properties } of ofType('AWS::Logs::MetricFilter', context)) {
    const group = JSON.stringify(Properties['LogGroupName']);
    const filters = groups.get(group) ?? [];
    filters.push({ id: Properties['FilterName'], pattern: Properties['FilterPattern'] });
    groups.set(group, filters);
  }
  expect(groups.size).toBe(count);
  for (const metricFilters of groups.values()) expect(filterQuotaProblems({ metricFilters })).toEqual([]);
});

test('the filters of an existing trail are on its log group', () => {
  const groups = ofType('AWS::Logs::MetricFilter', ATTACHED).map(
    ({ Properties }) => Properties['LogGroupName'],
  );
  expect(groups.filter((group) => group === 'organization-trail')).toHaveLength(groups.length - 3);
});

test('the filters of a log group are made one after the other, as CloudWatch Logs takes them', () => {
  const filters = ofType('AWS::Logs::MetricFilter');
  const firsts = filters.filter(({ DependsOn }) => DependsOn === undefined);
  const before = filters.flatMap(({ DependsOn }) => DependsOn ?? []);
  expect(firsts.map(({ Properties }) => JSON.stringify(Properties['LogGroupName']))).toHaveLength(3);
  expect(new Set(before).size).toBe(before.length);
  expect(before).toHaveLength(filters.length - 3);
});

test('what containers refuse is counted on their own log group, and its alarm tells like all others', () => {
  const [filter] = ofType('AWS::Logs::MetricFilter').filter(
    ({ Properties }) => Properties['FilterName'] === 'harborwatch-container-allow-list-refusal',
  );
  expect(JSON.stringify(filter?.Properties['LogGroupName'])).toContain('ContainerLogs');
  const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
  expect(alarms).toContainEqual(
    expect.objectContaining({
      AlarmName: 'harborwatch-container-allow-list-refusal',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    }),
  );
});
