import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type Row,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';

/** Column names to the texts of Athena's answer; absent values are left out. */
export type AnswerRow = Readonly<Record<string, string>>;

export interface Answer {
  readonly executionId: string;
  readonly rows: readonly AnswerRow[];
  /** There are more rows than were read. */
  readonly isCapped: boolean;
  readonly bytesScanned: number;
}

export interface AthenaPlace {
  readonly workgroup: string;
  readonly database: string;
}

/** Athena did not answer the question. */
export class AuditQueryError extends Error {
  override readonly name = 'AuditQueryError';
}

const MOST_ROWS = 5_000;
const PAGE_ROWS = 1_000;
const FIRST_LOOK_MILLISECONDS = 300;
const MOST_LOOK_MILLISECONDS = 5_000;

/**
 * Asks Athena one question and reads its rows. The same text on the same `day` is one execution, however often a
 * run is repeated: the answer is paid for once.
 *
 * @throws AuditQueryError with Athena's reason
 */
export async function askAthena(
  client: AthenaClient,
  { workgroup, database }: AthenaPlace,
  sql: string,
  day: string,
  deadline: number,
): Promise<Answer> {
  const { QueryExecutionId: executionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: workgroup,
      QueryExecutionContext: { Database: database },
      ClientRequestToken: createHash('sha256').update(`${day}\n${sql}`).digest('hex'),
    }),
  );
  if (executionId === undefined) throw new AuditQueryError('Athena gave no id for the query');
  const bytesScanned = await waitForEnd(client, executionId, deadline);
  const rows: AnswerRow[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new GetQueryResultsCommand({
        QueryExecutionId: executionId,
        MaxResults: PAGE_ROWS,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    const columns = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '' }) => Name);
    const found = page.ResultSet?.Rows ?? [];
    // The first row of the first page repeats the names.
    rows.push(...(token === undefined ? found.slice(1) : found).map((row) => toAnswerRow(columns, row)));
    token = page.NextToken;
  } while (token !== undefined && rows.length < MOST_ROWS);
  return { executionId, rows, isCapped: token !== undefined, bytesScanned };
}

async function waitForEnd(client: AthenaClient, executionId: string, deadline: number): Promise<number> {
  for (let look = 0; ; look += 1) {
    const { QueryExecution } = await client.send(
      new GetQueryExecutionCommand({ QueryExecutionId: executionId }),
    );
    const state = QueryExecution?.Status?.State;
    if (state === 'SUCCEEDED') return QueryExecution?.Statistics?.DataScannedInBytes ?? 0;
    if (state === 'FAILED' || state === 'CANCELLED') {
      throw new AuditQueryError(
        `${state}: ${QueryExecution?.Status?.StateChangeReason ?? 'no reason given'}`,
      );
    }
    if (Date.now() > deadline) {
      throw new AuditQueryError(
        `execution ${executionId} was not done in time; its answer will be in Athena's history`,
      );
    }
    const most = Math.min(MOST_LOOK_MILLISECONDS, FIRST_LOOK_MILLISECONDS * 1.5 ** look);
    await pause(most * (0.5 + Math.random() / 2));
  }
}

function toAnswerRow(columns: readonly string[], { Data = [] }: Row): AnswerRow {
  return Object.fromEntries(
    columns.flatMap((name, at) => {
      const value = Data[at]?.VarCharValue;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
