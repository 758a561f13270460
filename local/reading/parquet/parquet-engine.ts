import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { asPattern } from '../../files/as-pattern';

/** The embedded DuckDB that reads Parquet, loaded when the first such file comes. */
export class ParquetEngine {
  #instance: DuckDBInstance | undefined;
  #connection: DuckDBConnection | undefined;

  async connect(): Promise<DuckDBConnection> {
    if (this.#connection === undefined) {
      // `import()` of a package would give the bundle a namespace without names.
      const { openParquetInstance } = require('./parquet-instance') as typeof import('./parquet-instance');
      this.#instance = await openParquetInstance();
      this.#connection = await this.#instance.connect();
    }
    return this.#connection;
  }

  close(): void {
    this.#connection?.closeSync();
    this.#instance?.closeSync();
    this.#connection = this.#instance = undefined;
  }
}

/** The files as a table. The folder names of Hive-compatible delivery would otherwise become columns. */
export function parquetSource(files: readonly string[]): string {
  return `read_parquet(${sqlList(files)}, hive_partitioning = false)`;
}

/** A list of file names for DuckDB's functions, none of them a pattern. */
export function sqlList(files: readonly string[]): string {
  return `[${files.map((file) => sqlText(asPattern(file))).join(', ')}]`;
}

function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
