import { DEFAULT_FORMAT, FLOW_LOG_FIELD_BY_NAME } from '../../../records/flow-logs/flow-log-fields';
import { flowLogFieldName } from '../../../records/flow-logs/flow-log-header';

/** Texts that are told apart by DuckDB's hash of them. */
export const HASHED_FIELDS = ['interface-id', 'srcaddr', 'dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'] as const;
/** Without these three no two flows are told apart. */
const NEEDED_FIELDS = 3;

/** One column of a Parquet file: its name there, and its DuckDB type. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

/** What analysis reads, and the rest of the default format for the reader of a sample; other columns stay on disk. */
const WANTED: ReadonlySet<string> = new Set([
  ...DEFAULT_FORMAT,
  'tcp-flags',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'flow-direction',
  'vpc-id',
  'ecs-cluster-name',
  'ecs-service-name',
  'ecs-task-id',
]);

/** The columns that are read: those that analysis looks at, or all that are known. */
export function wantedColumns(
  columns: readonly ParquetColumn[],
  which: 'analyzed' | 'all',
): readonly ParquetColumn[] {
  return columns.filter(({ name }) => {
    const field = flowLogFieldName(name);
    return which === 'all' ? FLOW_LOG_FIELD_BY_NAME.has(field) : WANTED.has(field);
  });
}

/** SQL for a row as a line: `-` for null and empty. A blank inside a value makes a surplus column, hence unreadable. */
export function lineOf(columns: readonly ParquetColumn[]): string {
  return `concat_ws(' ', ${columns.map((column) => `coalesce(${textOf(column)}, '-')`).join(', ')})`;
}

/** Files that other tools wrote hold times as timestamps, and numbers that can be null as floating point. */
function textOf({ name, type }: ParquetColumn): string {
  const column = quotedName(name);
  if (type === 'VARCHAR') return `nullif(${column}, '')`;
  if (type.startsWith('TIMESTAMP')) return `cast(cast(epoch(${column}) as bigint) as varchar)`;
  if (type === 'DOUBLE' || type === 'FLOAT') return `cast(try_cast(${column} as bigint) as varchar)`;
  return `cast(${column} as varchar)`;
}

const SQL_TYPES = { int32: 'INTEGER', int64: 'BIGINT', string: 'VARCHAR' } as const;

/**
 * SQL for the columns as they are, and after them DuckDB's hash of each of `HASHED_FIELDS`. Undefined where a column has
 * another type than in AWS's own files, or one of those is missing.
 */
export function vectorsOf(columns: readonly ParquetColumn[]): string | undefined {
  const names = new Map(columns.map(({ name }) => [flowLogFieldName(name), quotedName(name)]));
  const isDelivered = columns.every(({ name, type }) => {
    const storage = FLOW_LOG_FIELD_BY_NAME.get(flowLogFieldName(name))?.storage ?? 'string';
    return type === SQL_TYPES[storage];
  });
  const hashed = HASHED_FIELDS.flatMap((field) => names.get(field) ?? []);
  if (!isDelivered || !HASHED_FIELDS.slice(0, NEEDED_FIELDS).every((field) => names.has(field)))
    return undefined;
  return [...names.values(), ...hashed.map((name) => `hash(${name})`)].join(', ');
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
