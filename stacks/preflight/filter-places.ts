import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { FILTER_QUOTAS } from '../../analysis/filter-pattern';
import { CANARY_ID, CANARY_PATTERN } from '../../deployment/canary';
import { deployedNames } from '../../deployment/deployed-names';
import { deployedPlacement } from '../../deployment/deployed-placement';
import type { Settings } from '../config';
import { customOf } from '../config/custom';
import { hasBucketOnly } from '../config/filter-places';
import { type ExistingFilters, preflightProblems } from './existing-filters';
import { readFilters } from './read-filters';

export interface FilterPlaces {
  /** A sentence for each thing that would stop the deploy half-way. */
  readonly problems: readonly string[];
  /** What was looked at, for who asks. */
  readonly seen: string;
}

/** Looks whether the filters fit on the log group of an existing trail, before a deploy finds out in the middle. */
export async function filterPlaces(settings: Settings, client: CloudWatchLogsClient): Promise<FilterPlaces> {
  const logGroup = settings['monitor.trailLogGroupName'];
  if (hasBucketOnly(settings)) {
    return {
      problems: [],
      seen: 'the trail has no log group: no metric filters come, the trail analyzer judges their patterns',
    };
  }
  if (logGroup === undefined) {
    return { problems: [], seen: 'the log groups are made by the deploy: nothing else is on them' };
  }
  const { alarm } = deployedNames(settings.name);
  const ours = [
    ...deployedPlacement({
      ...settings,
      filterPlaces: settings['monitor.filterPlaces'],
      custom: customOf(settings),
    }).alarmed.flatMap(({ id, detector }) =>
      detector.kind === 'filter' ? [{ id: alarm(id), pattern: detector.pattern }] : [],
    ),
    { id: alarm(CANARY_ID), pattern: CANARY_PATTERN },
  ];
  const names = new Set(ours.map(({ id }) => id));
  const existing = await readFilters(client, logGroup);
  const problems = [
    ...preflightProblems(existing, ours, (name) => names.has(name)),
    ...subscriptionProblems(settings, existing),
  ];
  const wayOut =
    problems.some((problem) => problem.includes('metric filters')) && settings.cis
      ? ['cis: false leaves the places of the 14 CIS controls free']
      : [];
  return {
    problems: [...problems, ...wayOut],
    seen: `${logGroup} has ${existing.metricFilters.length} metric filters and ${existing.subscriptionFilters.length} subscriptions; ${ours.length} metric filters come`,
  };
}

/** A log group hands its records to two at most, and the trail analyzer is one. */
function subscriptionProblems(
  settings: Settings,
  { logGroup, subscriptionFilters }: ExistingFilters,
): readonly string[] {
  const own = deployedNames(settings.name).alarm('trail');
  const foreign = subscriptionFilters.filter(({ id }) => id !== own);
  if (settings['monitor.trailSource'] === 's3' || foreign.length < FILTER_QUOTAS.subscriptionFilters)
    return [];
  return [
    `${logGroup} has ${foreign.length} subscriptions (${foreign.map(({ id }) => id).join(', ')}) and takes no third for the trail analyzer; monitor.trailSource: s3 takes the records from the bucket, some minutes later`,
  ];
}
