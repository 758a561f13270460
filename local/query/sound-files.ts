import { TABLES } from '../../records/tables/tables';
import { teachFunctions } from './answer-columns';
import { chooseFiles, listDelivered } from './choose-files';
import { asQueryError, readDuckDbError } from './duckdb/duckdb-error';
import { type FileKinds, groupFiles } from './duckdb/group-files';
import type { OpenDuckDb } from './duckdb/open-duckdb';
import { ownPartition, renderView } from './duckdb/views';
import { findDamagedParquet } from './find-damaged-parquet';
import type { FolderFiles } from './folder-files';
import type { FolderIndex } from './index/folder-index';
import { LeftOutFlows } from './left-out-flows';
import type { TableFile } from './log-folder';
import { LocalQueryError } from './query-errors';
import type { RecordLoader } from './record-loader';
import { asLogFile, type DeliveredScan } from './scan/delivered-scan';
import { MisplacedFiles } from './scan/misplaced-files';
import type { UnsoundFile } from './scan/unsound-file';
import { neededColumns } from './translate/needed-columns';
import type { TableUse } from './translate/table-uses';
import type { TranspiledQuery } from './translate/transpile-query';
import { withoutOverlap } from './without-overlap';

/** How often one query is asked anew without files that turned out broken, before it gives up. */
const MOST_ATTEMPTS = 1000;

/** Kinds of DuckDB's errors after which it answers nothing any more. */
const ENDING: ReadonlySet<string> = new Set(['INTERNAL', 'FATAL']);
const OUT_OF_MEMORY = 'Out of Memory';
/** A trail delivers files of a few megabytes. */
const LARGE_DOCUMENT = 17 * 1024 * 1024;
/** Kinds of its errors that come from damaged files, and mostly do not say which. */
const READING: ReadonlySet<string> = new Set(['Invalid', 'IO', 'Serialization']);

/** What questions are asked of. */
export interface AskedFolder {
  readonly files: FolderFiles;
  readonly loader: RecordLoader;
  readonly scan: DeliveredScan;
  readonly index: FolderIndex;
  /** Opens another DuckDB, when one answers nothing any more. */
  readonly reopen: () => Promise<OpenDuckDb>;
}

/** Has questions asked of files of which DuckDB gives the same rows as the reader, and finds out which these are. */
export class SoundFiles {
  readonly #folder: AskedFolder;
  readonly #kinds: FileKinds = new Map();
  readonly #leftOut = new LeftOutFlows();
  readonly #misplaced = new MisplacedFiles();
  #duckDb: OpenDuckDb;
  /** Everything lies in DuckDB's own tables, so that no file is read any more. */
  isLoaded = false;

  constructor(folder: AskedFolder, duckDb: OpenDuckDb) {
    this.#folder = folder;
    this.#duckDb = duckDb;
  }

  get duckDb(): OpenDuckDb {
    return this.#duckDb;
  }

  /** What was found out about the files' formats. */
  get kinds(): FileKinds {
    return this.#kinds;
  }

  /** What is to be said of flows that the question, once answered, left out. */
  leftOutOf({ uses }: TranspiledQuery): readonly string[] {
    return uses.some(({ table }) => table === 'vpc_flow_logs') ? this.#leftOut.notes : [];
  }

  /** Tells DuckDB which files there are; needed before the first question. */
  async list(): Promise<void> {
    await listDelivered(this.#duckDb.connection, this.#folder.files.readable);
  }

  /**
   * Makes the views and asks. A file that DuckDB cannot read fails the whole query, and of one that is damaged or odd it
   * gives other rows than the reader: these are loaded record by record, and the query is asked again.
   *
   * @param isRead whether asking reads the files at all
   * @throws QuerySyntaxError, LocalQueryError where the question is at fault
   */
  async ask<T>(
    query: TranspiledQuery,
    ask: (files: readonly TableFile[]) => Promise<T>,
    isRead = true,
  ): Promise<T> {
    if (this.isLoaded) {
      try {
        await teachFunctions(this.#duckDb, query);
        return await ask([]);
      } catch (error) {
        await this.#unsoundBehind(error, []);
        throw asQueryError(error, query);
      }
    }
    const { files: folder, scan, index } = this.#folder;
    const { uses, beginsWithLargest: isNewestFirst } = query;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      await teachFunctions(this.#duckDb, query);
      const files = await chooseFiles(this.#duckDb.connection, folder.readable, uses, isNewestFirst);
      index.recall(files, this.#kinds, scan);
      const checking = new AbortController();
      let unsound: readonly UnsoundFile[];
      let checked: Promise<readonly UnsoundFile[]> = Promise.resolve([]);
      try {
        unsound = await this.#makeViews(query, uses, files);
        if (unsound.length === 0) {
          // Beside the query, which leaves this thread idle.
          if (isRead) checked = this.#check(files, uses, checking.signal);
          const answer = await ask(files);
          unsound = await checked;
          // The latest few are answered without a look into the other files.
          if (unsound.length === 0 && isRead && !query.isLatestFew)
            unsound = await this.#unsoundParquet(files);
          if (unsound.length === 0 && !(await this.#dropOverlap())) {
            const hasFlows = uses.some(({ table }) => table === 'vpc_flow_logs');
            if (isRead && hasFlows) await this.#leftOut.count(this.#duckDb.connection);
            return answer;
          }
        }
      } catch (error) {
        checking.abort();
        await checked;
        unsound = await this.#unsoundBehind(error, files);
        if (unsound.length === 0) throw asQueryError(error, query);
      }
      await this.#reload(unsound);
    }
    throw new LocalQueryError(
      `${folder.replaced.size} files are broken, and still more; the last: ${[...folder.replaced].at(-1)}`,
    );
  }

  async #check(files: readonly TableFile[], uses: readonly TableUse[], signal: AbortSignal) {
    const { files: folder, scan } = this.#folder;
    const unsound = await scan.unsoundAmong(files, signal);
    return [...unsound, ...(await this.#misplaced.among(folder.readable, uses, signal))];
  }

  /** Loads files anew that DuckDB cannot read as the reader does; what is told of them takes their place. */
  async #reload(unsound: readonly UnsoundFile[]): Promise<void> {
    const { files, loader, scan } = this.#folder;
    for (const { file, duplicates, areRows } of unsound) {
      const isDuplicate =
        duplicates === undefined
          ? undefined
          : (record: number, line: number) => duplicates.has(areRows === true ? line - 1 : record);
      const loaded = await loader.load([asLogFile(file)], file, isDuplicate);
      files.replace(file, loaded, duplicates === undefined);
    }
    // What was loaded by sight is compared with what was found sound before it.
    if (unsound.some(({ duplicates }) => duplicates === undefined)) scan.forget(files.readable);
    await this.list();
  }

  async #unsoundParquet(files: readonly TableFile[]): Promise<readonly UnsoundFile[]> {
    const parquet = files.flatMap((file) => {
      const kind = this.#kinds.get(file.path)?.kind;
      return kind?.format === 'parquet' ? [{ file, columns: kind.columns }] : [];
    });
    if (parquet.length === 0) return [];
    return await this.#folder.scan.parquet.unsoundAmong(this.#duckDb.connection, parquet);
  }

  /** Takes loaded records out that stand in a delivered file, too; was there any? */
  async #dropOverlap(): Promise<boolean> {
    const { files, scan, index } = this.#folder;
    const overlap = scan.takeOverlap();
    if (overlap.isEmpty) return false;
    let all = 0;
    for (const old of files.loadedBySight) {
      const { dropped, file } = await withoutOverlap(old, overlap);
      if (dropped > 0) files.swap(old, file, dropped);
      all += dropped;
    }
    if (all === 0) return false;
    index.unlearnOthers();
    await this.list();
    return true;
  }

  async #makeViews(
    query: TranspiledQuery,
    uses: readonly TableUse[],
    files: readonly TableFile[],
  ): Promise<readonly UnsoundFile[]> {
    const { connection } = this.#duckDb;
    const refused: UnsoundFile[] = [];
    for (const table of TABLES.filter(({ name }) => uses.some((use) => use.table === name))) {
      const own = files.filter((file) => file.table === table.name);
      const groups = await groupFiles(connection, own, this.#kinds, this.#folder.scan.held, (file) => {
        refused.push({ file, duplicates: undefined });
      });
      const isWhole = uses.some((use) => use.table === table.name && use.isWhole);
      const isDelivered = own.every(({ delivered }) => delivered !== undefined);
      const text = isDelivered ? query.athena : `${query.athena}\n, ${ownPartition(table)}`;
      const columns = neededColumns(table, text, isWhole);
      await connection.run(renderView(table, groups, columns));
      this.#leftOut.of(table, groups);
    }
    return refused;
  }

  /** The files to which an error of DuckDB is due; none where the question is at fault. */
  async #unsoundBehind(error: unknown, files: readonly TableFile[]): Promise<readonly UnsoundFile[]> {
    const { files: folder, scan } = this.#folder;
    const { kind, reason } = readDuckDbError(error);
    if (ENDING.has(kind)) {
      await this.#reopen();
    }
    const own = files.filter((file) => folder.isOwn(file));
    if (kind === OUT_OF_MEMORY) return await this.#tooLarge(own);
    const named = own.find(({ path }) => reason.includes(path));
    if (named !== undefined) return [{ file: named, duplicates: undefined }];
    if (!ENDING.has(kind) && !READING.has(kind)) {
      return [];
    }
    const damaged = await findDamagedParquet(own);
    const parquet = own.filter(({ path }) => damaged.some((file) => file.path === path));
    scan.forget(own);
    return [...(await scan.unsoundAmong(own)), ...parquet.map((file) => ({ file, duplicates: undefined }))];
  }

  /** Of these files those whose one document each thread holds twice while it is read; loaded, each record is by itself. */
  async #tooLarge(own: readonly TableFile[]): Promise<readonly UnsoundFile[]> {
    const large = own.filter(
      ({ path }) => (this.#kinds.get(path)?.kind.largestDocument ?? 0) > LARGE_DOCUMENT,
    );
    if (large.length === 0) return [];
    const { scan } = this.#folder;
    scan.forget(own);
    const unsound = await scan.unsoundAmong(own);
    const rest = large.filter((file) => !unsound.some((one) => one.file === file));
    return [...unsound, ...rest.map((file) => ({ file, duplicates: undefined }))];
  }

  async #reopen(): Promise<void> {
    await this.#duckDb.close();
    this.#duckDb = await this.#folder.reopen();
    this.isLoaded = false;
    await this.list();
  }
}
