import { DuckDBInstance } from '@duckdb/node-api';

/** A DuckDB in memory that reads Parquet beside the analysis: a reader of rows needs little. */
export async function openParquetInstance(): Promise<DuckDBInstance> {
  return await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '192MB' });
}
