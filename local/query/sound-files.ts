import { teachFunctions } from './answer-columns';
import { FileList } from './choose-files';
import type { CutFlows } from './cut/cut-flows';
import { asQueryError, readDuckDbError, STOPPED } from './duckdb/duckdb-error';
import type { FileKinds } from './duckdb/group-files';
import type { OpenDuckDb } from './duckdb/open-duckdb';
import { findDamagedParquet } from './find-damaged-parquet';
import type { FolderFiles } from './folder-files';
import type { FolderIndex } from './index/folder-index';
import type { TableFile } from './log-folder';
import { LocalQueryError } from './query-errors';
import type { RecordLoader } from './record-loader';
import { dropOverlap, reloadFiles } from './replace-files';
import type { DeliveredScan } from './scan/delivered-scan';
import { MisplacedFiles } from './scan/misplaced-files';
import type { UnsoundFile } from './scan/unsound-file';
import { TableViews } from './table-views';
import type { TranspiledQuery } from './translate/transpile-query';

/** How often one query is asked anew without files that turned out broken, before it gives up. */
const MOST_ATTEMPTS = 1000;

/** Kinds of DuckDB's errors after which it answers nothing any more. */
const ENDING: ReadonlySet<string> = new Set(['INTERNAL', 'FATAL']);
const OUT_OF_MEMORY = 'Out of Memory';
/** A trail delivers files of a few megabytes. */
const LARGE_DOCUMENT = 17 * 1024 * 1024;
/** Kinds of its errors that come from damaged files, and mostly do not say which. */
const READING: ReadonlySet<string> = new Set(['Invalid', 'IO', 'Serialization']);

/** Part of a question's time that goes into checking its text, where that is cut on the way. */
const CUT_PART = 0.8;

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
  readonly #misplaced = new MisplacedFiles();
  readonly #list: FileList;
  readonly #views: TableViews;
  #duckDb: OpenDuckDb;
  #checking = new AbortController();
  #wasCut = false;
  /** Everything lies in DuckDB's own tables, so that no file is read any more. */
  isLoaded = false;

  constructor(folder: AskedFolder, duckDb: OpenDuckDb, cuts: CutFlows) {
    this.#folder = folder;
    this.#duckDb = duckDb;
    this.#list = new FileList(() => folder.files.readable);
    this.#views = new TableViews(cuts);
  }

  get duckDb(): OpenDuckDb {
    return this.#duckDb;
  }

  /** What was found out about the files' formats. */
  get kinds(): FileKinds {
    return this.#views.kinds;
  }

  /** What is to be said of flows that the question, once answered, left out. */
  leftOutOf({ uses }: TranspiledQuery): readonly string[] {
    return uses.some(({ table }) => table === 'vpc_flow_logs') ? this.#views.leftOut.notes : [];
  }

  /** Part of the running question that is done, 0 to 1; undefined while nobody can tell. */
  get progress(): number | undefined {
    const checked = this.#folder.scan.progress;
    if (this.#wasCut && checked !== undefined) return CUT_PART * checked;
    const { percentage } = this.#duckDb.connection.progress;
    if (percentage < 0) return undefined;
    return this.#wasCut ? CUT_PART + ((1 - CUT_PART) * percentage) / 100 : percentage / 100;
  }

  /** Stops the running question. */
  interrupt(): void {
    this.#checking.abort();
    this.#duckDb.connection.interrupt();
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
      const files = await this.#list.choose(this.#duckDb.connection, uses, isNewestFirst);
      index.recall(files, this.kinds, scan);
      const checking = new AbortController();
      this.#checking = checking;
      let unsound: readonly UnsoundFile[];
      let checked: Promise<readonly UnsoundFile[]> = Promise.resolve([]);
      try {
        unsound = await this.#prepare(query, files, isRead, checking.signal);
        if (unsound.length === 0) {
          // Beside the query, which leaves this thread idle.
          if (isRead) checked = this.#check(files, query, checking.signal);
          const answer = await ask(files);
          unsound = await checked;
          // The latest few are answered without a look into the other files.
          if (unsound.length === 0 && isRead && !query.isLatestFew)
            unsound = await this.#unsoundParquet(files);
          if (unsound.length === 0 && !(await dropOverlap(this.#folder))) {
            const hasFlows = uses.some(({ table }) => table === 'vpc_flow_logs');
            if (isRead && hasFlows) await this.#views.leftOut.count(this.#duckDb.connection);
            return answer;
          }
        }
      } catch (error) {
        checking.abort();
        await checked;
        unsound = await this.#unsoundBehind(error, files);
        if (unsound.length === 0) throw asQueryError(error, query);
      }
      await reloadFiles(this.#folder, unsound);
      this.#views.forget(unsound);
      this.#list.change();
    }
    throw new LocalQueryError(
      `${folder.replaced.size} files are broken, and still more; the last: ${[...folder.replaced].at(-1)}`,
    );
  }

  async #check(files: readonly TableFile[], { uses }: TranspiledQuery, signal: AbortSignal) {
    const { files: folder, scan } = this.#folder;
    const unsound = await scan.unsoundAmong(files, signal);
    return [...unsound, ...(await this.#misplaced.among(folder.readable, uses, signal))];
  }

  async #unsoundParquet(files: readonly TableFile[]): Promise<readonly UnsoundFile[]> {
    const parquet = files.flatMap((file) => {
      const kind = this.kinds.get(file.path)?.kind;
      return kind?.format === 'parquet' ? [{ file, columns: kind.columns }] : [];
    });
    if (parquet.length === 0) return [];
    return await this.#folder.scan.parquet.unsoundAmong(this.#duckDb.connection, parquet);
  }

  /** Makes the views; text of flow logs is checked and cut before it is asked. */
  async #prepare(
    query: TranspiledQuery,
    files: readonly TableFile[],
    isRead: boolean,
    signal: AbortSignal,
  ): Promise<readonly UnsoundFile[]> {
    const { connection } = this.#duckDb;
    const { scan } = this.#folder;
    const views = this.#views;
    const refused: UnsoundFile[] = [];
    const tables = await views.group(connection, query, files, scan.held, (file) => {
      refused.push({ file, duplicates: undefined });
    });
    if (refused.length > 0) return refused;
    if (isRead) views.cuts.want(views.wantedOf(tables), files);
    this.#wasCut = isRead && views.areToBeCut(files, scan);
    if (this.#wasCut) {
      const unsound = await scan.unsoundAmong(files, signal, views.cuts);
      if (signal.aborted) throw new LocalQueryError(STOPPED);
      if (unsound.length > 0) return unsound;
      scan.cut(views.smallAmong(files, scan), views.cuts);
    }
    await views.make(connection, this.#list, tables, isRead);
    return [];
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
      ({ path }) => (this.kinds.get(path)?.kind.largestDocument ?? 0) > LARGE_DOCUMENT,
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
    this.#list.change();
  }
}
