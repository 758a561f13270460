import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import type { QueryResult } from '../../queries/query-result';
import type { TableName } from '../../records/tables/table-definition';
import { TABLE_BY_NAME, TABLES } from '../../records/tables/tables';
import type { ArchiveLimits } from '../reading/archives/unpack-budget';
import type { FileKind } from '../reading/read-report';
import { asQueryError, readDuckDbError, STOPPED } from './duckdb/duckdb-error';
import { type FileKinds, groupFiles } from './duckdb/group-files';
import { type DuckDbOptions, type OpenDuckDb, openDuckDb } from './duckdb/open-duckdb';
import { sqlName, sqlString } from './duckdb/sql-text';
import { athenaTypeName, cellOf, exportedColumn, hasUnnamedMembers } from './duckdb/values';
import { FILES_TABLE, ownPartition, renderView } from './duckdb/views';
import { findDamagedParquet } from './find-damaged-parquet';
import { indexLogFolder, type SkippedFile, type TableFile } from './log-folder';
import { Turns } from './one-at-a-time';
import { LocalQueryError } from './query-errors';
import { type Loaded, RecordLoader } from './record-loader';
import { asLogFile, DeliveredScan, type UnsoundFile } from './scan-delivered';
import { beginsWithLargest, unnamedColumns } from './translate/answer-shape';
import { neededColumns } from './translate/needed-columns';
import { findTableUses, type TableUse } from './translate/table-uses';
import { loadTranspiler, type TranspiledQuery, transpileQuery } from './translate/transpile-query';
import { widestFirst } from './widest-first';

/** What a query has to open, out of what there is. */
export interface ReadPlan {
  readonly filesRead: number;
  readonly filesKnown: number;
  readonly bytesRead: number;
}

export interface LocalAnswer extends QueryResult {
  readonly plan: ReadPlan;
  /** Files that are not in the answer, or not with all of their records. */
  readonly unreadable: readonly SkippedFile[];
  /** What else is to be said of the records, such as how many were duplicates. */
  readonly notes: readonly string[];
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
function newestFirst(one: TableFile, other: TableFile): number {
  const [time, otherTime] = [one.delivered?.time ?? '', other.delivered?.time ?? ''];
  return time === otherTime ? 0 : time < otherTime ? 1 : -1;
}

export interface LocalEngineOptions extends DuckDbOptions {
  /** Fields, in order, of flow logs that have no header line - @default the default format */
  readonly flowLogFormat?: string;
  /** How far archives are unpacked - @default `ARCHIVE_LIMITS` */
  readonly archiveLimits?: ArchiveLimits;
}

/** The files of a folder as a query sees them. */
export interface KnownFiles {
  readonly files: readonly TableFile[];
  readonly skipped: readonly SkippedFile[];
  /** Files that nobody can read, in whole or in part. */
  readonly unreadable: readonly SkippedFile[];
}

/**
 * Answers Athena SQL over a folder of log files with DuckDB. Open one, ask many, close it.
 *
 * Every file is understood as `replay` understands it. Files in AWS's delivery layout are read by DuckDB itself, which
 * is faster and opens what a question needs only; each is checked beside the query, and where DuckDB would give other
 * rows than the reader the file is loaded record by record, as everything else is from the start.
 */
export class LocalEngine {
  readonly #options: LocalEngineOptions;
  #duckDb: OpenDuckDb;
  readonly #delivered: TableFile[];
  /** Files that stand in for others, with the records that were understood. */
  readonly #loaded: TableFile[] = [];
  /** Paths of delivered files that others stand in for, or that cannot be read at all. */
  readonly #replaced = new Set<string>();
  /** What the loaded files were made from. */
  readonly #origins: TableFile[] = [];
  readonly #skipped: SkippedFile[];
  readonly #unreadable: SkippedFile[] = [];
  readonly #counts = new Map<string, number>();
  readonly #kinds: FileKinds = new Map();
  readonly #scan = new DeliveredScan();
  readonly #loader: RecordLoader;
  /** All questions share the views of one connection. */
  readonly #turns = new Turns();
  #answers = 0;
  #stops = 0;
  #isLoaded = false;

  private constructor(
    delivered: readonly TableFile[],
    skipped: readonly SkippedFile[],
    options: LocalEngineOptions,
    loader: RecordLoader,
    duckDb: OpenDuckDb,
  ) {
    this.#delivered = [...delivered];
    this.#skipped = [...skipped];
    this.#options = options;
    this.#duckDb = duckDb;
    this.#loader = loader;
  }

  get #connection(): DuckDBConnection {
    return this.#duckDb.connection;
  }

  /** What there is to ask, and what is left out. */
  get folder(): KnownFiles {
    const delivered = this.#delivered.filter(({ path }) => !this.#replaced.has(path));
    return {
      files: [...delivered, ...this.#origins],
      skipped: this.#skipped,
      unreadable: this.#unreadable,
    };
  }

  /**
   * @throws ReadFolderError when the folder cannot be listed
   * @throws FlowLogFormatError, UnsupportedFlowLogError when the given format is none of a VPC flow log
   */
  static async open(root: string, options: LocalEngineOptions = {}): Promise<LocalEngine> {
    await loadTranspiler();
    const { delivered, others, skipped } = await indexLogFolder(root);
    const loader = new RecordLoader(options.flowLogFormat, options.archiveLimits);
    const reading = { ...options, readable: [root, loader.folder] };
    const engine = new LocalEngine(delivered, skipped, reading, loader, await openDuckDb(reading));
    try {
      if (others.length > 0) {
        const sizes = new Map(others.map(({ name, bytes = 0 }) => [name, bytes]));
        engine.#takeLoaded(await loader.load(widestFirst(others)), undefined, sizes);
      }
      await engine.#listFiles();
    } catch (error) {
      await engine.close();
      throw error;
    }
    return engine;
  }

  /** Answers one question, opening only the files that its conditions on partition columns leave. */
  async run(athenaSql: string): Promise<LocalAnswer> {
    const query = transpileQuery(athenaSql);
    const stops = this.#stops;
    this.#answers += 1;
    const table = `answer_${this.#answers}`;
    return await this.#turns.take(async () => {
      return await this.#askSoundFiles(query, async (files) => {
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
          ...this.#told(files),
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
        yield rows.map((row) => row.map((value, at) => cellOf(value, query.zones[at])));
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
          await this.#askSoundFiles(everything, async () => {
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
      return await this.#askSoundFiles(query, async (files) => {
        const columns = await this.#columnsOf(query);
        const places = columns.map((_, at) => `c${at}`);
        const shown = columns.map(
          ({ name, type }, at) => `${exportedColumn(places[at] ?? '', type)} AS ${sqlName(name)}`,
        );
        // DuckDB may write to its own folder only.
        const written = path.join(this.#duckDb.spill, 'answer.parquet');
        await this.#connection.run(
          `COPY (SELECT ${shown.join(', ')} FROM (${query.duckdb}\n) AS answer (${places.join(', ')})) TO ${sqlString(written)} (FORMAT parquet)`,
        );
        await copyFile(written, file);
        await rm(written);
        return this.#told(files);
      });
    });
  }

  /** Writes all tables into one DuckDB database, for those who go on in DuckDB's own shell. */
  async exportDatabase(file: string): Promise<void> {
    await this.load();
    await this.#turns.take(async () => {
      const written = path.join(this.#duckDb.spill, 'export.duckdb');
      await this.#connection.run(`ATTACH ${sqlString(written)} AS exported`);
      for (const { name } of TABLES) {
        await this.#connection.run(`CREATE TABLE exported.${name} AS SELECT * FROM ${name}`);
      }
      await this.#connection.run('DETACH exported');
      await copyFile(written, file);
      await rm(written);
    });
  }

  /** What would be run and read, without running it; DuckDB checks names and types. */
  async explain(athenaSql: string): Promise<{ readonly duckdb: string; readonly plan: ReadPlan }> {
    const query = transpileQuery(athenaSql);
    const ask = async (files: readonly TableFile[]) => {
      await this.#connection.run(`EXPLAIN ${query.duckdb}`);
      return { duckdb: query.duckdb, plan: this.#plan(files) };
    };
    return await this.#turns.take(async () => await this.#askSoundFiles(query, ask, false));
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
    this.#loader.close();
    await this.#duckDb.close();
  }

  /** Loads files anew that DuckDB cannot read as the reader does; what is told of them takes their place. */
  async #reload(unsound: readonly UnsoundFile[]): Promise<void> {
    for (const { file, duplicates } of unsound) {
      this.#replaced.add(file.path);
      this.#takeLoaded(
        await this.#loader.load([asLogFile(file)], file.delivered, (record) => duplicates.has(record)),
        file,
      );
    }
    await this.#listFiles();
  }

  /** @param origin the one file that was loaded, where its key says what it is */
  #takeLoaded({ files, report }: Loaded, origin?: TableFile, sizes?: ReadonlyMap<string, number>): void {
    this.#loaded.push(...files);
    for (const {
      path,
      kind,
      reason,
      records,
      unreadableCount,
      unreadable,
      skipped,
      remarks = {},
    } of report.files) {
      const table = origin?.table ?? TABLE_OF[kind];
      if (table !== undefined)
        this.#origins.push(origin ?? { path, table, bytes: sizes?.get(path) ?? 0, delivered: undefined });
      else if (unreadableCount === 0)
        this.#skipped.push({ path, reason: reason ?? `${kind}, holds no records` });
      if (unreadableCount > 0) {
        const [first] = unreadable;
        const where = first?.line === undefined ? '' : `line ${first.line}: `;
        const some = records === unreadableCount ? '' : `${unreadableCount} of ${records} records, `;
        this.#unreadable.push({ path, reason: `${some}${where}${first?.reason ?? ''}` });
      }
      const told = {
        ...remarks,
        ...(skipped['duplicate'] !== undefined && { duplicate: skipped['duplicate'] }),
      };
      for (const [what, count] of Object.entries(told))
        this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
    }
  }

  #told(files: readonly TableFile[]): Pick<LocalAnswer, 'plan' | 'unreadable' | 'notes'> {
    const notes = [...this.#counts]
      .filter(([what]) => what !== 'NODATA' && what !== 'SKIPDATA')
      .map(([what, count]) =>
        what === 'duplicate' ? `${count} duplicates left out` : `${count} records with ${what}`,
      );
    return { plan: this.#plan(files), unreadable: [...this.#unreadable], notes };
  }

  /** The table by which conditions on partition columns choose files. */
  async #listFiles(): Promise<void> {
    await this.#connection.run(
      `CREATE OR REPLACE TEMP TABLE ${FILES_TABLE} (id INTEGER, path VARCHAR, tbl VARCHAR, account VARCHAR, region VARCHAR, time VARCHAR)`,
    );
    const appender = await this.#connection.createAppender(FILES_TABLE, undefined, 'temp');
    for (const [id, { path, table, delivered }] of this.#readable.entries()) {
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

  /** What DuckDB may read. */
  get #readable(): readonly TableFile[] {
    return [...this.#delivered.filter(({ path }) => !this.#replaced.has(path)), ...this.#loaded];
  }

  /**
   * Makes the views and asks. A file that DuckDB cannot read fails the whole query, and of one that is damaged or odd it
   * gives other rows than the reader: these are loaded record by record, and the query is asked again.
   *
   * @param isRead whether asking reads the files at all
   */
  async #askSoundFiles<T>(
    query: TranspiledQuery,
    ask: (files: readonly TableFile[]) => Promise<T>,
    isRead = true,
  ): Promise<T> {
    if (this.#isLoaded) {
      try {
        return await ask([]);
      } catch (error) {
        await this.#unsoundBehind(error, []);
        throw asQueryError(error, query);
      }
    }
    const uses = findTableUses(query.tree);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const files = await this.#filesFor(uses, beginsWithLargest(query.tree));
      const checking = new AbortController();
      let unsound: readonly UnsoundFile[];
      try {
        unsound = await this.#makeViews(query, uses, files);
        if (unsound.length === 0) {
          /** Beside the query, which leaves this thread idle. */
          const checked = isRead ? this.#scan.unsoundAmong(files, checking.signal) : [];
          const answer = await ask(files);
          unsound = await checked;
          if (unsound.length === 0) {
            return answer;
          }
        }
      } catch (error) {
        checking.abort();
        unsound = await this.#unsoundBehind(error, files);
        if (unsound.length === 0) {
          throw asQueryError(error, query);
        }
      }
      await this.#reload(unsound);
    }
    throw new LocalQueryError(
      `${this.#replaced.size} files are broken, and still more; the last: ${[...this.#replaced].at(-1)}`,
    );
  }

  async #makeViews(
    query: TranspiledQuery,
    uses: readonly TableUse[],
    files: readonly TableFile[],
  ): Promise<readonly UnsoundFile[]> {
    const refused: UnsoundFile[] = [];
    for (const table of TABLES.filter(({ name }) => uses.some((use) => use.table === name))) {
      const own = files.filter((file) => file.table === table.name);
      const groups = await groupFiles(this.#connection, own, this.#kinds, (file) => {
        refused.push({ file, duplicates: new Set() });
      });
      const isWhole = uses.some((use) => use.table === table.name && use.isWhole);
      const isDelivered = own.every(({ delivered }) => delivered !== undefined);
      const text = isDelivered ? query.athena : `${query.athena}\n, ${ownPartition(table)}`;
      const columns = neededColumns(table, text, isWhole);
      await this.#connection.run(renderView(table, groups, columns));
    }
    return refused;
  }

  /** The files to which an error of DuckDB is due; none where the question is at fault. */
  async #unsoundBehind(error: unknown, files: readonly TableFile[]): Promise<readonly UnsoundFile[]> {
    const { kind, reason } = readDuckDbError(error);
    if (ENDING.has(kind)) {
      await this.#reopen();
    }
    const delivered = files.filter((file) => this.#delivered.includes(file));
    const named = delivered.find(({ path }) => reason.includes(path));
    if (named !== undefined) {
      return [{ file: named, duplicates: new Set() }];
    }
    if (!ENDING.has(kind) && !READING.has(kind)) {
      return [];
    }
    const damaged = await findDamagedParquet(delivered);
    const parquet = delivered.filter(({ path }) => damaged.some((file) => file.path === path));
    return [
      ...(await this.#scan.unsoundAmong(delivered)),
      ...parquet.map((file) => ({ file, duplicates: new Set<number>() })),
    ];
  }

  async #reopen(): Promise<void> {
    await this.#duckDb.close();
    this.#duckDb = await openDuckDb(this.#options);
    this.#isLoaded = false;
    await this.#listFiles();
  }

  async #filesFor(uses: readonly TableUse[], isNewestFirst: boolean): Promise<readonly TableFile[]> {
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
    const files = this.#readable.filter(
      (file, id) => asked.has(file.table) && (file.delivered === undefined || wanted.has(id)),
    );
    return isNewestFirst ? files.toSorted(newestFirst) : files;
  }

  /** Of files that others stand in for the originals are counted: a reader knows no others. */
  #plan(files: readonly TableFile[]): ReadPlan {
    const tables = new Set(files.map(({ table }) => table));
    const loaded = new Set(this.#loaded);
    const read = [
      ...files.filter((file) => !loaded.has(file)),
      ...(files.some((file) => loaded.has(file))
        ? this.#origins.filter(({ table }) => tables.has(table))
        : []),
    ];
    return {
      filesRead: read.length,
      filesKnown: this.folder.files.length,
      bytesRead: read.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }
}

const TABLE_OF: Readonly<Partial<Record<FileKind, TableName>>> = {
  cloudtrail: 'cloudtrail_logs',
  'flow-log-text': 'vpc_flow_logs',
  'flow-log-parquet': 'vpc_flow_logs',
  'container-log': 'container_logs',
};

/** The window that a folder's keys span, as `since` and `until` would be typed; undefined outside of AWS's layouts. */
export function spanOf(folder: KnownFiles): { readonly since: string; readonly until: string } | undefined {
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
