import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import type { QueryResult } from '../../queries/query-result';
import { TABLE_BY_NAME, TABLES } from '../../records/tables/tables';
import { asQueryError, readDuckDbError, STOPPED } from './duckdb/duckdb-error';
import { type FileKinds, groupFiles } from './duckdb/group-files';
import { type DuckDbOptions, type OpenDuckDb, openDuckDb } from './duckdb/open-duckdb';
import { sqlName, sqlString } from './duckdb/sql-text';
import { athenaTypeName, cellOf, exportedColumn, hasUnnamedMembers } from './duckdb/values';
import { FILES_TABLE, ownPartition, renderView } from './duckdb/views';
import { findDamagedGzip, findDamagedParquet } from './find-damaged-files';
import { indexLogFolder, type LogFile, type LogFolder, type SkippedFile } from './log-folder';
import { Turns } from './one-at-a-time';
import { LocalQueryError } from './query-errors';
import { beginsWithLargest, unnamedColumns } from './translate/answer-shape';
import { neededColumns } from './translate/needed-columns';
import { findTableUses, type TableUse } from './translate/table-uses';
import { loadTranspiler, type TranspiledQuery, transpileQuery } from './translate/transpile-query';

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

/** Ten of the chunks in which DuckDB itself works. */
const ROWS_OF_BATCH = 20_480;
/** How often one query is asked anew without files that turned out broken, before it gives up. */
const MOST_ATTEMPTS = 1000;

/** Kinds of DuckDB's errors after which it answers nothing any more. */
const ENDING: ReadonlySet<string> = new Set(['INTERNAL', 'FATAL']);
/** Kinds of its errors that come from damaged files, and mostly do not say which. */
const READING: ReadonlySet<string> = new Set(['Invalid', 'IO', 'Serialization']);

/**
 * DuckDB reads files in the order in which it is given them, and once it has as many rows as were asked for it skips
 * Parquet whose statistics hold no better ones: `order by "start" desc limit 100` reads one file and not a month.
 * Files are listed oldest first, which does the same for the first records.
 */
function newestFirst(one: LogFile, other: LogFile): number {
  const [time, otherTime] = [one.delivered?.time ?? '', other.delivered?.time ?? ''];
  return time === otherTime ? 0 : time < otherTime ? 1 : -1;
}

/** Answers Athena SQL over a folder of log files with DuckDB. Open one, ask many, close it. */
export class LocalEngine {
  readonly folder: LogFolder;
  readonly #options: DuckDbOptions;
  #duckDb: OpenDuckDb;
  readonly #unreadable: SkippedFile[] = [];
  readonly #kinds: FileKinds = new Map();
  /** Gzip files that were read to their end once. */
  readonly #checked = new Set<string>();
  /** All questions share the views of one connection. */
  readonly #turns = new Turns();
  #answers = 0;
  #stops = 0;
  #isLoaded = false;

  private constructor(folder: LogFolder, options: DuckDbOptions, duckDb: OpenDuckDb) {
    this.folder = folder;
    this.#options = options;
    this.#duckDb = duckDb;
  }

  get #connection(): DuckDBConnection {
    return this.#duckDb.connection;
  }

  /** @throws when the folder cannot be listed */
  static async open(root: string, options: DuckDbOptions = {}): Promise<LocalEngine> {
    await loadTranspiler();
    const folder = await indexLogFolder(root);
    const engine = new LocalEngine(folder, options, await openDuckDb(options));
    await engine.#loadFiles();
    return engine;
  }

  /** Answers one question, opening only the files that its conditions on partition columns leave. */
  async run(athenaSql: string): Promise<LocalAnswer> {
    const query = transpileQuery(athenaSql);
    const stops = this.#stops;
    this.#answers += 1;
    const table = `answer_${this.#answers}`;
    return await this.#turns.take(async () => {
      const broken = this.#unreadable.length;
      return await this.#retryWithoutBrokenFiles(query, async (files) => {
        const columns = await this.#columnsOf(query);
        const unnamed = columns.find(({ type }) => hasUnnamedMembers(type));
        if (unnamed !== undefined) {
          throw new LocalQueryError(
            `the rows in ${unnamed.name} have members without names, which are not known here; write cast(row(…) as row(a varchar, …))`,
          );
        }
        await this.#keepAnswer(query, table);
        return {
          columns: columns.map(({ name, type }) => ({ name, type: athenaTypeName(type) })),
          batches: this.#batchesOf(table, query, stops),
          plan: this.#plan(files),
          unreadable: this.#unreadable.slice(broken),
        };
      });
    });
  }

  /** The names and types that the question gives its columns; a table would tell equal names apart. */
  async #columnsOf({
    duckdb,
    tree,
  }: TranspiledQuery): Promise<readonly { name: string; type: DuckDBType }[]> {
    const unnamed = unnamedColumns(tree);
    const prepared = await this.#connection.prepare(duckdb);
    const columns = Array.from({ length: prepared.columnCount }, (_, at) => ({
      name: unnamed[at] ?? prepared.columnName(at),
      type: prepared.columnType(at),
    }));
    prepared.destroySync();
    return columns;
  }

  /**
   * Puts the whole answer into a table, on disk where memory does not hold it, before the first row is given. A stream
   * from DuckDB that fails half-way ends as one that is done, so that rows would be missing and nobody told.
   */
  async #keepAnswer({ duckdb }: TranspiledQuery, table: string): Promise<void> {
    await this.#connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${duckdb}`);
  }

  async *#batchesOf(table: string, query: TranspiledQuery, stops: number): LocalAnswer['batches'] {
    const connection = this.#connection;
    try {
      for (let from = 0, given = ROWS_OF_BATCH; given === ROWS_OF_BATCH; from += given) {
        const reader = await connection.runAndReadAll(
          `SELECT * FROM ${table} WHERE rowid BETWEEN ${from} AND ${from + ROWS_OF_BATCH - 1} ORDER BY rowid`,
        );
        if (stops !== this.#stops) {
          throw new LocalQueryError(STOPPED);
        }
        const rows = reader.getRows();
        given = rows.length;
        yield rows.map((row) => row.map(cellOf));
      }
      await connection.run(`DROP TABLE ${table}`);
    } catch (error) {
      throw asQueryError(error, query);
    }
  }

  /**
   * Reads all files once into DuckDB's own tables (on disk where memory does not hold them), for someone who asks many
   * questions about one folder. Questions read no file after that.
   */
  async load(): Promise<void> {
    await this.#turns.take(async () => {
      /** A file whose damage ended the first DuckDB took the tables loaded so far with it. */
      for (let duckDb: OpenDuckDb | undefined; duckDb !== this.#duckDb; ) {
        duckDb = this.#duckDb;
        for (const table of TABLES) {
          const everything = transpileQuery(`select * from ${table.name}`);
          await this.#retryWithoutBrokenFiles(everything, async () => {
            await this.#connection.run(
              `CREATE OR REPLACE TEMP TABLE loaded_${table.name} AS ${everything.duckdb}`,
            );
          });
        }
      }
      for (const table of TABLES) {
        await this.#connection.run(
          `CREATE OR REPLACE TEMP VIEW ${table.name} AS SELECT * FROM loaded_${table.name}`,
        );
      }
      this.#isLoaded = true;
    });
  }

  /** Writes the answer to a Parquet file without holding it in memory, in the types that Athena gives. */
  async exportParquet(athenaSql: string, file: string): Promise<Omit<LocalAnswer, 'columns' | 'batches'>> {
    const query = transpileQuery(athenaSql);
    return await this.#turns.take(async () => {
      const broken = this.#unreadable.length;
      return await this.#retryWithoutBrokenFiles(query, async (files) => {
        const columns = await this.#columnsOf(query);
        const places = columns.map((_, at) => `c${at}`);
        const shown = columns.map(
          ({ name, type }, at) => `${exportedColumn(places[at] ?? '', type)} AS ${sqlName(name)}`,
        );
        await this.#connection.run(
          `COPY (SELECT ${shown.join(', ')} FROM (${query.duckdb}\n) AS answer (${places.join(', ')})) TO ${sqlString(file)} (FORMAT parquet)`,
        );
        return { plan: this.#plan(files), unreadable: this.#unreadable.slice(broken) };
      });
    });
  }

  /** What would be run and read, without running it; DuckDB checks names and types. */
  async explain(athenaSql: string): Promise<{ readonly duckdb: string; readonly plan: ReadPlan }> {
    const query = transpileQuery(athenaSql);
    const ask = async (files: readonly LogFile[]) => {
      await this.#connection.run(`EXPLAIN ${query.duckdb}`);
      return { duckdb: query.duckdb, plan: this.#plan(files) };
    };
    return await this.#turns.take(async () => await this.#retryWithoutBrokenFiles(query, ask, false));
  }

  /** Part of the running query that is done, 0 to 1; undefined while DuckDB cannot tell. */
  get progress(): number | undefined {
    const { percentage } = this.#connection.progress;
    return percentage < 0 ? undefined : percentage / 100;
  }

  /** Stops the running query. */
  interrupt(): void {
    this.#stops += 1;
    this.#connection.interrupt();
  }

  async close(): Promise<void> {
    await this.#duckDb.close();
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
   * Makes the views and asks. A file that DuckDB cannot read fails the whole query, and a gzip that is damaged it
   * reads in part: both are left out, and the query is asked again.
   *
   * @param isRead whether asking reads the files at all
   */
  async #retryWithoutBrokenFiles<T>(
    query: TranspiledQuery,
    ask: (files: readonly LogFile[]) => Promise<T>,
    isRead = true,
  ): Promise<T> {
    if (this.#isLoaded) {
      try {
        return await ask([]);
      } catch (error) {
        await this.#damagedBehind(error, []);
        throw asQueryError(error, query);
      }
    }
    const uses = findTableUses(query.tree);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const files = await this.#filesFor(uses, beginsWithLargest(query.tree));
      const checking = new AbortController();
      try {
        await this.#makeViews(query, uses, files);
        /** Beside the query, which leaves this thread idle. */
        const checked = isRead ? this.#damagedGzip(files, checking.signal) : [];
        const answer = await ask(files);
        const broken = await checked;
        if (broken.length === 0) {
          return answer;
        }
        this.#unreadable.push(...broken);
      } catch (error) {
        checking.abort();
        const broken = await this.#damagedBehind(error, files);
        if (broken.length === 0) {
          throw asQueryError(error, query);
        }
        this.#unreadable.push(...broken);
      }
    }
    throw new LocalQueryError(
      `${this.#unreadable.length} files are broken, and still more; the last: ${this.#unreadable.at(-1)?.path}`,
    );
  }

  async #makeViews(
    query: TranspiledQuery,
    uses: readonly TableUse[],
    files: readonly LogFile[],
  ): Promise<void> {
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
  }

  /** Of the files that are read; one whose head could not be read has been told. */
  async #damagedGzip(files: readonly LogFile[], signal?: AbortSignal): Promise<readonly SkippedFile[]> {
    const read = files.filter(({ path }) => this.#kinds.has(path));
    return await findDamagedGzip(read, this.#checked, signal);
  }

  /** The files to which an error of DuckDB is due; none where the question is at fault. */
  async #damagedBehind(error: unknown, files: readonly LogFile[]): Promise<readonly SkippedFile[]> {
    const { kind, reason } = readDuckDbError(error);
    if (ENDING.has(kind)) {
      await this.#reopen();
    }
    const named = files.find(({ path }) => reason.includes(path));
    if (named !== undefined) {
      return [{ path: named.path, reason: reason.split('\n')[0] ?? reason }];
    }
    if (!ENDING.has(kind) && !READING.has(kind)) {
      return [];
    }
    return [...(await this.#damagedGzip(files)), ...(await findDamagedParquet(files))];
  }

  async #reopen(): Promise<void> {
    await this.#duckDb.close();
    this.#duckDb = await openDuckDb(this.#options);
    this.#isLoaded = false;
    await this.#loadFiles();
  }

  async #filesFor(uses: readonly TableUse[], isNewestFirst: boolean): Promise<readonly LogFile[]> {
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
    const files = this.folder.files.filter(
      (file, id) =>
        asked.has(file.table) && !broken.has(file.path) && (file.delivered === undefined || wanted.has(id)),
    );
    return isNewestFirst ? files.toSorted(newestFirst) : files;
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
