import type { DuckDBConnection } from '@duckdb/node-api';
import { PLAIN_NUMBER_BOUNDS } from '../../../records/flow-logs/flow-number-bounds';
import { sqlFiles, sqlName } from '../duckdb/sql-text';
import { byColumns, columnsByField, type ParquetFile } from './parquet-file';
import { IDENTITY_COLUMNS, tellsFlowsApart } from './seen-flows';

/** The words that the reader knows in these fields; null and nothing are words, too. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  action: ['ACCEPT', 'REJECT', '-', ''],
  'log-status': ['OK', 'NODATA', 'SKIPDATA', '-', ''],
};
const TEXTS: ReadonlySet<string> = new Set(['interface-id', 'srcaddr', 'dstaddr', 'action']);

/** Whether there is anything among rows of which DuckDB would give others than the reader. */
export interface RowsSeen {
  readonly hasOdd: boolean;
  readonly hasDuplicates: boolean;
}

/**
 * Looks through rows once: in files that are new for values that no flow log has, among all of them for flows that are
 * there twice.
 *
 * @param plain columns of the new files that need no look
 */
export async function lookAtRows(
  connection: DuckDBConnection,
  files: readonly ParquetFile[],
  isNew: (file: ParquetFile) => boolean,
  plain: ReadonlySet<string>,
): Promise<RowsSeen> {
  const [news, olds] = [files.filter(isNew), files.filter((file) => !isNew(file))];
  const parts = [
    ...byColumns(news).map((alike) =>
      rowsOf(alike, `${flowHash(alike)} AS h, ${oddity(alike, plain)} AS odd`),
    ),
    ...byColumns(olds).map((alike) => rowsOf(alike, `${flowHash(alike)} AS h, false AS odd`)),
  ];
  const reader = await connection.runAndReadAll(
    `SELECT coalesce(bool_or(odd), false), count(h) > count(DISTINCT h) FROM (${parts.join(' UNION ALL ')})`,
  );
  const [hasOdd, hasDuplicates] = reader.getRows()[0] ?? [];
  return { hasOdd: hasOdd === true, hasDuplicates: hasDuplicates === true };
}

/** Of these files those with a value that no flow log has: the reader refuses it, or reads it otherwise than DuckDB. */
export async function oddAmong(
  connection: DuckDBConnection,
  files: readonly ParquetFile[],
  plain: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const parts = byColumns(files).map(
    (alike) => `${rowsOf(alike, 'filename', ', filename = true')} WHERE ${oddity(alike, plain)}`,
  );
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT filename FROM (${parts.join(' UNION ALL ')})`,
  );
  return new Set(reader.getRows().map(([file]) => String(file)));
}

/**
 * Which rows of Parquet files, counted from 0, hold a flow that stands before them: in an earlier row or file. Flows are
 * told apart by what `IDENTITY_COLUMNS` names; a file without these columns has no duplicates.
 */
export async function duplicateRows(
  connection: DuckDBConnection,
  files: readonly ParquetFile[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const hashes = byColumns(files)
    .map((alike) =>
      rowsOf(
        alike,
        `${flowHash(alike)} AS h, filename, file_row_number`,
        ', filename = true, file_row_number = true',
      ),
    )
    .join(' UNION ALL ');
  const order = new Map(files.map(({ file }, at) => [file.path, at]));
  const reader = await connection.runAndReadAll(
    `WITH hashes AS (${hashes}), twice AS (SELECT h FROM hashes WHERE h IS NOT NULL GROUP BY h HAVING count(*) > 1) SELECT h, filename, file_row_number FROM hashes SEMI JOIN twice USING (h)`,
  );
  const rows = reader
    .getRows()
    .map(([hash, path, row]) => ({ hash: String(hash), path: String(path), row: Number(row) }))
    .toSorted(
      (one, other) => (order.get(one.path) ?? 0) - (order.get(other.path) ?? 0) || one.row - other.row,
    );
  const found = new Map<string, Set<number>>();
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

function rowsOf(alike: readonly ParquetFile[], shown: string, options = ''): string {
  const paths = alike.map(({ file }) => file.path);
  return `SELECT ${shown} FROM read_parquet(${sqlFiles(paths)}, hive_partitioning = false${options})`;
}

/** SQL for what tells a flow apart; null where the columns do not. */
function flowHash(alike: readonly ParquetFile[]): string {
  const fields = columnsByField(alike[0]?.columns ?? []);
  if (!tellsFlowsApart([...fields.keys()])) return 'NULL::UBIGINT';
  const values = IDENTITY_COLUMNS.map((field) => {
    const own = fields.get(field);
    const type = TEXTS.has(field) ? 'VARCHAR' : 'BIGINT';
    return own === undefined ? `NULL::${type}` : `${sqlName(own.name)}::${type}`;
  });
  return `hash(${values.join(', ')})`;
}

/** SQL for whether a row has a value that no flow log has. */
function oddity(alike: readonly ParquetFile[], plain: ReadonlySet<string>): string {
  const columns = alike[0]?.columns ?? [];
  const fields = [...columnsByField(columns)];
  const odd = columns.flatMap(({ name, type }, place) => {
    if (plain.has(name)) return [];
    const field = fields.find(([, own]) => own.name === name)?.[0] ?? name;
    return oddities(sqlName(name), type, field, place === 0);
  });
  return odd.length === 0 ? 'false' : `coalesce(${odd.join(' OR ')}, false)`;
}

function oddities(column: string, type: string, field: string, isFirst: boolean): readonly string[] {
  const words = WORDS[field];
  if (words !== undefined) return [`${column} NOT IN ${`(${words.map((word) => `'${word}'`).join(', ')})`}`];
  if (type !== 'VARCHAR') {
    const most = (PLAIN_NUMBER_BOUNDS as Readonly<Record<string, number>>)[field];
    return most === undefined ? [] : [`${column} < 0`, `${column} > ${most}`];
  }
  // A blank makes two values of one; what begins a line with these is a comment, or JSON.
  const begins = isFirst ? [`starts_with(${column}, '#')`, `starts_with(${column}, '{')`] : [];
  return [`contains(${column}, ' ')`, ...begins];
}
