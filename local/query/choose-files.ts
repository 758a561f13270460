import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableName } from '../../records/tables/table-definition';
import { TABLE_BY_NAME } from '../../records/tables/tables';
import { FILES_TABLE } from './duckdb/read-groups';
import { sqlString } from './duckdb/sql-text';
import type { TableFile } from './log-folder';
import type { TableUse } from './translate/table-uses';

/** The table by which conditions on partition columns choose files, and which views of files join; made when it is needed. */
export class FileList {
  readonly #files: () => readonly TableFile[];
  #isMade = false;

  /** @param files that there are to read */
  constructor(files: () => readonly TableFile[]) {
    this.#files = files;
  }

  /** Files came or went, or DuckDB is another one. */
  change(): void {
    this.#isMade = false;
  }

  async make(connection: DuckDBConnection): Promise<void> {
    if (this.#isMade) return;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${FILES_TABLE} (id INTEGER, path VARCHAR, tbl VARCHAR, account VARCHAR, region VARCHAR, time VARCHAR)`,
    );
    const appender = await connection.createAppender(FILES_TABLE, undefined, 'temp');
    for (const [id, { path, table, delivered }] of this.#files().entries()) {
      if (delivered === undefined) continue;
      appender.appendInteger(id);
      for (const text of [path, table, delivered.account, delivered.region, delivered.time]) {
        appender.appendVarchar(text);
      }
      appender.endRow();
    }
    appender.closeSync();
    this.#isMade = true;
  }

  /**
   * The files that the uses of tables leave.
   *
   * @param isNewestFirst the question wants the newest records, so that DuckDB is given their files first
   */
  async choose(
    connection: DuckDBConnection,
    uses: readonly TableUse[],
    isNewestFirst: boolean,
  ): Promise<readonly TableFile[]> {
    const files = this.#files();
    const wanted = new Map<TableName, Set<number> | 'all'>();
    for (const { table, alias, partitionConditions } of uses) {
      if (partitionConditions.length === 0) wanted.set(table, 'all');
      const chosen = wanted.get(table) ?? new Set();
      if (chosen === 'all') continue;
      wanted.set(table, chosen);
      await this.make(connection);
      const key = TABLE_BY_NAME[table].timeKey;
      const conditions = [
        `"${alias}".tbl = ${sqlString(table)}`,
        ...partitionConditions.map((text) => `(${text})`),
      ];
      const reader = await connection.runAndReadAll(
        `SELECT id FROM (SELECT *, time AS ${key} FROM ${FILES_TABLE}) AS "${alias}" WHERE ${conditions.join(' AND ')}`,
      );
      for (const [id] of reader.getRows()) chosen.add(Number(id));
    }
    const chosen = files.filter((file, id) => {
      const ids = wanted.get(file.table);
      return ids !== undefined && (ids === 'all' || file.delivered === undefined || ids.has(id));
    });
    return isNewestFirst ? chosen.toSorted(newestFirst) : chosen;
  }
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
