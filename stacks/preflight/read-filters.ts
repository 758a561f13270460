import {
  type CloudWatchLogsClient,
  type MetricFilter,
  paginateDescribeMetricFilters,
  paginateDescribeSubscriptionFilters,
  ResourceNotFoundException,
  type SubscriptionFilter,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ExistingFilters } from './existing-filters';

/** The setting names a log group that is not there. */
export class MissingLogGroupError extends Error {
  override readonly name = 'MissingLogGroupError';
}

/**
 * The filters that a log group has, page by page.
 *
 * @throws MissingLogGroupError where there is no such group in the client's account and region
 */
export async function readFilters(client: CloudWatchLogsClient, logGroup: string): Promise<ExistingFilters> {
  const metricFilters: { id: string; pattern: string }[] = [];
  const subscriptionFilters: { id: string; pattern: string }[] = [];
  const named = (filter: MetricFilter | SubscriptionFilter) => ({
    id: filter.filterName ?? 'unnamed',
    pattern: filter.filterPattern ?? '',
  });
  try {
    for await (const page of paginateDescribeMetricFilters({ client }, { logGroupName: logGroup })) {
      metricFilters.push(...(page.metricFilters ?? []).map(named));
    }
    for await (const page of paginateDescribeSubscriptionFilters({ client }, { logGroupName: logGroup })) {
      subscriptionFilters.push(...(page.subscriptionFilters ?? []).map(named));
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new MissingLogGroupError(
      `the setting monitor.trailLogGroupName names ${logGroup}, which does not exist in this account and region`,
    );
  }
  return { logGroup, metricFilters, subscriptionFilters };
}
