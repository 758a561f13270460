import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlFiles, sqlName } from '../duckdb/sql-text';
import type { FileFacts } from './file-facts';
import { byColumns, columnsByField, type ParquetFile } from './parquet-file';

/** What a Parquet file holds, in short. */
export interface ParquetContent {
  readonly facts: FileFacts;
  /** Rows with a value that no flow log has: the reader refuses them, or reads them otherwise than DuckDB. */
  readonly odd: number;
}

/** The most that each number is to the reader; times above are milliseconds, which it makes seconds of. */
const MOST: Readonly<Record<string, number>> = {
  srcport: 65_535,
  dstport: 65_535,
  protocol: 255,
  'tcp-flags': 255,
  packets: 1e15,
  bytes: 1e15,
  start: 1e11,
  end: 1e11,
};
/** The words that the reader knows in these fields; null and nothing are words, too. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  action: ['ACCEPT', 'REJECT', '-', ''],
  'log-status': ['OK', 'NODATA', 'SKIPDATA', '-', ''],
};

/** Looks into Parquet files, and gives what is in them by path. */
export async function contentOfParquet(
  connection: DuckDBConnection,
  files: readonly ParquetFile[],
): Promise<ReadonlyMap<string, ParquetContent>> {
  const contents = new Map<string, ParquetContent>();
  for (const alike of byColumns(files)) {
    const paths = alike.map(({ file }) => file.path);
    const columns = alike[0]?.columns ?? [];
    const plain = await onePlainValue(connection, paths);
    const fields = columnsByField(columns);
    const odd = columns.flatMap(({ name, type }, place) => {
      if (plain.has(name)) return [];
      const field = [...fields].find(([, own]) => own.name === name)?.[0] ?? name;
      return oddities(sqlName(name), type, field, place === 0);
    });
    const time = (field: string) => {
      const own = fields.get(field);
      return own === undefined ? 'NULL' : sqlName(own.name);
    };
    const reader = await connection.runAndReadAll(
      `SELECT filename, count(*), count(*) FILTER (WHERE ${odd.length === 0 ? 'false' : odd.join(' OR ')}), ${nullOr('min', time('start'))}, ${nullOr('max', time('end'))} FROM read_parquet(${sqlFiles(paths)}, filename = true, hive_partitioning = false) GROUP BY ALL`,
    );
    for (const [path, records, oddRows, first, last] of reader.getRows()) {
      const facts: FileFacts = {
        table: 'vpc_flow_logs',
        records: Number(records),
        first: first === null ? null : Number(first),
        last: last === null ? null : Number(last),
        accounts: [],
      };
      contents.set(String(path), { facts, odd: Number(oddRows) });
    }
    // A file without a row is in no group.
    for (const path of paths) {
      if (contents.has(path)) continue;
      const facts: FileFacts = { table: 'vpc_flow_logs', records: 0, first: null, last: null, accounts: [] };
      contents.set(path, { facts, odd: 0 });
    }
  }
  return contents;
}

/** A time that a row lacks is no bound for the file. */
function nullOr(aggregate: 'min' | 'max', time: string): string {
  return time === 'NULL' ? 'NULL' : `CASE WHEN count(*) = count(${time}) THEN ${aggregate}(${time}) END`;
}

function oddities(column: string, type: string, field: string, isFirst: boolean): readonly string[] {
  const words = WORDS[field];
  if (words !== undefined) return [`${column} NOT IN ${`(${words.map((word) => `'${word}'`).join(', ')})`}`];
  if (type !== 'VARCHAR') {
    const most = MOST[field];
    return most === undefined ? [] : [`${column} < 0`, `${column} > ${most}`];
  }
  // A blank makes two values of one; what begins a line with these is a comment, or JSON.
  const begins = isFirst ? [`starts_with(${column}, '#')`, `starts_with(${column}, '{')`] : [];
  return [`contains(${column}, ' ')`, ...begins];
}

/**
 * Columns that have one value in all of the files, and that nothing is wrong with: footers say so, and the column need
 * not be read.
 */
async function onePlainValue(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const reader = await connection.runAndReadAll(
    `SELECT path_in_schema FROM parquet_metadata(${sqlFiles(paths)}) GROUP BY path_in_schema HAVING bool_and(coalesce(regexp_full_match(stats_min_value, '[a-z0-9][a-zA-Z0-9.:_-]*|ACCEPT|REJECT|OK|IPv4|IPv6', 'c') AND stats_min_value = stats_max_value AND type = 'BYTE_ARRAY', false))`,
  );
  return new Set(
    reader
      .getRows()
      .map(([name]) => String(name))
      .filter((name) => name !== 'action' && name !== 'log_status'),
  );
}
