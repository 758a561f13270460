import { metricFilters } from '../../../../local/doctor/checks/metric-filters';
import { describeBreaks, describeDenials } from '../broken';
import { withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine, server } = withAccount();
const GROUP = 'harborwatch-trail';

const filters = (state: AccountState) => state.metricFilters[GROUP] ?? [];
/** The filter of a detection. */
function filterOf(state: AccountState, id: string) {
  const found = filters(state).find(({ filterName }) => String(filterName).includes(`-${id}-Filter`));
  if (found === undefined) throw new Error(`no filter of ${id}`);
  return found;
}
const transformed = (change: object) => (state: AccountState) => {
  filterOf(state, 'trail-stopped')['metricTransformations'] = [
    { metricName: 'trail-stopped', metricNamespace: 'harborwatch', metricValue: '1', ...change },
  ];
};
function add(
  state: AccountState,
  filterName: string,
  metricNamespace: string,
  filterPattern = '{ $.a = 1 }',
) {
  filters(state).push({
    filterName,
    filterPattern,
    metricTransformations: [{ metricName: 'other', metricNamespace, metricValue: '1' }],
  });
}

/** What is told of one filter more. The catalogue may fill the quota of 100 by itself: a detection more must not fail. */
const tooMany = (placed: number) =>
  placed < 100 ? [] : [expect.stringContaining('too many metric filters')];

describeBreaks(metricFilters, examine, [
  [
    'a log group that is gone is told',
    (state) => {
      state.metricFilters = {};
    },
    /there is no log group harborwatch-trail/,
    /npx cdk deploy LogArchiveStack/,
  ],
  [
    'filters that are gone are told together',
    (state) => {
      state.metricFilters[GROUP] = filters(state).slice(2);
    },
    /2 of \d+ filters are missing: ecs-exec-session-opened, ecs-exec-denied$/,
    /npx cdk deploy DetectionStack --revert-drift/,
  ],
  [
    'a pattern that was changed by one character is told with that character, and is put back as a shell takes it',
    (state) => {
      const filter = filterOf(state, 'trail-stopped');
      filter['filterPattern'] = String(filter['filterPattern']).replace('StopLogging', 'stopLogging');
    },
    /the pattern of trail-stopped was changed: from character \d+ it is "stopLogging.*" where "StopLogging.*" should be/,
    /aws logs put-metric-filter --log-group-name harborwatch-trail --filter-name DetectionStack-trail-stopped-\S+ --filter-pattern '\{.*\}' --metric-transformations metricName=trail-stopped,metricNamespace=harborwatch,metricValue=1,defaultValue=0 --region eu-west-1/,
  ],
  [
    'a filter that counts into another namespace is told: its alarm would never turn red',
    transformed({ metricNamespace: 'Harborwatch' }),
    /counts into Harborwatch trail-stopped; the alarm watches harborwatch trail-stopped/,
    /put-metric-filter/,
  ],
  [
    'a filter that counts nothing is told',
    transformed({ metricValue: '0' }),
    /the filter of trail-stopped counts 0 for a record/,
    /put-metric-filter/,
  ],
  [
    'two filters on one metric are told: each record would count twice',
    (state) => filters(state).push({ ...filterOf(state, 'trail-stopped'), filterName: 'again' }),
    /2 filters count into trail-stopped, so that each record counts 2 times/,
    /delete-metric-filter --log-group-name harborwatch-trail --filter-name again/,
  ],
  [
    'a filter of ours that the catalogue does not know is told',
    (state) => add(state, 'harborwatch-old', 'harborwatch'),
    /the filter harborwatch-old is not in the catalogue/,
    /delete-metric-filter .* --filter-name harborwatch-old/,
  ],
  [
    'filters of others that leave no room for ours are told with the quota',
    (state) => {
      for (const place of [1, 2, 3, 4, 5]) add(state, `theirs-${place}`, 'theirs');
    },
    /too many metric filters \(10\d, at most 100\)/,
    /describe-metric-filters/,
  ],
]);

test('a filter with our prefix and a namespace of its own is told', async () => {
  let placed = 0;
  const { told, commands } = await examine(metricFilters, (state) => {
    placed = filters(state).length;
    add(state, 'harborwatch-old', 'elsewhere');
  });
  expect(told[0]).toMatch(/the filter harborwatch-old is not in the catalogue/);
  expect(told.slice(1)).toEqual(tooMany(placed));
  expect(commands.join('\n')).toMatch(/delete-metric-filter/);
});

test("one filter of somebody else's on the group is none of our business, as long as there is room for it", async () => {
  let placed = 0;
  const { told } = await examine(metricFilters, (state) => {
    placed = filters(state).length;
    add(state, 'theirs', 'theirs');
  });
  expect(told).toEqual(tooMany(placed));
});

test('all pages of filters are read', async () => {
  await examine(metricFilters);
  const calls = server.calls.filter(({ name }) => name === 'Logs.DescribeMetricFilters');
  expect(calls.map(({ request }) => request['nextToken'])).toEqual([undefined, '50']);
});

describeDenials(metricFilters, examine, [
  ['Logs.DescribeMetricFilters', 'logs:DescribeMetricFilters'],
  ['Logs.DescribeSubscriptionFilters', 'logs:DescribeSubscriptionFilters'],
]);
