import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
  InvalidParameterException,
  type MetricFilter,
  type SubscriptionFilter,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ask, askFor } from '../look-error';
import { clientSettings } from './client-settings';
import { pages } from './pages';

export type { MetricFilter, SubscriptionFilter };

/** What a pattern does with messages: those that it matches, or why the service does not take it. */
export type PatternTest = { readonly matched: readonly string[] } | { readonly refused: string };

export interface LogGroups {
  /** Undefined where there is no such group. */
  readonly metricFilters: (group: string) => Promise<readonly MetricFilter[] | undefined>;
  readonly subscriptionFilters: (group: string) => Promise<readonly SubscriptionFilter[] | undefined>;
  /** When the newest record was taken in, epoch seconds; undefined: never, or there is no such group. */
  readonly lastIngestion: (group: string) => Promise<number | undefined>;
  /** At most 50 messages. */
  readonly test: (pattern: string, messages: readonly string[]) => Promise<PatternTest>;
}

const ABSENT = ['ResourceNotFoundException'];
const MOST_ITEMS = 50;

export function logGroupsIn(region: string): LogGroups {
  const client = new CloudWatchLogsClient(clientSettings(region));
  const page = (logGroupName: string, nextToken: string | undefined) => ({
    logGroupName,
    limit: MOST_ITEMS,
    ...(nextToken !== undefined && { nextToken }),
  });
  return {
    metricFilters: (group) =>
      askFor('logs:DescribeMetricFilters', ABSENT, () =>
        pages(async (token) => {
          const answer = await client.send(new DescribeMetricFiltersCommand(page(group, token)));
          return [answer.metricFilters ?? [], answer.nextToken];
        }),
      ),
    subscriptionFilters: (group) =>
      askFor('logs:DescribeSubscriptionFilters', ABSENT, () =>
        pages(async (token) => {
          const answer = await client.send(new DescribeSubscriptionFiltersCommand(page(group, token)));
          return [answer.subscriptionFilters ?? [], answer.nextToken];
        }),
      ),
    async lastIngestion(group) {
      const answer = await askFor('logs:DescribeLogStreams', ABSENT, () =>
        client.send(
          new DescribeLogStreamsCommand({
            logGroupName: group,
            orderBy: 'LastEventTime',
            descending: true,
            limit: MOST_ITEMS,
          }),
        ),
      );
      const times = (answer?.logStreams ?? []).flatMap(({ lastIngestionTime }) => lastIngestionTime ?? []);
      return times.length === 0 ? undefined : Math.floor(Math.max(...times) / 1000);
    },
    test: (filterPattern, messages) =>
      ask('logs:TestMetricFilter', async () => {
        try {
          const { matches = [] } = await client.send(
            new TestMetricFilterCommand({ filterPattern, logEventMessages: [...messages] }),
          );
          return { matched: matches.flatMap(({ eventMessage }) => eventMessage ?? []) };
        } catch (error) {
          if (error instanceof InvalidParameterException) return { refused: error.message };
          throw error;
        }
      }),
  };
}
