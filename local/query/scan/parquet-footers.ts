import type { DuckDBConnection } from '@duckdb/node-api';
import { FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';
import { PLAIN_NUMBER_BOUNDS } from '../../../records/flow-logs/flow-number-bounds';
import { sqlFiles } from '../duckdb/sql-text';
import type { FileFacts } from './file-facts';
import type { ParquetFile } from './parquet-file';

/** What the footers of Parquet files say, without a look at their rows. */
export interface ParquetFooters {
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** Columns in which, in all of these files, nothing can stand that the reader refuses. */
  readonly plain: ReadonlySet<string>;
}

const BOUNDS = FLOW_LOG_FIELDS.flatMap(({ name, column }) => {
  const most = (PLAIN_NUMBER_BOUNDS as Readonly<Record<string, number>>)[name];
  return most === undefined ? [] : [`WHEN '${column}' THEN ${most}`];
}).join(' ');
const [LEAST, MOST] = ['min', 'max'].map((end) => `try_cast(stats_${end}_value AS BIGINT)`) as [
  string,
  string,
];
/** Nothing but null, one text that is no comment, or numbers within their bounds. */
const IS_PLAIN = `stats_null_count = num_values
  OR (type = 'BYTE_ARRAY' AND stats_min_value = stats_max_value AND CASE path_in_schema
    WHEN 'action' THEN stats_min_value IN ('ACCEPT', 'REJECT')
    WHEN 'log_status' THEN stats_min_value IN ('OK', 'NODATA', 'SKIPDATA')
    ELSE regexp_full_match(stats_min_value, '[a-zA-Z0-9][a-zA-Z0-9.:_-]*') END)
  OR (type IN ('INT32', 'INT64') AND ${LEAST} >= 0 AND ${MOST} <= CASE path_in_schema ${BOUNDS} END)`;

/**
 * Reads the footers once. Their statistics are believed, as DuckDB does when it leaves out what a condition cannot
 * meet; a time that they do not say is not known.
 */
export async function readFooters(
  connection: DuckDBConnection,
  files: readonly ParquetFile[],
): Promise<ParquetFooters> {
  const facts = new Map(files.map(({ file }) => [file.path, factsOf(0, null, null)]));
  const plain = new Set<string>();
  if (files.length === 0) return { facts, plain };
  const time = (aggregate: 'min' | 'max', column: string, value: string) =>
    `CASE WHEN bool_and(coalesce(stats_null_count = 0 AND ${value} IS NOT NULL, false)) FILTER (path_in_schema = '${column}') THEN ${aggregate}(${value}) FILTER (path_in_schema = '${column}') END`;
  const paths = files.map(({ file }) => file.path);
  const reader = await connection.runAndReadAll(
    `SELECT file_name, path_in_schema, sum(row_group_num_rows) FILTER (column_id = 0), ${time('min', 'start', LEAST)}, ${time('max', 'end', MOST)}, bool_and(coalesce(${IS_PLAIN}, false)) FROM parquet_metadata(${sqlFiles(paths)}) GROUP BY GROUPING SETS ((file_name), (path_in_schema))`,
  );
  for (const [file, column, records, first, last, isPlain] of reader.getRows()) {
    if (file === null) {
      if (isPlain === true) plain.add(String(column));
    } else facts.set(String(file), factsOf(Number(records), first, last));
  }
  return { facts, plain };
}

function factsOf(records: number, first: unknown, last: unknown): FileFacts {
  const time = (value: unknown) => (value === null || value === undefined ? null : Number(value));
  return { table: 'vpc_flow_logs', records, first: time(first), last: time(last), accounts: [] };
}
