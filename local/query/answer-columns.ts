import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { TABLES } from '../../records/tables/tables';
import { asQueryError } from './duckdb/duckdb-error';
import type { OpenDuckDb } from './duckdb/open-duckdb';
import { renderView } from './duckdb/views';
import type { TranspiledQuery } from './translate/transpile-query';

export interface AnswerColumn {
  readonly name: string;
  readonly type: DuckDBType;
}

/** The names and types that the question gives its columns; a table would tell equal names apart. */
async function columnsOf(
  connection: DuckDBConnection,
  { duckdb, unnamed }: TranspiledQuery,
): Promise<readonly AnswerColumn[]> {
  const prepared = await connection.prepare(duckdb);
  const columns = Array.from({ length: prepared.columnCount }, (_, at) => ({
    name: unnamed[at] ?? prepared.columnName(at),
    type: prepared.columnType(at),
  }));
  prepared.destroySync();
  return columns;
}

/** Teaches DuckDB the functions that a question calls. */
export async function teachFunctions(duckDb: OpenDuckDb, { duckdb, uses }: TranspiledQuery): Promise<void> {
  await duckDb.teach([duckdb, ...uses.flatMap((use) => use.partitionConditions)].join(' '));
}

/**
 * The columns of the answer. They are asked of tables without files: DuckDB plans a question anew for it, and over many
 * files that takes long.
 *
 * @param isLoaded the tables hold all rows, and are asked themselves
 * @throws QuerySyntaxError, LocalQueryError where the question is at fault
 */
export async function answerColumns(
  duckDb: OpenDuckDb,
  query: TranspiledQuery,
  isLoaded: boolean,
): Promise<readonly AnswerColumn[]> {
  const { connection } = duckDb;
  try {
    await teachFunctions(duckDb, query);
    const asked = TABLES.filter(({ name }) => query.uses.some((use) => use.table === name));
    for (const table of isLoaded ? [] : asked) await connection.run(renderView(table, []));
    return await columnsOf(connection, query);
  } catch (error) {
    throw asQueryError(error, query);
  }
}
