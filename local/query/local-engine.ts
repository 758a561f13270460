import type { QueryResult } from '../../queries/query-result';
import type { TableName } from '../../records/tables/table-definition';
import { TABLES } from '../../records/tables/tables';
import type { ArchiveLimits } from '../reading/archives/unpack-budget';
import { answerColumns } from './answer-columns';
import { CutFlows } from './cut/cut-flows';
import { type DuckDbOptions, type OpenDuckDb, openDuckDb } from './duckdb/open-duckdb';
import { FolderFiles, type KnownFiles, type ReadPlan, type Told } from './folder-files';
import { FolderIndex } from './index/folder-index';
import { keepAnswer, writeDatabase, writeParquet } from './kept-answer';
import { indexLogFolder, type TableFile } from './log-folder';
import { Turns } from './one-at-a-time';
import { RecordLoader } from './record-loader';
import { savedTranslation } from './saved-translation';
import { DeliveredScan } from './scan/delivered-scan';
import { SharedSteps } from './shared-steps';
import { type AskedFolder, SoundFiles } from './sound-files';
import { everythingOf } from './translate/everything-of';
import type { TranspiledQuery } from './translate/transpile-query';
import { widestFirst } from './widest-first';

export interface LocalAnswer extends QueryResult, Told {}

export interface LocalEngineOptions extends DuckDbOptions {
  /** Fields, in order, of flow logs that have no header line - @default the default format */
  readonly flowLogFormat?: string;
  /** How far archives are unpacked - @default `ARCHIVE_LIMITS` */
  readonly archiveLimits?: ArchiveLimits;
  /** The user's cache folder, for what is found out about the files - @default nothing is kept */
  readonly cache?: string;
  /** Bytes of flow log text that may be joined in one temporary file - @default `MOST_CUT_BYTES` */
  readonly mostCutBytes?: number;
}

/**
 * Answers Athena SQL over a folder of log files with DuckDB. Open one, ask many, close it.
 *
 * Every file is understood as `replay` understands it. Files in AWS's delivery layout are read by DuckDB itself, which
 * is faster and opens what a question needs only; each is checked beside the query, and where DuckDB would give other
 * rows than the reader the file is loaded record by record, as everything else is from the start. Text of flow logs is
 * checked before, and what the question needs of it is joined on the way (`cut/`). What was checked once need not be
 * checked by the next engine, where there is a cache folder.
 */
export class LocalEngine {
  readonly #folder: AskedFolder;
  readonly #sound: SoundFiles;
  readonly #cache: string | undefined;
  readonly #cuts: CutFlows;
  /** All questions share the views of one connection. */
  readonly #turns = new Turns();
  #shared = new SharedSteps([]);
  #answers = 0;
  #stops = 0;

  private constructor(folder: AskedFolder, duckDb: OpenDuckDb, { cache, mostCutBytes }: LocalEngineOptions) {
    this.#folder = folder;
    this.#cache = cache;
    this.#cuts = new CutFlows(folder.loader.folder, mostCutBytes);
    this.#sound = new SoundFiles(folder, duckDb, this.#cuts);
  }

  /** What there is to ask, and what is left out. */
  get folder(): KnownFiles {
    return this.#folder.files.known;
  }

  /**
   * @throws ReadFolderError when the folder cannot be listed
   * @throws FlowLogFormatError, UnsupportedFlowLogError when the given format is none of a VPC flow log
   */
  static async open(root: string, options: LocalEngineOptions = {}): Promise<LocalEngine> {
    const { delivered, others, skipped } = await indexLogFolder(root);
    const index = FolderIndex.open(options.cache, root, options.flowLogFormat);
    const known = others.length === 0 ? undefined : index.recallOthers(others);
    const loader = new RecordLoader(options.flowLogFormat, options.archiveLimits);
    const reading = { ...options, readable: [root, loader.folder] };
    const files = new FolderFiles(
      [...delivered, ...(known?.direct ?? [])],
      [...skipped, ...(known?.skipped ?? [])],
    );
    const scan = new DeliveredScan(loader.seen);
    const reopen = () => openDuckDb(reading);
    const engine = new LocalEngine({ files, loader, scan, index, reopen }, await reopen(), options);
    try {
      if (others.length > 0 && known === undefined) {
        const sizes = new Map(others.map(({ name, bytes = 0 }) => [name, bytes]));
        const loaded = await loader.load(widestFirst(others));
        files.take(loaded, (name) => sizes.get(name));
        index.learnOthers(others, loaded);
        scan.loadedFacts([...loaded.contents.values()].map(({ facts, table }) => facts.of(table)));
      }
    } catch (error) {
      await engine.close();
      throw error;
    }
    return engine;
  }

  /**
   * Answers one question, opening only the files that its conditions on partition columns leave.
   *
   * @throws QuerySyntaxError, LocalQueryError where the question is at fault
   */
  async run(athenaSql: string): Promise<LocalAnswer> {
    return await this.answer(await transpiled(athenaSql));
  }

  /** The same for a saved question with its values, which is translated once for all windows where there is a cache. */
  async runSaved(athenaSql: string): Promise<LocalAnswer> {
    return await this.answer(await savedTranslation(athenaSql, this.#cache));
  }

  /** The same for a question that is in DuckDB's words already. */
  async answer(query: TranspiledQuery): Promise<LocalAnswer> {
    const stops = this.#stops;
    this.#answers += 1;
    const table = `answer_${this.#answers}`;
    return await this.#turns.take(async () => {
      const sound = this.#sound;
      const columnsOf = (asked: TranspiledQuery) => answerColumns(sound.duckDb, asked, sound.isLoaded);
      // A mistake is told before files are read for it.
      const known = sound.isLoaded ? undefined : await columnsOf(query);
      const isStopped = () => stops !== this.#stops;
      const { answer, files } = await sound.ask(query, async (files) => {
        const { connection } = sound.duckDb;
        const keep = (asked: TranspiledQuery) =>
          keepAnswer(connection, asked, known, () => columnsOf(asked), table, isStopped);
        // While files are read, what the steps give may change from one attempt to the next.
        const answer = sound.isLoaded
          ? await this.#shared.ask(connection, query, keep, isStopped)
          : await keep(query);
        return { answer, files };
      });
      return { ...answer, ...this.#told(query, files) };
    });
  }

  /**
   * Reads all files once into DuckDB's own tables (on disk where memory does not hold them), for someone who asks many
   * questions about one folder. Questions read no file after that.
   *
   * @param asked all questions to come: what none of them reads is not loaded, and steps that several of them have in common
   * are worked out once - @default any question may come
   */
  async load(asked?: readonly TranspiledQuery[]): Promise<void> {
    const uses = asked?.flatMap((query) => query.uses);
    const tables = TABLES.filter(({ name }) => uses?.some(({ table }) => table === name) !== false);
    const text = asked?.map(({ athena }) => athena).join('\n');
    const isWhole = (name: TableName) => uses?.some((use) => use.table === name && use.isWhole) !== false;
    await this.#turns.take(async () => {
      const sound = this.#sound;
      const { files } = this.#folder;
      let { duckDb } = sound;
      // By how many files were loaded into each table. A file that turns out odd while its own table is loaded may hold
      // records of one that was loaded before; a file whose damage ends DuckDB takes the tables loaded so far with it.
      const done = new Map<TableName, number>();
      const missing = () => tables.filter(({ name }) => done.get(name) !== files.countLoaded(name));
      for (let left = missing(); left.length > 0; left = missing()) {
        for (const table of left) {
          const everything = everythingOf(table, isWhole(table.name) ? undefined : text);
          await sound.ask(everything, async () => {
            await sound.duckDb.connection.run(
              `CREATE OR REPLACE TEMP TABLE loaded_${table.name} AS ${everything.duckdb}`,
            );
          });
          if (duckDb !== sound.duckDb) done.clear();
          duckDb = sound.duckDb;
          done.set(table.name, files.countLoaded(table.name));
        }
      }
      for (const table of tables) {
        await sound.duckDb.connection.run(
          `CREATE OR REPLACE TEMP VIEW ${table.name} AS SELECT * FROM loaded_${table.name}`,
        );
      }
      this.#shared = new SharedSteps(asked ?? []);
      sound.isLoaded = true;
    });
  }

  /** Writes the answer to a Parquet file, in the types that Athena gives; gives how many rows it has. */
  async exportParquet(athenaSql: string, file: string): Promise<Told & { readonly count: number }> {
    const query = await transpiled(athenaSql);
    return await this.#turns.take(async () => {
      const columns = await answerColumns(this.#sound.duckDb, query, this.#sound.isLoaded);
      const { count, files } = await this.#sound.ask(query, async (files) => ({
        count: await writeParquet(this.#sound.duckDb, query, columns, file),
        files,
      }));
      return { count, ...this.#told(query, files) };
    });
  }

  /** Asked when the files are checked. */
  #told(query: TranspiledQuery, asked: readonly TableFile[]): Told {
    const { files, scan } = this.#folder;
    const { notes, ...told } = files.told(asked);
    const leftOut = this.#sound.leftOutOf(query);
    const forgotten = scan.note === undefined ? [] : [scan.note];
    return { ...told, leftOut, notes: [...notes, ...leftOut, ...forgotten] };
  }

  /** Writes all tables into one DuckDB database, for those who go on in DuckDB's own shell. */
  async exportDatabase(file: string): Promise<void> {
    await this.load();
    await this.#turns.take(async () => await writeDatabase(this.#sound.duckDb, file));
  }

  /** What would be run and read, without running it; DuckDB checks names and types. */
  async explain(athenaSql: string): Promise<{ readonly duckdb: string; readonly plan: ReadPlan }> {
    const query = await transpiled(athenaSql);
    const ask = async (files: readonly TableFile[]) => {
      await this.#sound.duckDb.connection.run(`EXPLAIN ${query.duckdb}`);
      return { duckdb: query.duckdb, plan: this.#folder.files.plan(files) };
    };
    return await this.#turns.take(async () => await this.#sound.ask(query, ask, false));
  }

  /** Part of the running query that is done, 0 to 1; undefined while DuckDB cannot tell. */
  get progress(): number | undefined {
    return this.#sound.progress;
  }

  /** Stops the running query. */
  interrupt(): void {
    this.#stops += 1;
    this.#sound.interrupt();
  }

  async close(): Promise<void> {
    const { index, loader, scan } = this.#folder;
    index.save(this.#sound.kinds, scan);
    this.#cuts.clear();
    loader.close();
    await this.#sound.duckDb.close();
  }
}

/** The parser is loaded when something has to be parsed: it takes longer than DuckDB's start. */
async function transpiled(athenaSql: string): Promise<TranspiledQuery> {
  const { loadTranspiler, transpileQuery } =
    require('./translate/transpile-query') as typeof import('./translate/transpile-query');
  await loadTranspiler();
  return transpileQuery(athenaSql);
}
