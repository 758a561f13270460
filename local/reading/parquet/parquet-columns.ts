import { BATCH_TEXTS } from '../../../records/flow-logs/batch/flow-batch';
import { DEFAULT_FORMAT, FLOW_LOG_FIELD_BY_NAME } from '../../../records/flow-logs/flow-log-fields';
import { flowLogFieldOf } from '../../../records/flow-logs/flow-log-header';

/** Without these no two flows are told apart. */
const NEEDED_FIELDS = ['interface-id', 'srcaddr', 'dstaddr'];

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

/** AWS name of a column's field, whatever its letters are; undefined for what is none. */
export function fieldOf({ name }: ParquetColumn): string | undefined {
  return flowLogFieldOf(name);
}

/** The columns that are read: those that analysis looks at, or all that are known. */
export function wantedColumns(
  columns: readonly ParquetColumn[],
  which: 'analyzed' | 'all',
): readonly ParquetColumn[] {
  return columns.filter((column) => {
    const field = fieldOf(column);
    return field !== undefined && (which === 'all' || WANTED.has(field));
  });
}

/** SQL for a row as a line: `-` for null and empty. A blank inside a value makes a surplus column, hence unreadable. */
export function lineOf(columns: readonly ParquetColumn[]): string {
  return `concat_ws(' ', ${columns.map((column) => `coalesce(${textOf(column)}, '-')`).join(', ')})`;
}

/** SQL for a row as JSON; databases that unload their tables have the names of columns in capitals. */
export function rowAsJson(columns: readonly ParquetColumn[]): string {
  const isLower = columns.every(({ name }) => name === name.toLowerCase());
  if (isLower) return 'cast(to_json(r) as varchar)';
  const members = columns.map(({ name }) => `${quotedName(name.toLowerCase())} := ${quotedName(name)}`);
  return `cast(to_json(struct_pack(${members.join(', ')})) as varchar)`;
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
 * SQL for the columns as they are, and after them DuckDB's hash of each of `BATCH_TEXTS` that is there, by which its texts
 * are told apart. Undefined where a column has another type than in AWS's own files, or one that is needed is missing.
 */
export function vectorsOf(columns: readonly ParquetColumn[]): string | undefined {
  const names = new Map(columns.map((column) => [fieldOf(column), quotedName(column.name)]));
  const isDelivered = columns.every((column) => {
    const storage = FLOW_LOG_FIELD_BY_NAME.get(fieldOf(column) ?? '')?.storage ?? 'string';
    return column.type === SQL_TYPES[storage];
  });
  const hashed = BATCH_TEXTS.flatMap((field) => names.get(field) ?? []);
  if (!isDelivered || !NEEDED_FIELDS.every((field) => names.has(field))) return undefined;
  return [...names.values(), ...hashed.map((name) => `hash(${name})`)].join(', ');
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
