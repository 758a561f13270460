import { closeSync, openSync, readSync } from 'node:fs';
import { type DuckDBConnection, DuckDBListValue, type DuckDBValue } from '@duckdb/node-api';
import { FLOW_LOG_FIELD_BY_NAME } from '../../../records/flow-logs/flow-log-fields';
import { messageOf } from '../../../records/values/message-of';
import type { HeldFiles } from '../held-files';
import type { TableFile } from '../log-folder';
import { HEAD_BYTES, readHead } from '../read-head';
import type { FileGroup } from './read-groups';
import { sqlFiles } from './sql-text';
import { type TextLayout, textLayout } from './text-layout';

const LARGEST_DOCUMENT_FLOOR = 16 * 1024 * 1024;
/**
 * DuckDB holds a whole `{"Records":[…]}` document in memory, twice for each thread. A trail delivers files of a few
 * megabytes; what is larger than this was put together by somebody.
 */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;

/** The length that a gzip file's trailer gives (modulo 4 GiB), or the file's own. */
function unpackedBytes(file: TableFile): number {
  if (!file.path.endsWith('.gz') || file.bytes < 8) {
    return file.bytes;
  }
  const handle = openSync(file.path, 'r');
  try {
    const trailer = Buffer.alloc(4);
    readSync(handle, trailer, 0, 4, file.bytes - 4);
    return trailer.readUInt32LE(0);
  } finally {
    closeSync(handle);
  }
}

const DELIVERED_JSON = /^\s*\{\s*"Records"\s*:/;

function jsonFormat(head: string): 'json' | 'json-array' | 'json-lines' | 'json-objects' {
  if (head.trimStart().startsWith('[')) {
    return 'json-array';
  }
  if (DELIVERED_JSON.test(head)) {
    return 'json';
  }
  return /^\s*\{.*\}[ \t\r]*(\n|$)/.test(head) ? 'json-lines' : 'json-objects';
}

/** Enough for a `{"Records":` or a header line; where it is not, more is read. */
const FEW_BYTES = 1024;

/** @throws when the file's first bytes cannot be read or unpacked */
function describe(file: TableFile, held: HeldFiles): Omit<FileGroup, 'paths'> {
  const base = { isDelivered: file.delivered !== undefined, columns: [], skip: 0, largestDocument: 0 };
  if (file.fields !== undefined) {
    const isFull = file.isOfParquet === true;
    return { ...base, format: 'text', columns: columnsOf(file.fields), ...(isFull && { isFull }) };
  }
  const isScanned = file.table === 'vpc_flow_logs' && !file.path.endsWith('.parquet');
  const whole = isScanned ? held.look(file) : undefined;
  const head = whole?.subarray(0, HEAD_BYTES) ?? readHead(file.path, FEW_BYTES);
  if (file.table === 'container_logs') {
    return { ...base, format: 'json-lines', largestDocument: LARGEST_DOCUMENT_FLOOR };
  }
  const begun = head.toString('utf8');
  if (file.table === 'cloudtrail_logs') {
    const format = DELIVERED_JSON.test(begun) ? 'json' : jsonFormat(readHead(file.path).toString('utf8'));
    /** Only here the file is one document; of an array or of lines each record is one. */
    const size = format === 'json' ? unpackedBytes(file) : 0;
    if (size > LARGEST_DOCUMENT) {
      throw new Error(
        `one JSON document of ${size} bytes; write its records as JSON lines to ask questions of it`,
      );
    }
    return { ...base, format, largestDocument: Math.max(LARGEST_DOCUMENT_FLOOR, size + 1024) };
  }
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
    return { ...base, format: 'parquet' };
  }
  const text = begun.includes('\n') || whole !== undefined ? begun : readHead(file.path).toString('utf8');
  return { ...base, format: 'text', ...textColumns(textLayout(text)) };
}

let last: { readonly layout: TextLayout; readonly columns: FileGroup['columns'] } | undefined;

/** The same columns for the same layout, as long as no other comes between: a folder has many files and few layouts. */
function textColumns(layout: TextLayout): Pick<FileGroup, 'columns' | 'skip'> {
  if (last?.layout !== layout) last = { layout, columns: columnsOf(layout.fields) };
  return { columns: last.columns, skip: layout.skip };
}

function columnsOf(fields: readonly string[]): FileGroup['columns'] {
  return fields.map((name, position) => ({
    name: FLOW_LOG_FIELD_BY_NAME.get(name)?.column ?? `field_${position}`,
    type: 'VARCHAR',
  }));
}

/** Of Parquet that AWS delivers; what has other columns or types is understood row by row. */
function isFlowLog(columns: FileGroup['columns']): boolean {
  const known = columns.filter(({ name }) => TYPE_OF.has(name));
  return (
    columns.some(({ name }) => name === 'srcaddr') &&
    known.every(({ name, type }) => FITTING[type]?.includes(TYPE_OF.get(name) ?? '') === true)
  );
}

const TYPE_OF: ReadonlyMap<string, string> = new Map(
  [...FLOW_LOG_FIELD_BY_NAME.values()].map(({ column, storage }) => [column, storage]),
);
/** Storage of a column that each type can be read as; older files hold what is int64 now as int32, and the reverse. */
const FITTING: Readonly<Record<string, readonly string[]>> = {
  INTEGER: ['int32', 'int64'],
  BIGINT: ['int32', 'int64'],
  VARCHAR: ['string'],
};

const PARQUET_TYPES: ReadonlyMap<string, string> = new Map([
  ['INT32', 'INTEGER'],
  ['INT64', 'BIGINT'],
  ['BYTE_ARRAY', 'VARCHAR'],
]);

/** The columns that the footers of Parquet files name, by path. @throws when a footer cannot be read, with its path */
async function parquetColumns(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, FileGroup['columns']>> {
  const columns = new Map<string, FileGroup['columns']>();
  if (paths.length === 0) return columns;
  // A folder has many files and few schemas: each is given once, with its files.
  const reader = await connection.runAndReadAll(
    `SELECT list(file_name), columns FROM (SELECT file_name, list([name, type] ORDER BY column_id) AS columns FROM parquet_schema(${sqlFiles(paths)}) WHERE num_children IS NULL OR num_children = 0 GROUP BY file_name) GROUP BY columns`,
  );
  for (const [files, schema] of reader.getRows()) {
    const alike = itemsOf(schema).map((column) => {
      const [name, type] = itemsOf(column);
      return { name: String(name), type: PARQUET_TYPES.get(String(type)) ?? String(type) };
    });
    for (const file of itemsOf(files)) columns.set(String(file), alike);
  }
  return columns;
}

function itemsOf(value: DuckDBValue | undefined): readonly DuckDBValue[] {
  return value instanceof DuckDBListValue ? value.items : [];
}

/** What was found out about a file; `key` is the same for files that one call can read. */
export interface KnownKind {
  readonly kind: Omit<FileGroup, 'paths'>;
  readonly key: string;
}

/** A kind as `groupFiles` keeps it, for one that is known without a look at the file. */
export function kindOfFiles(kind: Omit<FileGroup, 'paths'>): KnownKind {
  if (lastKnown !== undefined && isSameKind(lastKnown.kind, kind)) return lastKnown;
  lastKnown = { kind, key: JSON.stringify({ ...kind, largestDocument: 0 }) };
  return lastKnown;
}

/** Files that lie beside each other are read alike, and share what is known of them. */
let lastKnown: KnownKind | undefined;

function isSameKind(one: Omit<FileGroup, 'paths'>, other: Omit<FileGroup, 'paths'>): boolean {
  return (
    one.columns === other.columns &&
    one.format === other.format &&
    one.skip === other.skip &&
    one.isDelivered === other.isDelivered &&
    one.isFull === other.isFull &&
    one.largestDocument === other.largestDocument
  );
}

/** What was found out about files, so that the next query over them need not look again. */
export type FileKinds = Map<string, KnownKind>;

/** Sorts files of one table into groups that one call can read; a file that no call can read is refused. */
export async function groupFiles(
  connection: DuckDBConnection,
  files: readonly TableFile[],
  kinds: FileKinds,
  held: HeldFiles,
  refuse: (file: TableFile, reason: string) => void,
): Promise<readonly FileGroup[]> {
  const parquet: { readonly file: TableFile; readonly kind: Omit<FileGroup, 'paths'> }[] = [];
  for (const file of files) {
    if (kinds.has(file.path)) continue;
    try {
      const kind = describe(file, held);
      if (kind.format === 'parquet') parquet.push({ file, kind });
      else kinds.set(file.path, kindOfFiles(kind));
    } catch (error) {
      refuse(file, messageOf(error));
    }
  }
  const columns = await parquetColumns(
    connection,
    parquet.map(({ file }) => file.path),
  );
  for (const { file, kind } of parquet) {
    const own = columns.get(file.path) ?? [];
    if (isFlowLog(own)) kinds.set(file.path, kindOfFiles({ ...kind, columns: own }));
    else refuse(file, 'its columns are not those of a flow log that AWS delivers');
  }
  const groups = new Map<string, FileGroup & { readonly paths: string[]; largestDocument: number }>();
  for (const { path } of files) {
    const found = kinds.get(path);
    if (found === undefined) continue;
    const group = groups.get(found.key) ?? { ...found.kind, paths: [] };
    group.paths.push(path);
    group.largestDocument = Math.max(group.largestDocument, found.kind.largestDocument);
    groups.set(found.key, group);
  }
  return [...groups.values()];
}
