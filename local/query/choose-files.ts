import type { DuckDBConnection } from '@duckdb/node-api';
import { TABLE_BY_NAME } from '../../records/tables/tables';
import { sqlString } from './duckdb/sql-text';
import { FILES_TABLE } from './duckdb/views';
import type { TableFile } from './log-folder';
import type { TableUse } from './translate/table-uses';

/** Makes the table by which conditions on partition columns choose files, and which the views join. */
export async function listDelivered(
  connection: DuckDBConnection,
  files: readonly TableFile[],
): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${FILES_TABLE} (id INTEGER, path VARCHAR, tbl VARCHAR, account VARCHAR, region VARCHAR, time VARCHAR)`,
  );
  const appender = await connection.createAppender(FILES_TABLE, undefined, 'temp');
  for (const [id, { path, table, delivered }] of files.entries()) {
    if (delivered === undefined) continue;
    appender.appendInteger(id);
    for (const text of [path, table, delivered.account, delivered.region, delivered.time]) {
      appender.appendVarchar(text);
    }
    appender.endRow();
  }
  appender.closeSync();
}

/**
 * The files that the uses of tables leave.
 *
 * @param files as they were given to `listDelivered`
 * @param isNewestFirst the question wants the newest records, so that DuckDB is given their files first
 */
export async function chooseFiles(
  connection: DuckDBConnection,
  files: readonly TableFile[],
  uses: readonly TableUse[],
  isNewestFirst: boolean,
): Promise<readonly TableFile[]> {
  const wanted = new Set<number>();
  for (const { table, alias, partitionConditions } of uses) {
    const key = TABLE_BY_NAME[table].timeKey;
    const conditions = [
      `"${alias}".tbl = ${sqlString(table)}`,
      ...partitionConditions.map((text) => `(${text})`),
    ];
    const reader = await connection.runAndReadAll(
      `SELECT id FROM (SELECT *, time AS ${key} FROM ${FILES_TABLE}) AS "${alias}" WHERE ${conditions.join(' AND ')}`,
    );
    for (const [id] of reader.getRows()) {
      wanted.add(Number(id));
    }
  }
  const asked = new Set(uses.map(({ table }) => table));
  const chosen = files.filter(
    (file, id) => asked.has(file.table) && (file.delivered === undefined || wanted.has(id)),
  );
  return isNewestFirst ? chosen.toSorted(newestFirst) : chosen;
}

/**
 * DuckDB reads files in the order in which it is given them, and once it has as many rows as were asked for it skips
 * Parquet whose statistics hold no better ones: `order by "start" desc limit 100` reads one file and not a month.
 * Files are listed oldest first, which does the same for the first records.
 */
function newestFirst(one: TableFile, other: TableFile): number {
  const [time, otherTime] = [one.delivered?.time ?? '', other.delivered?.time ?? ''];
  return time === otherTime ? 0 : time < otherTime ? 1 : -1;
}
