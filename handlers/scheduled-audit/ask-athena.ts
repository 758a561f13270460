import { createHash } from 'node:crypto';
import type { AthenaEngine } from '../../queries/athena-engine';
import type { CellValue } from '../../queries/query-result';

/** Column names to the texts of Athena's answer; absent values are left out. Times are ISO 8601. */
export type AnswerRow = Readonly<Record<string, string>>;

export interface Answer {
  readonly executionId: string;
  readonly rows: readonly AnswerRow[];
  /** There may be more rows than the answer has: it is as long as the question lets it be, or was not read on. */
  readonly isCapped: boolean;
  /** How many rows there are, where that was asked. */
  readonly rowsInAll?: number;
  readonly bytesScanned: number;
}

/** No question but that for single records has more. */
const MOST_ROWS = 20_000;

/**
 * Asks Athena one question and reads its rows. The same text on the same `day` is one execution, however often a
 * run is repeated: the answer is paid for once.
 *
 * @param deadline epoch milliseconds; a question that is not done by then is left running, for the next try
 * @throws AthenaError with Athena's reason
 * @throws AthenaCancelledError at the deadline
 */
export async function askAthena(
  engine: AthenaEngine,
  sql: string,
  day: string,
  deadline: number,
): Promise<Answer> {
  const answer = await engine.run(sql, {
    token: createHash('sha256').update(`${day}\n${sql}`).digest('hex'),
    signal: AbortSignal.timeout(Math.max(0, deadline - Date.now())),
    isLeftRunning: true,
  });
  const names = answer.columns.map(({ name }) => name);
  const rows: AnswerRow[] = [];
  let isCapped = false;
  for await (const batch of answer.batches) {
    isCapped = rows.length >= MOST_ROWS;
    if (isCapped) break;
    rows.push(...batch.map((cells) => toAnswerRow(names, cells)));
  }
  const most = Number(/\blimit (\d+)\s*$/.exec(sql)?.[1] ?? Number.POSITIVE_INFINITY);
  isCapped ||= rows.length >= most;
  return { executionId: answer.executionId, rows, isCapped, bytesScanned: answer.bytesScanned };
}

function toAnswerRow(names: readonly string[], cells: readonly CellValue[]): AnswerRow {
  return Object.fromEntries(
    names.flatMap((name, at) => {
      const value = cells[at];
      return value === undefined || value === null ? [] : [[name, String(value)]];
    }),
  );
}
