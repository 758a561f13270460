import { LocalEngine } from '../../../local/query/local-engine';
import type { Query } from '../../../queries/query';
import { collectRows } from '../../../queries/query-result';
import { trinoOver } from '../proof';
import { type Answer, readTrinoAnswer } from './read-trino-answer';
import { type Run, textsOf } from './runs';

/** What both engines say to one question: an answer, or the error that it ended with. */
export interface Pair {
  readonly trino: Answer | Error;
  readonly duckdb: Answer | Error;
  /** Bytes that Trino read from files. */
  readonly bytesRead: number;
}

/** Planning takes most of Trino's time for small data, and only one core a query. */
const TRINO_AT_ONCE = 3;

async function attempt(ask: () => Promise<Answer>): Promise<Answer | Error> {
  try {
    return await ask();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function askLocal(engine: LocalEngine, text: string): Promise<Answer> {
  const answer = await engine.run(text);
  return { columns: answer.columns, rows: await collectRows(answer) };
}

/** Asks both engines all questions of a run; each engine goes through them by itself. */
export async function askBoth(run: Run, queries: readonly Query[]): Promise<ReadonlyMap<string, Pair>> {
  const trino = new Map<string, Answer | Error>();
  const duckdb = new Map<string, Answer | Error>();
  const bytes = new Map<string, number>();
  const client = trinoOver(run.dataset);
  const waiting = [...queries];
  const worker = async () => {
    for (let query = waiting.shift(); query !== undefined; query = waiting.shift()) {
      const text = textsOf(run, query).athena;
      trino.set(
        query.id,
        await attempt(async () => {
          const answer = await client.query(text);
          bytes.set(query.id, answer.statistics.physicalInputBytes);
          return readTrinoAnswer(answer);
        }),
      );
    }
  };
  const local = async () => {
    const engine = await LocalEngine.open(run.dataset.delivered);
    try {
      if (run.isLoaded) await engine.load();
      for (const query of queries) {
        duckdb.set(query.id, await attempt(() => askLocal(engine, textsOf(run, query).local)));
      }
    } finally {
      await engine.close();
    }
  };
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const [trinoSeconds, localSeconds] = await Promise.all([
    Promise.all(Array.from({ length: TRINO_AT_ONCE }, worker)).then(seconds),
    local().then(seconds),
  ]);
  process.stderr.write(
    `${run.title}: ${queries.length} questions, Trino ${trinoSeconds} s, DuckDB ${localSeconds} s beside it\n`,
  );
  const missing = new Error('was not asked');
  return new Map(
    queries.map(({ id }) => [
      id,
      {
        trino: trino.get(id) ?? missing,
        duckdb: duckdb.get(id) ?? missing,
        bytesRead: bytes.get(id) ?? 0,
      },
    ]),
  );
}
