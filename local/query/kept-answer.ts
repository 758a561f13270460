import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import type { QueryResult } from '../../queries/query-result';
import { TABLES } from '../../records/tables/tables';
import type { AnswerColumn } from './answer-columns';
import { asQueryError, STOPPED } from './duckdb/duckdb-error';
import type { OpenDuckDb } from './duckdb/open-duckdb';
import { sqlName, sqlString } from './duckdb/sql-text';
import { athenaTypeName, cellOf, exportedColumn, hasUnnamedMembers } from './duckdb/values';
import { LocalQueryError } from './query-errors';
import type { TranspiledQuery } from './translate/transpile-query';

/** Ten of the chunks in which DuckDB itself works. */
const ROWS_OF_BATCH = 20_480;

/**
 * Puts the whole answer into a table, on disk where memory does not hold it, before the first row is given. A stream
 * from DuckDB that fails half-way ends as one that is done, so that rows would be missing and nobody told.
 *
 * @param known the columns as `answerColumns` gives them, where they were asked for already; DuckDB plans the question once
 * more to tell them, so that they are taken from the table where it tells the same
 * @param ask for them
 * @param table that the answer is kept in until its last row is taken
 * @param isStopped asked after each batch
 * @throws LocalQueryError for rows that have no names for their members
 */
export async function keepAnswer(
  connection: DuckDBConnection,
  query: TranspiledQuery,
  known: readonly AnswerColumn[] | undefined,
  ask: () => Promise<readonly AnswerColumn[]>,
  table: string,
  isStopped: () => boolean,
): Promise<QueryResult> {
  if (known !== undefined) refuseUnnamed(known);
  try {
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${query.duckdb}`);
  } catch (error) {
    if (known === undefined) refuseUnnamed(await ask());
    throw error;
  }
  const first = await batchOf(connection, table, 0);
  const columns = known ?? columnsOfTable(first, query) ?? (await ask());
  return {
    columns: columns.map(({ name, type }) => ({ name, type: athenaTypeName(type) })),
    batches: batchesOf(connection, query, table, first, isStopped),
  };
}

function refuseUnnamed(columns: readonly AnswerColumn[]): void {
  const unnamed = columns.find(({ type }) => hasUnnamedMembers(type));
  if (unnamed === undefined) return;
  throw new LocalQueryError(
    `the rows in ${unnamed.name} have members without names, which are not known here; write cast(row(…) as row(a varchar, …))`,
  );
}

/** What a table calls the second of two columns of one name. */
const TOLD_APART = /[_:]\d+$/;

/** The columns as the table has them; undefined where the question may have another name or, as for NULL, another type. */
function columnsOfTable(first: DuckDBResultReader, { unnamed }: TranspiledQuery) {
  const columns = first.columnNames().map((name, at) => ({
    name: unnamed[at] ?? name,
    type: first.columnType(at),
  }));
  const isCertain = columns.every(
    ({ name, type }, at) =>
      (typeof unnamed[at] === 'string' || !TOLD_APART.test(name)) && !type.toString().includes('INTEGER'),
  );
  return isCertain ? columns : undefined;
}

async function batchOf(
  connection: DuckDBConnection,
  table: string,
  from: number,
): Promise<DuckDBResultReader> {
  return await connection.runAndReadAll(
    `SELECT * FROM ${table} WHERE rowid BETWEEN ${from} AND ${from + ROWS_OF_BATCH - 1} ORDER BY rowid`,
  );
}

async function* batchesOf(
  connection: DuckDBConnection,
  query: TranspiledQuery,
  table: string,
  first: DuckDBResultReader,
  isStopped: () => boolean,
): QueryResult['batches'] {
  try {
    for (let from = 0, given = ROWS_OF_BATCH; given === ROWS_OF_BATCH; from += given) {
      const reader = from === 0 ? first : await batchOf(connection, table, from);
      if (isStopped()) {
        throw new LocalQueryError(STOPPED);
      }
      const rows = reader.getRows();
      given = rows.length;
      yield rows.map((row) => row.map((value, at) => cellOf(value, query.zones[at] ?? undefined)));
    }
    await connection.run(`DROP TABLE ${table}`);
  } catch (error) {
    throw asQueryError(error, query);
  }
}

/** Writes the answer to a Parquet file without holding it in memory, in the types that Athena gives; gives its rows. */
export async function writeParquet(
  { connection, spill }: OpenDuckDb,
  query: TranspiledQuery,
  columns: readonly AnswerColumn[],
  file: string,
): Promise<number> {
  const places = columns.map((_, at) => `c${at}`);
  const shown = columns.map(
    ({ name, type }, at) => `${exportedColumn(places[at] ?? '', type)} AS ${sqlName(name)}`,
  );
  // DuckDB may write to its own folder only.
  const written = path.join(spill, 'answer.parquet');
  const reader = await connection.runAndReadAll(
    `COPY (SELECT ${shown.join(', ')} FROM (${query.duckdb}\n) AS answer (${places.join(', ')})) TO ${sqlString(written)} (FORMAT parquet)`,
  );
  await copyFile(written, file);
  await rm(written);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

/** Writes all tables, as they are loaded, into one DuckDB database. */
export async function writeDatabase({ connection, spill }: OpenDuckDb, file: string): Promise<void> {
  const written = path.join(spill, 'export.duckdb');
  await connection.run(`ATTACH ${sqlString(written)} AS exported`);
  for (const { name } of TABLES) {
    await connection.run(`CREATE TABLE exported.${name} AS SELECT * FROM ${name}`);
  }
  await connection.run('DETACH exported');
  await copyFile(written, file);
  await rm(written);
}
