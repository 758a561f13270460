import { DuckDBInstance } from '@duckdb/node-api';

/** Writes a Parquet file of rows with the same columns, all of them text. */
export async function writeParquetFile(
  file: string,
  rows: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  const selects = rows.map((row) => {
    const columns = Object.entries(row).map(([name, value]) => `'${value}' as "${name}"`);
    return `select ${columns.join(', ')}`;
  });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${selects.join(' union all ')}) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}
