import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type FilterPattern, parseFilterPattern } from '../../analysis/filter-pattern';
import { type CloudTrailRecord, parseCloudTrailRecord } from '../../records/cloudtrail-record';
import { typedRecord } from '../../records/typed-record';

export interface FetchedRecords {
  /** In time order, each once, each with an id. */
  readonly records: readonly FetchedRecord[];
  /** There are more than were read. */
  readonly isCapped: boolean;
}

export interface FetchedRecord {
  readonly id: string;
  readonly record: CloudTrailRecord;
}

/** Epoch seconds, both inclusive. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** Pages come empty with a token while the service searches on; so many are read before it is left for later. */
const MOST_PAGES = 100;
const MOST_RECORDS = 2_000;

/**
 * The records behind an alarm: its own pattern over its window, judged once more here, since what the service's
 * filter lets through is for it alone to say. Of a burst that is too long for one reading the next one gets the rest,
 * since records that `isTold` knows take no room.
 */
export async function fetchRecords(
  client: CloudWatchLogsClient,
  logGroup: string,
  pattern: string,
  { from, until }: Window,
  isTold: (id: string) => boolean = () => false,
): Promise<FetchedRecords> {
  const filter: FilterPattern = parseFilterPattern(pattern);
  const records = new Map<string, CloudTrailRecord>();
  let token: string | undefined;
  let pages = 0;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: logGroup,
        filterPattern: pattern,
        startTime: from * 1000,
        endTime: until * 1000,
        ...(token !== undefined && { nextToken: token }),
      }),
    );
    for (const { message = '', eventId = '' } of page.events ?? []) {
      if (!filter.matchesText(message)) continue;
      const outcome = parseCloudTrailRecord(message);
      if (outcome.kind !== 'record') continue;
      const record = typedRecord(outcome.record);
      const id = record.eventID ?? eventId;
      if (!isTold(id)) records.set(id, record);
    }
    token = page.nextToken;
    pages += 1;
  } while (token !== undefined && pages < MOST_PAGES && records.size < MOST_RECORDS);
  return {
    records: [...records]
      .map(([id, record]) => ({ id, record }))
      .sort((one, other) => Date.parse(one.record.eventTime) - Date.parse(other.record.eventTime)),
    isCapped: token !== undefined,
  };
}
