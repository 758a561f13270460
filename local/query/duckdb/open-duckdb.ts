import { mkdtemp, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { removeWhenStopped } from '../../files/remove-when-stopped';
import { macrosFor } from './macros';
import { sqlList, sqlString } from './sql-text';
import { registerFunctions } from './text-functions';

export interface DuckDbOptions {
  /** What DuckDB may hold in memory before it spills to disk; default: a quarter of the machine's, 2 GiB at most. */
  readonly memoryMegabytes?: number;
  readonly threads?: number;
  /** Folders and files that may be read; default: nothing but what DuckDB itself writes. */
  readonly readable?: readonly string[];
}

/** A DuckDB in memory that speaks Athena's functions, and the folder that it spills to. */
export interface OpenDuckDb {
  readonly connection: DuckDBConnection;
  /** The one folder that DuckDB may write to; `close` removes it. */
  readonly spill: string;
  readonly close: () => Promise<void>;
  /** Teaches it the functions of Athena that SQL in DuckDB's words calls; there are more than a hundred. */
  readonly teach: (sql: string) => Promise<void>;
}

const MEGABYTE = 1024 * 1024;
const MOST_MEGABYTES = 2048;
const MOST_THREADS = 8;

const isFolder = async (name: string) => (await stat(name).catch(() => undefined))?.isDirectory() === true;

/** What DuckDB may open, and nothing else from then on: no other file, no network, no extension, no setting. */
async function locks(readable: readonly string[], spill: string): Promise<readonly string[]> {
  const folders = [spill];
  const files: string[] = [];
  for (const name of readable) {
    ((await isFolder(name)) ? folders : files).push(name);
  }
  return [
    `SET allowed_directories = ${sqlList(folders)}`,
    `SET allowed_paths = ${sqlList(files)}`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}

/**
 * Opens a DuckDB that is set as Athena is: UTC, whole-number division, NULLs last. It reads what it is given and nothing
 * else of the machine, whatever a question says; what does not fit into its memory goes to a temporary folder that
 * `close` removes.
 */
export async function openDuckDb(options: DuckDbOptions = {}): Promise<OpenDuckDb> {
  const spill = await mkdtemp(path.join(tmpdir(), 'harborwatch-'));
  const done = removeWhenStopped(spill);
  const memory = options.memoryMegabytes ?? Math.min(MOST_MEGABYTES, Math.floor(totalmem() / MEGABYTE / 4));
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memory}MB`,
    threads: String(options.threads ?? Math.min(MOST_THREADS, availableParallelism())),
    temp_directory: spill,
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  // Before the macros that call them.
  registerFunctions(connection);
  for (const statement of [
    "SET TimeZone = 'UTC'",
    'SET integer_division = true',
    "SET default_null_order = 'NULLS_LAST'",
    'SET errors_as_json = true',
    `SET temp_directory = ${sqlString(spill)}`,
    // A first question looks into the footers of its files three times.
    'SET parquet_metadata_cache = true',
    ...(await locks(options.readable ?? [], spill)),
  ]) {
    await connection.run(statement);
  }
  let taught: ReadonlySet<string> = new Set();
  return {
    connection,
    spill,
    teach: async (sql) => {
      const known = new Set(taught);
      const statements = macrosFor(sql, known);
      if (statements.length > 0) await connection.run(statements.join(';\n'));
      // A statement that was interrupted taught nothing.
      taught = known;
    },
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await rm(spill, { recursive: true, force: true });
      done();
    },
  };
}
