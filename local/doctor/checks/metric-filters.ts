import { filterQuotaProblems } from '../../../analysis/filter-pattern';
import { alarmIds } from '../../../deployment/alarm-groups';
import { CANARY_ID, CANARY_PATTERN } from '../../../deployment/canary';
import type { MetricFilter, SubscriptionFilter } from '../aws/log-groups';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { describeDifference } from '../first-difference';
import { looking, problem, some, type Trouble } from '../trouble';

interface Wanted {
  readonly id: string;
  /** What it counts into: its own, or that of its family. */
  readonly metric: string;
  readonly pattern: string;
}

/** Does the trail's log group have every filter of the catalogue, byte for byte, counting where the alarm looks? */
export const metricFilters: Check = {
  id: 'metric-filters',
  async look(subject, account) {
    const group = subject.deployment.trail.logGroup;
    if (group === undefined) {
      return {
        seen: 'none: the trail has no log group, and the trail analyzer judges the patterns',
        troubles: [],
      };
    }
    const wanted = wantedFilters(subject);
    const troubles = await looking(`the filters of ${group}`, async () => {
      const present = await account.logGroups.metricFilters(group);
      if (present === undefined) {
        return [problem(`there is no log group ${group}`, redeploy(subject, 'LogArchiveStack'))];
      }
      return [
        ...compare(subject, present, wanted),
        ...leftOver(subject, present, wanted),
        ...(await looking(`the quotas of ${group}`, async () => {
          const subscriptions = await account.logGroups.subscriptionFilters(group);
          return quotas(subject, present, wanted, subscriptions ?? []);
        })),
      ];
    });
    return { seen: `${wanted.length} filters on ${group}, byte for byte`, troubles };
  },
};

function wantedFilters({ catalogue, groups }: Subject): readonly Wanted[] {
  const metricOf = alarmIds(groups);
  const filters = catalogue.flatMap(({ id, detector }) =>
    detector.kind === 'filter' ? [{ id, metric: metricOf.get(id) ?? id, pattern: detector.pattern }] : [],
  );
  return [...filters, { id: CANARY_ID, metric: CANARY_ID, pattern: CANARY_PATTERN }];
}

function countsInto(filter: MetricFilter, namespace: string): string | undefined {
  return filter.metricTransformations?.find(({ metricNamespace }) => metricNamespace === namespace)
    ?.metricName;
}

function compare(
  subject: Subject,
  present: readonly MetricFilter[],
  wanted: readonly Wanted[],
): readonly Trouble[] {
  const { metricNamespace } = subject.names;
  const troubles: Trouble[] = [];
  const missing: string[] = [];
  for (const { id, metric, pattern } of wanted) {
    const own = present.filter(
      (filter) =>
        countsInto(filter, metricNamespace) === metric &&
        (metric === id || filter.filterName === subject.names.alarm(id)),
    );
    if (own.length === 0) {
      const stray = present.find(({ filterPattern }) => filterPattern === pattern);
      const [into] = stray?.metricTransformations ?? [];
      if (stray === undefined || into === undefined) missing.push(id);
      else {
        troubles.push(
          problem(
            `the filter ${stray.filterName} has the pattern of ${id} and counts into ${into.metricNamespace} ${into.metricName}; the alarm watches ${metricNamespace} ${metric}`,
            put(subject, stray, pattern, metric),
          ),
        );
      }
      continue;
    }
    if (own.length > 1) {
      const names = own.map(({ filterName = 'unnamed' }) => filterName);
      troubles.push(
        problem(
          `${own.length} filters count into ${id}, so that each record counts ${own.length} times: ${some(names)}`,
          ...names.slice(1).map((name) => remove(subject, name)),
        ),
      );
    }
    troubles.push(...own.flatMap((filter) => compareOne(subject, filter, { id, metric, pattern })));
  }
  if (missing.length > 0) {
    troubles.unshift(
      problem(
        `${missing.length} of ${wanted.length} filters are missing: ${some(missing)}`,
        redeploy(subject, 'DetectionStack'),
      ),
    );
  }
  return troubles;
}

function compareOne(
  subject: Subject,
  filter: MetricFilter,
  { id, metric, pattern }: Wanted,
): readonly Trouble[] {
  const troubles: Trouble[] = [];
  const difference = describeDifference(filter.filterPattern ?? '', pattern);
  if (difference !== undefined) {
    troubles.push(
      problem(`the pattern of ${id} was changed: ${difference}`, put(subject, filter, pattern, metric)),
    );
  }
  const value = filter.metricTransformations?.find(({ metricName }) => metricName === metric)?.metricValue;
  if (value !== '1') {
    troubles.push(
      problem(
        `the filter of ${id} counts ${value ?? 'nothing'} for a record; its alarm counts on 1`,
        put(subject, filter, pattern, metric),
      ),
    );
  }
  return troubles;
}

function leftOver(subject: Subject, present: readonly MetricFilter[], wanted: readonly Wanted[]) {
  const { metricNamespace, alarmPrefix } = subject.names;
  const ids = new Set(wanted.map(({ metric }) => metric));
  const patterns = new Set(wanted.map(({ pattern }) => pattern));
  return present.flatMap(({ filterName = '', filterPattern = '', ...filter }) => {
    const metric = countsInto(filter, metricNamespace);
    const isOurs = metric !== undefined || filterName.startsWith(alarmPrefix);
    if (!isOurs || ids.has(metric ?? '') || patterns.has(filterPattern)) return [];
    return [
      problem(
        `the filter ${filterName} is not in the catalogue; it takes one of the group's ${present.length} places and nobody is told of what it counts`,
        remove(subject, filterName),
      ),
    ];
  });
}

/** What of the catalogue would not fit beside the filters that others put on the group. */
function quotas(
  subject: Subject,
  present: readonly MetricFilter[],
  wanted: readonly Wanted[],
  subscriptions: readonly SubscriptionFilter[],
): readonly Trouble[] {
  const foreign = present.filter(
    (filter) =>
      countsInto(filter, subject.names.metricNamespace) === undefined &&
      !wanted.some(({ pattern }) => pattern === filter.filterPattern),
  );
  const named = ({ filterName = 'unnamed', filterPattern = '' }: MetricFilter | SubscriptionFilter) => ({
    id: filterName,
    pattern: filterPattern,
  });
  const group = groupOf(subject);
  const look = aws(subject, ['logs', 'describe-metric-filters', '--log-group-name', group]);
  const without = filterQuotaProblems({ metricFilters: foreign.map(named) });
  return filterQuotaProblems({
    metricFilters: [...foreign.map(named), ...wanted],
    subscriptionFilters: subscriptions.map(named),
  })
    .filter((text) => !without.includes(text))
    .map((text) => problem(`${group}: ${text}`, look));
}

function put(subject: Subject, filter: MetricFilter, pattern: string, metric: string): string {
  const zero = filter.metricTransformations?.[0]?.defaultValue;
  return aws(subject, [
    'logs',
    'put-metric-filter',
    '--log-group-name',
    groupOf(subject),
    '--filter-name',
    filter.filterName ?? metric,
    '--filter-pattern',
    pattern,
    '--metric-transformations',
    `metricName=${metric},metricNamespace=${subject.names.metricNamespace},metricValue=1${zero === undefined ? '' : `,defaultValue=${zero}`}`,
  ]);
}

function remove(subject: Subject, name: string): string {
  const group = groupOf(subject);
  return aws(subject, ['logs', 'delete-metric-filter', '--log-group-name', group, '--filter-name', name]);
}

/** Asked only where there is one. */
const groupOf = ({ deployment }: Subject): string => deployment.trail.logGroup ?? '';
