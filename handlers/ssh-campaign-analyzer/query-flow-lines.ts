import { setTimeout as pause } from 'node:timers/promises';
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type ResultField,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { MOST_ROWS } from './insights-query';

/** The query did not come to an end. */
export class InsightsQueryError extends Error {
  override readonly name = 'InsightsQueryError';
}

export interface FlowLines {
  readonly lines: readonly string[];
  /** Spans that hold more lines than can be read even when they are as short as a query can ask for. */
  readonly cappedSpans: number;
}

export interface LineRequest {
  readonly logGroup: string;
  readonly query: string;
  /** Epoch seconds, both inclusive. */
  readonly from: number;
  readonly until: number;
  /** When to give up, epoch milliseconds. */
  readonly deadline: number;
}

const SHORTEST_SPAN_SECONDS = 30;
const FIRST_LOOK_MILLISECONDS = 200;
const MOST_LOOK_MILLISECONDS = 2_000;

/**
 * Reads what the query finds in a span. A span that reaches the most rows a query can give is read again in
 * halves; lines that two halves share are harmless, since the analysis counts a record once.
 *
 * @throws InsightsQueryError when a query fails or the deadline passes
 */
export async function readFlowLines(client: CloudWatchLogsClient, request: LineRequest): Promise<FlowLines> {
  const { from, until } = request;
  const rows = await runQuery(client, request);
  if (rows.length < MOST_ROWS) return { lines: rows, cappedSpans: 0 };
  if (until - from <= SHORTEST_SPAN_SECONDS) return { lines: rows, cappedSpans: 1 };
  const middle = Math.floor((from + until) / 2);
  const earlier = await readFlowLines(client, { ...request, until: middle });
  const later = await readFlowLines(client, { ...request, from: middle });
  return {
    lines: [...earlier.lines, ...later.lines],
    cappedSpans: earlier.cappedSpans + later.cappedSpans,
  };
}

async function runQuery(client: CloudWatchLogsClient, request: LineRequest): Promise<readonly string[]> {
  const { logGroup, query, from, until, deadline } = request;
  const { queryId } = await client.send(
    new StartQueryCommand({ logGroupName: logGroup, queryString: query, startTime: from, endTime: until }),
  );
  if (queryId === undefined)
    throw new InsightsQueryError(`Logs Insights gave no id for the query on ${logGroup}`);
  for (let look = 0; ; look += 1) {
    await pause(
      Math.min(MOST_LOOK_MILLISECONDS, FIRST_LOOK_MILLISECONDS * 1.6 ** look) * (0.5 + Math.random() / 2),
    );
    const { status, results } = await client.send(new GetQueryResultsCommand({ queryId }));
    if (status === 'Complete') return (results ?? []).flatMap(messageIn);
    if (status !== 'Scheduled' && status !== 'Running') {
      throw new InsightsQueryError(
        `the query on ${logGroup} ended as ${status ?? 'nothing'}; the next run asks again`,
      );
    }
    if (Date.now() > deadline) {
      await client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
      throw new InsightsQueryError(
        `the query on ${logGroup} was not done in time; give the function more time, or the group fewer records`,
      );
    }
  }
}

function messageIn(row: readonly ResultField[]): readonly string[] {
  const value = row.find(({ field }) => field === '@message')?.value;
  return value === undefined ? [] : [value.trimEnd()];
}
