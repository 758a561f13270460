import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CANARY_ID, CANARY_PATTERN } from '../../deployment/canary';
import { deployedCatalogue } from '../../deployment/deployed-catalogue';
import { deployedNames } from '../../deployment/deployed-names';
import type { Settings } from '../config';
import { preflightProblems } from './existing-filters';
import { readFilters } from './read-filters';

export interface Preflight {
  /** A sentence for each thing that would stop the deploy half-way. */
  readonly problems: readonly string[];
  /** What was looked at, for who asks. */
  readonly seen: string;
}

/** Looks whether the filters fit on the log group of an existing trail, before a deploy finds out in the middle. */
export async function preflight(settings: Settings, client: CloudWatchLogsClient): Promise<Preflight> {
  const logGroup = settings['monitor.trailLogGroupName'];
  if (logGroup === undefined) {
    return { problems: [], seen: 'the log groups are made by the deploy: nothing else is on them' };
  }
  const { alarm } = deployedNames(settings.name);
  const ours = [
    ...deployedCatalogue(settings).flatMap(({ id, detector }) =>
      detector.kind === 'filter' ? [{ id: alarm(id), pattern: detector.pattern }] : [],
    ),
    { id: alarm(CANARY_ID), pattern: CANARY_PATTERN },
  ];
  const names = new Set(ours.map(({ id }) => id));
  const existing = await readFilters(client, logGroup);
  const problems = preflightProblems(existing, ours, (name) => names.has(name));
  const wayOut =
    problems.length > 0 && settings.cis ? ['cis: false leaves the places of the 14 CIS controls free'] : [];
  return {
    problems: [...problems, ...wayOut],
    seen: `${logGroup} has ${existing.metricFilters.length} metric filters and ${existing.subscriptionFilters.length} subscriptions; ${ours.length} metric filters come`,
  };
}
