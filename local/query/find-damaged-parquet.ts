import { readDuckDbError } from './duckdb/duckdb-error';
import { type OpenDuckDb, openDuckDb } from './duckdb/open-duckdb';
import { sqlFiles } from './duckdb/sql-text';
import type { SkippedFile, TableFile } from './log-folder';
import { readHead } from './read-head';

/**
 * The Parquet files among these that cannot be read to their end. For when DuckDB fails and does not say over which
 * file, as with a page that is damaged: each is read alone.
 */
export async function findDamagedParquet(files: readonly TableFile[]): Promise<readonly SkippedFile[]> {
  const damaged: SkippedFile[] = [];
  /** One of its own: a DuckDB that met an internal error answers nothing any more. */
  let duckDb: OpenDuckDb | undefined;
  for (const { path } of files) {
    if (path.endsWith('.gz') || readHead(path, 4).toString('latin1') !== 'PAR1') continue;
    duckDb ??= await openDuckDb({ threads: 1, readable: files.map((file) => file.path) });
    try {
      await duckDb.connection.run(`SELECT max(hash(r)) FROM read_parquet(${sqlFiles([path])}) AS r`);
    } catch (error) {
      damaged.push({ path, reason: readDuckDbError(error).reason.split('\n')[0] ?? '' });
      await duckDb.close();
      duckDb = undefined;
    }
  }
  await duckDb?.close();
  return damaged;
}
