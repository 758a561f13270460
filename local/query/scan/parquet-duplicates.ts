import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlFiles, sqlName } from '../duckdb/sql-text';
import { byColumns, columnsByField, type ParquetFile } from './parquet-file';
import { IDENTITY_COLUMNS, tellsFlowsApart } from './seen-flows';

const TEXTS: ReadonlySet<string> = new Set(['interface-id', 'srcaddr', 'dstaddr', 'action']);

/**
 * Which rows of Parquet files, counted from 0, hold a flow that stands before them: in an earlier row or file. Flows are
 * told apart by what `IDENTITY_COLUMNS` names; a file without these columns has no duplicates.
 */
export async function duplicateRows(
  connection: DuckDBConnection,
  files: readonly ParquetFile[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const apart = files.filter(({ columns }) => tellsFlowsApart([...columnsByField(columns).keys()]));
  const found = new Map<string, Set<number>>();
  if (apart.length === 0) return found;
  const hashes = (isPlaced: boolean) =>
    byColumns(apart)
      .map((alike) => hashesOf(alike, isPlaced))
      .join(' UNION ALL ');
  // All that it costs where there is none, which is the rule.
  const counted = await connection.runAndReadAll(
    `SELECT count(*) = count(DISTINCT h) FROM (${hashes(false)})`,
  );
  if (counted.getRows()[0]?.[0] === true) return found;
  const order = new Map(apart.map(({ file }, at) => [file.path, at]));
  const reader = await connection.runAndReadAll(
    `WITH hashes AS (${hashes(true)}), twice AS (SELECT h FROM hashes GROUP BY h HAVING count(*) > 1) SELECT h, filename, file_row_number FROM hashes SEMI JOIN twice USING (h)`,
  );
  const rows = reader
    .getRows()
    .map(([hash, path, row]) => ({ hash: String(hash), path: String(path), row: Number(row) }))
    .toSorted(
      (one, other) => (order.get(one.path) ?? 0) - (order.get(other.path) ?? 0) || one.row - other.row,
    );
  const seen = new Set<string>();
  for (const { hash, path, row } of rows) {
    if (seen.has(hash)) {
      const own = found.get(path) ?? new Set();
      own.add(row);
      found.set(path, own);
    }
    seen.add(hash);
  }
  return found;
}

/** SQL for the hash of each row, and where it stands. */
function hashesOf(alike: readonly ParquetFile[], isPlaced: boolean): string {
  const fields = columnsByField(alike[0]?.columns ?? []);
  const values = IDENTITY_COLUMNS.map((field) => {
    const own = fields.get(field);
    const type = TEXTS.has(field) ? 'VARCHAR' : 'BIGINT';
    return own === undefined ? `NULL::${type}` : `${sqlName(own.name)}::${type}`;
  });
  const paths = alike.map(({ file }) => file.path);
  const [shown, options] = isPlaced
    ? [', filename, file_row_number', ', filename = true, file_row_number = true']
    : ['', ''];
  return `SELECT hash(${values.join(', ')}) AS h${shown} FROM read_parquet(${sqlFiles(paths)}, hive_partitioning = false${options})`;
}
