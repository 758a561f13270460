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
  override readonly name: string = 'InsightsQueryError';
}

/** The query was not done by its deadline. */
export class InsightsTimeError extends InsightsQueryError {
  override readonly name = 'InsightsTimeError';
}

export interface FlowLines {
  readonly lines: readonly string[];
  /**
   * Spans that hold more lines than were read: as short as a query can ask for, or met when the run's time or room
   * for lines was over. Of each the latest lines were read.
   */
  readonly cappedSpans: number;
}

/** How many lines there are, and who sent the most of them. */
export interface LineCount {
  readonly lines: number;
  readonly most: readonly { readonly source: string; readonly lines: number }[];
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
/** Twice what the function was measured with (`sizing.ts`): 300,000 lines are a third of its memory. */
const MOST_LINES = 600_000;
const MOST_SOURCES = 10;
const FIRST_LOOK_MILLISECONDS = 200;
const MOST_LOOK_MILLISECONDS = 2_000;

/**
 * Reads what the query finds in a span. A span that reaches the most rows a query can give is read again in
 * halves; lines that two halves share are harmless, since the analysis counts a record once. When there is no time or
 * no room left for halves, what a span gave stands for it: a flood of lines makes the answer coarser, never none.
 *
 * @throws InsightsQueryError when a query fails, or the first one is not done by the deadline
 */
export async function readFlowLines(client: CloudWatchLogsClient, request: LineRequest): Promise<FlowLines> {
  return await readHalves(client, request, { lines: MOST_LINES });
}

async function readHalves(
  client: CloudWatchLogsClient,
  request: LineRequest,
  room: { lines: number },
): Promise<FlowLines> {
  const { from, until, deadline } = request;
  const rows = await linesOf(client, request);
  if (rows.length < MOST_ROWS) {
    room.lines -= rows.length;
    return { lines: rows, cappedSpans: 0 };
  }
  const middle = Math.floor((from + until) / 2);
  try {
    if (until - from > SHORTEST_SPAN_SECONDS && room.lines > 0 && Date.now() < deadline) {
      const earlier = await readHalves(client, { ...request, until: middle }, room);
      const later = await readHalves(client, { ...request, from: middle }, room);
      return {
        lines: [...earlier.lines, ...later.lines],
        cappedSpans: earlier.cappedSpans + later.cappedSpans,
      };
    }
  } catch (error) {
    if (!(error instanceof InsightsTimeError)) throw error;
  }
  room.lines -= rows.length;
  return { lines: rows, cappedSpans: 1 };
}

/**
 * Counts the lines of a span by who sent them.
 *
 * @param request with the query of `countQuery`
 * @throws InsightsQueryError as reading does
 */
export async function countFlowLines(client: CloudWatchLogsClient, request: LineRequest): Promise<LineCount> {
  const rows = await runQuery(client, request);
  const counted = rows.map((row) => ({
    source: valueIn(row, 'srcaddr') ?? 'unknown',
    lines: Number(valueIn(row, 'lines') ?? 0),
  }));
  return { lines: counted.reduce((sum, { lines }) => sum + lines, 0), most: counted.slice(0, MOST_SOURCES) };
}

async function linesOf(client: CloudWatchLogsClient, request: LineRequest): Promise<readonly string[]> {
  return (await runQuery(client, request)).flatMap((row) => valueIn(row, '@message')?.trimEnd() ?? []);
}

async function runQuery(
  client: CloudWatchLogsClient,
  request: LineRequest,
): Promise<readonly (readonly ResultField[])[]> {
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
    if (status === 'Complete') return results ?? [];
    if (status !== 'Scheduled' && status !== 'Running') {
      throw new InsightsQueryError(
        `the query on ${logGroup} ended as ${status ?? 'nothing'}; the next run asks again`,
      );
    }
    if (Date.now() > deadline) {
      await client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
      throw new InsightsTimeError(
        `the query on ${logGroup} was not done in time; give the function more time, or the group fewer records`,
      );
    }
  }
}

function valueIn(row: readonly ResultField[], name: string): string | undefined {
  return row.find(({ field }) => field === name)?.value;
}
