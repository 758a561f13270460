import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableName } from '../../records/tables/table-definition';
import { TABLE_BY_NAME } from '../../records/tables/tables';
import { FILES_TABLE } from './duckdb/read-groups';
import { sqlString } from './duckdb/sql-text';
import type { TableFile } from './log-folder';
import type { TableUse } from './translate/table-uses';

/** What the keys of files say that lie side by side; conditions on partition columns cannot tell these apart. */
const KEYS_TABLE = 'harborwatch_keys';

/** The tables by which conditions on partition columns choose files, and which views of files join; made when they are needed. */
export class FileList {
  readonly #files: () => readonly TableFile[];
  #isMade = false;
  /** The number of the key of each file; undefined for one that lies in no layout. */
  #keys: readonly (number | undefined)[] | undefined;

  /** @param files that there are to read */
  constructor(files: () => readonly TableFile[]) {
    this.#files = files;
  }

  /** Files came or went, or DuckDB is another one. */
  change(): void {
    this.#isMade = false;
    this.#keys = undefined;
  }

  /** Makes the table that views of files join. */
  async make(connection: DuckDBConnection): Promise<void> {
    if (this.#isMade) return;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${FILES_TABLE} (path VARCHAR, account VARCHAR, region VARCHAR, time VARCHAR)`,
    );
    const appender = await connection.createAppender(FILES_TABLE, undefined, 'temp');
    for (const { path, delivered } of this.#files()) {
      if (delivered === undefined) continue;
      for (const text of [path, delivered.account, delivered.region, delivered.time]) {
        appender.appendVarchar(text);
      }
      appender.endRow();
    }
    appender.closeSync();
    this.#isMade = true;
  }

  /** Makes the table that conditions are asked of: a row for each hour or day of a table, and not for each of its files. */
  async #makeKeys(connection: DuckDBConnection): Promise<readonly (number | undefined)[]> {
    if (this.#keys !== undefined) return this.#keys;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${KEYS_TABLE} (id INTEGER, tbl VARCHAR, account VARCHAR, region VARCHAR, time VARCHAR)`,
    );
    const appender = await connection.createAppender(KEYS_TABLE, undefined, 'temp');
    const ids = new Map<string, number>();
    this.#keys = this.#files().map(({ table, delivered }) => {
      if (delivered === undefined) return undefined;
      const texts = [table, delivered.account, delivered.region, delivered.time];
      const key = texts.join('\n');
      const known = ids.get(key);
      if (known !== undefined) return known;
      const id = ids.size;
      ids.set(key, id);
      appender.appendInteger(id);
      for (const text of texts) appender.appendVarchar(text);
      appender.endRow();
      return id;
    });
    appender.closeSync();
    return this.#keys;
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
    let keys: readonly (number | undefined)[] = [];
    for (const { table, alias, partitionConditions } of uses) {
      if (partitionConditions.length === 0) wanted.set(table, 'all');
      const chosen = wanted.get(table) ?? new Set();
      if (chosen === 'all') continue;
      wanted.set(table, chosen);
      keys = await this.#makeKeys(connection);
      const key = TABLE_BY_NAME[table].timeKey;
      const conditions = [
        `"${alias}".tbl = ${sqlString(table)}`,
        ...partitionConditions.map((text) => `(${text})`),
      ];
      const reader = await connection.runAndReadAll(
        `SELECT id FROM (SELECT *, time AS ${key} FROM ${KEYS_TABLE}) AS "${alias}" WHERE ${conditions.join(' AND ')}`,
      );
      for (const [id] of reader.getRows()) chosen.add(Number(id));
    }
    const chosen = files.filter((file, at) => {
      const ids = wanted.get(file.table);
      const id = keys[at];
      return ids !== undefined && (ids === 'all' || id === undefined || ids.has(id));
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
