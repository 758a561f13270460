import type { DuckDBConnection } from '@duckdb/node-api';
import type { QueryResult } from '../queries/query-result';
import { TABLE_BY_NAME, TABLES } from '../records/tables/tables';
import { asQueryError, readDuckDbError } from './duckdb-error';
import { type FileKinds, groupFiles } from './duckdb-groups';
import { type DuckDbOptions, openDuckDb } from './duckdb-open';
import { sqlString } from './duckdb-text';
import { athenaTypeName, cellOf } from './duckdb-value';
import { FILES_TABLE, ownPartition, renderView } from './duckdb-views';
import { neededColumns } from './query-columns';
import { indexLogFolder, type LogFile, type LogFolder, type SkippedFile } from './query-files';
import { findTableUses, type TableUse } from './query-tables';
import { loadTranspiler, type TranspiledQuery, transpileQuery } from './query-transpile';

/** What a query has to open, out of what there is. */
export interface ReadPlan {
  readonly filesRead: number;
  readonly filesKnown: number;
  readonly bytesRead: number;
}

export interface LocalAnswer extends QueryResult {
  readonly plan: ReadPlan;
  /** Files that turned out broken while this query ran. */
  readonly unreadable: readonly SkippedFile[];
}

/** Broken files that one query leaves out before it gives up. */
const MOST_BROKEN_FILES = 1000;

/** Answers Athena SQL over a folder of log files with DuckDB. Open one, ask many, close it. */
export class LocalEngine {
  readonly folder: LogFolder;
  readonly #connection: DuckDBConnection;
  readonly #close: () => Promise<void>;
  readonly #unreadable: SkippedFile[] = [];
  readonly #kinds: FileKinds = new Map();
  #isLoaded = false;

  private constructor(folder: LogFolder, connection: DuckDBConnection, close: () => Promise<void>) {
    this.folder = folder;
    this.#connection = connection;
    this.#close = close;
  }

  /** @throws when the folder cannot be listed */
  static async open(root: string, options: DuckDbOptions = {}): Promise<LocalEngine> {
    await loadTranspiler();
    const folder = await indexLogFolder(root);
    const { connection, close } = await openDuckDb(options);
    const engine = new LocalEngine(folder, connection, close);
    await engine.#loadFiles();
    return engine;
  }

  /**
   * Answers one question, opening only the files that its conditions on partition columns leave. One at a time: read
   * an answer to its end before the next is asked, since both would share the views of one connection.
   */
  async run(athenaSql: string): Promise<LocalAnswer> {
    const query = transpileQuery(athenaSql);
    const broken = this.#unreadable.length;
    return await this.#retryWithoutBrokenFiles(query, async (files) => {
      const result = await this.#connection.stream(query.duckdb);
      const names = result.columnNames();
      const columns = result
        .columnTypes()
        .map((type, position) => ({ name: names[position] ?? '', type: athenaTypeName(type) }));
      const rows = result.yieldRows();
      /** Fetched here, so that a broken file shows while the query can still be asked again without it. */
      let next = await rows.next();
      async function* batches() {
        try {
          for (; next.done !== true; next = await rows.next()) {
            yield next.value.map((row) => row.map(cellOf));
          }
        } catch (error) {
          throw asQueryError(error, query);
        }
      }
      return {
        columns,
        batches: batches(),
        plan: this.#plan(files),
        unreadable: this.#unreadable.slice(broken),
      };
    });
  }

  /**
   * Reads all files once into DuckDB's own tables (on disk where memory does not hold them), for someone who asks many
   * questions about one folder. Questions read no file after that.
   */
  async load(): Promise<void> {
    for (const table of TABLES) {
      const everything = transpileQuery(`select * from ${table.name}`);
      await this.#retryWithoutBrokenFiles(everything, async () => {
        await this.#connection.run(
          `CREATE OR REPLACE TEMP TABLE loaded_${table.name} AS ${everything.duckdb}`,
        );
      });
    }
    for (const table of TABLES) {
      await this.#connection.run(
        `CREATE OR REPLACE TEMP VIEW ${table.name} AS SELECT * FROM loaded_${table.name}`,
      );
    }
    this.#isLoaded = true;
  }

  /** Writes the answer to a Parquet file without holding it in memory. */
  async exportParquet(athenaSql: string, file: string): Promise<ReadPlan> {
    const query = transpileQuery(athenaSql);
    return await this.#retryWithoutBrokenFiles(query, async (files) => {
      await this.#connection.run(`COPY (${query.duckdb}) TO ${sqlString(file)} (FORMAT parquet)`);
      return this.#plan(files);
    });
  }

  /** What would be run and read, without running it; DuckDB checks names and types. */
  async explain(athenaSql: string): Promise<{ readonly duckdb: string; readonly plan: ReadPlan }> {
    const query = transpileQuery(athenaSql);
    return await this.#retryWithoutBrokenFiles(query, async (files) => {
      await this.#connection.run(`EXPLAIN ${query.duckdb}`);
      return { duckdb: query.duckdb, plan: this.#plan(files) };
    });
  }

  /** Part of the running query that is done, 0 to 1; undefined while DuckDB cannot tell. */
  get progress(): number | undefined {
    const { percentage } = this.#connection.progress;
    return percentage < 0 ? undefined : percentage / 100;
  }

  /** Stops the running query. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  async close(): Promise<void> {
    await this.#close();
  }

  async #loadFiles(): Promise<void> {
    await this.#connection.run(
      `CREATE TEMP TABLE ${FILES_TABLE} (id INTEGER, path VARCHAR, tbl VARCHAR, account VARCHAR, region VARCHAR, time VARCHAR)`,
    );
    const appender = await this.#connection.createAppender(FILES_TABLE, undefined, 'temp');
    for (const [id, { path, table, delivered }] of this.folder.files.entries()) {
      if (delivered === undefined) {
        continue;
      }
      appender.appendInteger(id);
      for (const text of [path, table, delivered.account, delivered.region, delivered.time]) {
        appender.appendVarchar(text);
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  /**
   * Makes the views and asks. A file that DuckDB cannot read fails the whole query, so it is left out and the query
   * asked again, once for each such file.
   */
  async #retryWithoutBrokenFiles<T>(
    query: TranspiledQuery,
    ask: (files: readonly LogFile[]) => Promise<T>,
  ): Promise<T> {
    if (this.#isLoaded) {
      try {
        return await ask([]);
      } catch (error) {
        throw asQueryError(error, query);
      }
    }
    const uses = findTableUses(query.tree);
    for (let attempt = 0; ; attempt += 1) {
      const files = await this.#filesFor(uses);
      try {
        for (const table of TABLES.filter(({ name }) => uses.some((use) => use.table === name))) {
          const own = files.filter((file) => file.table === table.name);
          const groups = await groupFiles(this.#connection, own, this.#kinds, (file) =>
            this.#unreadable.push(file),
          );
          const isWhole = uses.some((use) => use.table === table.name && use.isWhole);
          const isDelivered = own.every(({ delivered }) => delivered !== undefined);
          const text = isDelivered ? query.athena : `${query.athena}\n, ${ownPartition(table)}`;
          const columns = neededColumns(table, text, isWhole);
          await this.#connection.run(renderView(table, groups, columns));
        }
        return await ask(files);
      } catch (error) {
        const { reason } = readDuckDbError(error);
        const broken = files.find(({ path }) => reason.includes(path));
        if (broken === undefined || attempt >= MOST_BROKEN_FILES) {
          throw asQueryError(error, query);
        }
        this.#unreadable.push({ path: broken.path, reason: reason.split('\n')[0] ?? reason });
      }
    }
  }

  async #filesFor(uses: readonly TableUse[]): Promise<readonly LogFile[]> {
    const wanted = new Set<number>();
    for (const { table, alias, partitionConditions } of uses) {
      const key = TABLE_BY_NAME[table].timeKey;
      const conditions = [
        `"${alias}".tbl = ${sqlString(table)}`,
        ...partitionConditions.map((text) => `(${text})`),
      ];
      const reader = await this.#connection.runAndReadAll(
        `SELECT id FROM (SELECT *, time AS ${key} FROM ${FILES_TABLE}) AS "${alias}" WHERE ${conditions.join(' AND ')}`,
      );
      for (const [id] of reader.getRows()) {
        wanted.add(Number(id));
      }
    }
    const asked = new Set(uses.map(({ table }) => table));
    const broken = new Set(this.#unreadable.map(({ path }) => path));
    return this.folder.files.filter(
      (file, id) =>
        asked.has(file.table) && !broken.has(file.path) && (file.delivered === undefined || wanted.has(id)),
    );
  }

  #plan(files: readonly LogFile[]): ReadPlan {
    return {
      filesRead: files.length,
      filesKnown: this.folder.files.length,
      bytesRead: files.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }
}

/** The window that a folder's keys span, as `since` and `until` would be typed; undefined outside of AWS's layouts. */
export function spanOf(folder: LogFolder): { readonly since: string; readonly until: string } | undefined {
  const times = folder.files.map(({ delivered }) => delivered?.time);
  const known = times.filter((time) => time !== undefined).toSorted();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < times.length) {
    return undefined;
  }
  const date = (time: string) => time.slice(0, 10).replaceAll('/', '-');
  const shifted = (time: string, days: number) =>
    new Date(Date.parse(date(time)) + days * 86_400_000).toISOString().slice(0, 10);
  /** A record may be delivered on the day after it was made. */
  return { since: shifted(first, -1), until: shifted(last, 1) };
}
