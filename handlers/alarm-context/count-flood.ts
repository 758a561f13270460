import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import { parseCloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { typedRecord } from '../../records/cloudtrail/typed-record';
import { answerBy } from '../aws/answer-by';
import type { FetchOptions, SeenFlood } from './fetch-records';
import { principalOf } from './principal';
import { canBeNamed, patternOfOnly } from './principal-pattern';

/**
 * Counts a flood on from where it was counted last: its records later than `countedUntil`, for as long as there is
 * time.
 */
export async function countFlood(
  client: Pick<CloudWatchLogsClient, 'send'>,
  logGroup: string,
  pattern: string,
  { principal, countedUntil, counted }: Pick<SeenFlood, 'principal' | 'countedUntil' | 'counted'>,
  until: number,
  { deadline = Number.POSITIVE_INFINITY, now = Date.now }: Omit<FetchOptions, 'floods'> = {},
): Promise<Pick<SeenFlood, 'counted' | 'countedUntil'>> {
  if (!canBeNamed(principal)) return { counted, countedUntil };
  const filter = parseFilterPattern(pattern);
  let [count, latest] = [counted, countedUntil];
  let token: string | undefined;
  while (now() < deadline) {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: logGroup,
        filterPattern: patternOfOnly(pattern, principal),
        startTime: countedUntil + 1,
        endTime: until * 1000,
        ...(token !== undefined && { nextToken: token }),
      }),
      answerBy(deadline, now()),
    );
    for (const { message = '', timestamp = 0 } of page.events ?? []) {
      const outcome = parseCloudTrailRecord(message);
      if (outcome.kind !== 'record' || !filter.matchesRecord(outcome.record, () => message)) continue;
      if (principalOf(typedRecord(outcome.record)) !== principal) continue;
      count += 1;
      latest = Math.max(latest, timestamp);
    }
    token = page.nextToken;
    if (token === undefined) break;
  }
  return { counted: count, countedUntil: latest };
}
