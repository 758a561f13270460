import { open } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { FLOW_LOG_FIELD_BY_NAME } from '../records/flow-log-fields';
import { sqlList } from './duckdb-text';
import type { FileGroup } from './duckdb-views';
import type { LogFile, SkippedFile } from './query-files';
import { readHead, textLayout } from './query-sniff';

const LARGEST_DOCUMENT_FLOOR = 16 * 1024 * 1024;
/**
 * DuckDB holds a whole `{"Records":[…]}` document in memory, twice for each thread. A trail delivers files of a few
 * megabytes; what is larger than this was put together by somebody.
 */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;

/** The length that a gzip file's trailer gives (modulo 4 GiB), or the file's own. */
async function unpackedBytes(file: LogFile): Promise<number> {
  if (!file.path.endsWith('.gz') || file.bytes < 8) {
    return file.bytes;
  }
  const handle = await open(file.path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, file.bytes - 4);
    return buffer.readUInt32LE(0);
  } finally {
    await handle.close();
  }
}

function jsonFormat(head: string): 'json' | 'json-array' | 'json-lines' | 'json-objects' {
  if (head.trimStart().startsWith('[')) {
    return 'json-array';
  }
  if (/^\s*\{\s*"Records"\s*:/.test(head)) {
    return 'json';
  }
  return /^\s*\{.*\}[ \t\r]*(\n|$)/.test(head) ? 'json-lines' : 'json-objects';
}

async function describe(file: LogFile): Promise<Omit<FileGroup, 'paths'>> {
  const base = { isDelivered: file.delivered !== undefined, columns: [], skip: 0, largestDocument: 0 };
  const head = await readHead(file.path);
  if (file.table === 'container_logs') {
    return { ...base, format: 'json-lines', largestDocument: LARGEST_DOCUMENT_FLOOR };
  }
  const text = head.toString('utf8');
  if (file.table === 'cloudtrail_logs') {
    const format = jsonFormat(text);
    /** Only here the file is one document; of an array or of lines each record is one. */
    const whole = format === 'json' ? await unpackedBytes(file) : 0;
    if (whole > LARGEST_DOCUMENT) {
      throw new Error(
        `one JSON document of ${whole} bytes; write its records as JSON lines to ask questions of it`,
      );
    }
    return { ...base, format, largestDocument: Math.max(LARGEST_DOCUMENT_FLOOR, whole + 1024) };
  }
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
    return { ...base, format: 'parquet' };
  }
  const { fields, skip } = textLayout(text);
  const columns = fields.map((name, position) => ({
    name: FLOW_LOG_FIELD_BY_NAME.get(name)?.column ?? `field_${position}`,
    type: 'VARCHAR',
  }));
  return { ...base, format: 'text', columns, skip };
}

const PARQUET_TYPES: ReadonlyMap<string, string> = new Map([
  ['INT32', 'INTEGER'],
  ['INT64', 'BIGINT'],
  ['BYTE_ARRAY', 'VARCHAR'],
]);

/** Parquet files by the columns that their footers name. */
async function groupParquet(
  connection: DuckDBConnection,
  files: readonly LogFile[],
): Promise<readonly FileGroup[]> {
  const paths = files.map(({ path }) => path);
  const isDelivered = new Map(files.map((file) => [file.path, file.delivered !== undefined]));
  const reader = await connection.runAndReadAll(
    `SELECT file_name, name, type FROM parquet_schema(${sqlList(paths)}) WHERE num_children IS NULL OR num_children = 0`,
  );
  const columns = new Map<string, { name: string; type: string }[]>();
  for (const [file, name, type] of reader.getRows()) {
    const column = { name: String(name), type: PARQUET_TYPES.get(String(type)) ?? String(type) };
    const known = columns.get(String(file)) ?? [];
    known.push(column);
    columns.set(String(file), known);
  }
  const groups = new Map<string, FileGroup & { readonly paths: string[] }>();
  for (const [path, found] of columns) {
    const delivered = isDelivered.get(path) ?? false;
    const key = JSON.stringify([delivered, found]);
    const group = groups.get(key) ?? {
      format: 'parquet' as const,
      paths: [],
      isDelivered: delivered,
      columns: found,
      skip: 0,
      largestDocument: 0,
    };
    group.paths.push(path);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What was found out about files, so that the next query over them need not look again. */
export type FileKinds = Map<string, Omit<FileGroup, 'paths'>>;

/** Sorts files of one table into groups that one call can read; a file whose head cannot be read is left out and told. */
export async function groupFiles(
  connection: DuckDBConnection,
  files: readonly LogFile[],
  kinds: FileKinds,
  skip: (file: SkippedFile) => void,
): Promise<readonly FileGroup[]> {
  const groups = new Map<string, FileGroup & { readonly paths: string[] }>();
  const parquet: LogFile[] = [];
  for (const file of files) {
    try {
      const kind = kinds.get(file.path) ?? (await describe(file));
      kinds.set(file.path, kind);
      if (kind.format === 'parquet') {
        parquet.push(file);
        continue;
      }
      const key = JSON.stringify({ ...kind, largestDocument: 0 });
      const paths = groups.get(key)?.paths ?? [];
      paths.push(file.path);
      const largestDocument = Math.max(kind.largestDocument, groups.get(key)?.largestDocument ?? 0);
      groups.set(key, { ...kind, paths, largestDocument });
    } catch (error) {
      skip({ path: file.path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return [...(parquet.length === 0 ? [] : await groupParquet(connection, parquet)), ...groups.values()];
}
