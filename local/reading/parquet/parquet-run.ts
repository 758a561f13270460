import { closeSync, openSync, readSync } from 'node:fs';
import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { compileFlowLogFormat, type FlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import { isTransitGatewayField } from '../../../records/flow-logs/flow-log-header';
import type { TextPool } from '../../../records/values/text-pool';
import { failing } from '../failing';
import { ParquetBatch } from './parquet-batch';
import { fieldOf, type ParquetColumn, vectorsOf, wantedColumns } from './parquet-columns';
import { type ParquetEngine, parquetSource, sqlList } from './parquet-engine';

/** So many files are asked for at once: of small ones most of the time goes into beginning. */
const MOST_FILES = 500;
const MAGIC = 'PAR1';
/** Columns of what Security Lake and CloudTrail have as Parquet. */
const OTHER_TABLES = ['class_uid', 'eventname'];

interface RunFile {
  readonly path: string;
  readonly rows: number;
}

/**
 * Consecutive files of the same columns, read with one query; rows come in the order of the files and of their rows.
 *
 * It is a short way and nothing else: where it cannot be taken (columns of other types than AWS writes) or ends
 * (damage in a file), the file is read by itself, from the row that was reached.
 */
export class ParquetRun {
  readonly format: FlowLogFormat;
  readonly batch: ParquetBatch;
  readonly #files: readonly RunFile[];
  readonly #rows: DuckDBResult;
  #next = 0;
  #chunk: DuckDBDataChunk | undefined;
  /** The chunk after it, which DuckDB reads while this one is judged. */
  #coming: Promise<DuckDBDataChunk | null | Error> | undefined;
  /** Rows of the chunk that were given. */
  #given = 0;
  #isOver = false;

  private constructor(format: FlowLogFormat, files: readonly RunFile[], rows: DuckDBResult, pool: TextPool) {
    this.format = format;
    this.batch = new ParquetBatch(format, pool);
    this.#files = files;
    this.#rows = rows;
  }

  /**
   * Begins with the first of `paths` and takes as many as there are of its kind.
   *
   * @returns undefined where the short way cannot be taken
   */
  static async begin(
    engine: ParquetEngine,
    paths: readonly string[],
    pool: TextPool,
  ): Promise<ParquetRun | undefined> {
    // One damaged file fails the query for all: then the first half is asked for, down to the first by itself.
    for (let ones = parquetOnes(paths); ones.length > 0; ones = ones.slice(0, ones.length >> 1)) {
      const begun = await failing(() => begin(engine, ones));
      if (begun === undefined) return undefined;
      if (!(begun instanceof Error)) return new ParquetRun(begun.format, begun.files, begun.rows, pool);
    }
    return undefined;
  }

  /** Is this the file whose rows come next? */
  isNext(path: string): boolean {
    return !this.#isOver && this.#files[this.#next]?.path === path;
  }

  /**
   * Gives the rows of the next file, as ranges of `batch`.
   *
   * @returns how many rows were given, and whether those are all that the file has
   */
  async readNext(take: (from: number, to: number) => void): Promise<{ rows: number; isWhole: boolean }> {
    const { rows = 0 } = this.#files[this.#next] ?? {};
    this.#next += 1;
    let read = 0;
    while (read < rows) {
      if (this.#chunk === undefined || this.#given === this.#chunk.rowCount) {
        const chunk = await (this.#coming ?? this.#fetch());
        this.#coming = undefined;
        if (chunk instanceof Error || chunk === null || chunk.rowCount === 0) {
          this.#isOver = true;
          return { rows: read, isWhole: false };
        }
        this.#chunk = chunk;
        this.#given = 0;
        this.batch.load(chunk);
        this.#coming = this.#fetch();
      }
      const to = Math.min(this.#given + rows - read, this.#chunk.rowCount);
      take(this.#given, to);
      read += to - this.#given;
      this.#given = to;
    }
    return { rows: read, isWhole: true };
  }

  /** Lets DuckDB end what it is at: nothing may be closed before. */
  async end(): Promise<void> {
    await this.#coming;
  }

  #fetch(): Promise<DuckDBDataChunk | null | Error> {
    return failing(() => this.#rows.fetchChunk());
  }
}

/** The files from the first on, as long as they begin as Parquet does. */
function parquetOnes(paths: readonly string[]): readonly string[] {
  const end = paths.slice(0, MOST_FILES).findIndex((path) => !beginsAsParquet(path));
  return paths.slice(0, end === -1 ? MOST_FILES : end);
}

function beginsAsParquet(path: string): boolean {
  const head = Buffer.alloc(MAGIC.length);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, head);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
  return head.toString('latin1') === MAGIC;
}

async function begin(engine: ParquetEngine, paths: readonly string[]) {
  const connection = await engine.connect();
  const described = await connection.runAndReadAll(
    `describe select * from ${parquetSource(paths.slice(0, 1))}`,
  );
  const columns = described
    .getRows()
    .map(([name, type]): ParquetColumn => ({ name: String(name), type: String(type) }));
  const names = columns.map(({ name }) => name.toLowerCase());
  if (OTHER_TABLES.some((name) => names.includes(name))) return undefined;
  // Refuses what is no flow log of a VPC; whoever reads the file by itself says why.
  if (names.some(isTransitGatewayField)) return undefined;
  const wanted = wantedColumns(columns, 'analyzed');
  const vectors = vectorsOf(wanted);
  if (vectors === undefined) return undefined;
  const format = compileFlowLogFormat(wanted.flatMap((column) => fieldOf(column) ?? []));
  const files = await alike(engine, paths);
  if (files.length === 0) return undefined;
  const rows = await connection.stream(
    `select ${vectors} from ${parquetSource(files.map(({ path }) => path))}`,
  );
  return { format, files, rows };
}

/** The files from the first on, as long as their columns are the first's. */
async function alike(engine: ParquetEngine, paths: readonly string[]): Promise<readonly RunFile[]> {
  const connection = await engine.connect();
  const list = sqlList(paths);
  const read = await connection.runAndReadAll(
    `select m.file_name, m.num_rows, s.columns
     from parquet_file_metadata(${list}) as m
     join (
       select file_name, string_agg(concat_ws(' ', name, type, converted_type, logical_type), ',') as columns
       from parquet_schema(${list}) group by file_name
     ) as s on s.file_name = m.file_name`,
  );
  const byPath = new Map(
    read.getRows().map(([path, rows, columns]) => [String(path), { rows: Number(rows), columns }]),
  );
  const first = byPath.get(paths[0] ?? '')?.columns;
  const files: RunFile[] = [];
  for (const path of paths) {
    const known = byPath.get(path);
    if (known === undefined || known.columns !== first) break;
    files.push({ path, rows: known.rows });
  }
  return files;
}
