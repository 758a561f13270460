import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { DEFAULT_FORMAT, FLOW_LOG_FIELD_BY_NAME } from '../../records/flow-log-fields';
import type { TableName } from '../../records/tables/table-definition';

const HEAD_BYTES = 65_536;

const held = Buffer.alloc(HEAD_BYTES);

/**
 * The first bytes of a file, unpacked; as much as one read gives. Synchronous: of tens of thousands of files, most of
 * the time would go into turns of the event loop.
 *
 * @param bytes to read, as they lie on disk
 */
export function readHead(file: string, bytes: number = HEAD_BYTES): Buffer {
  const handle = openSync(file, 'r');
  try {
    const head = held.subarray(0, readSync(handle, held, 0, Math.min(bytes, HEAD_BYTES), 0));
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    return isGzip ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : Buffer.from(head);
  } finally {
    closeSync(handle);
  }
}

/** The fields of a flow log's header line; undefined when the line is no header. */
export function readHeaderFields(line: string): readonly string[] | undefined {
  const names = line.trim().split(' ');
  return names.length > 1 &&
    names.every((name) => /^[a-z][a-z0-9-]*$/.test(name)) &&
    names.includes('srcaddr')
    ? names
    : undefined;
}

/** The fields of a flow log file in order, and how many lines stand before its records. */
export function textLayout(head: string): { readonly fields: readonly string[]; readonly skip: 0 | 1 } {
  const fields = readHeaderFields(head.split('\n', 1)[0] ?? '');
  return fields === undefined ? { fields: DEFAULT_FORMAT, skip: 0 } : { fields, skip: 1 };
}

export type Sniffed = { readonly table: TableName } | { readonly reason: string };

function sniffJson(head: string): Sniffed {
  if (/"digestS3Object"|"digestStartTime"/.test(head)) {
    return { reason: 'CloudTrail digest, holds no records' };
  }
  if (/"logEvents"/.test(head)) {
    return { reason: 'CloudWatch Logs subscription payload; `replay` reads it, queries do not' };
  }
  if (/"eventSource"|"Records"\s*:\s*\[/.test(head)) {
    return { table: 'cloudtrail_logs' };
  }
  if (/"process"\s*:\s*"(nginx|sshd|allow-list)"/.test(head)) {
    return { table: 'container_logs' };
  }
  return { reason: 'JSON, but neither CloudTrail records nor container log lines' };
}

function sniffText(head: string): Sniffed {
  const line = head.split('\n', 1)[0] ?? '';
  const header = readHeaderFields(line);
  if (header !== undefined) {
    return header.some((name) => FLOW_LOG_FIELD_BY_NAME.has(name))
      ? { table: 'vpc_flow_logs' }
      : { reason: 'a header line without a known flow log field' };
  }
  const isDefault = /^\d+ \S+ eni-\S+( \S+){11}\s*$/.test(line);
  return isDefault ? { table: 'vpc_flow_logs' } : { reason: 'no known kind of log' };
}

/** Tells a file that lies in no layout by its first bytes. */
export async function sniffLogFile(file: string): Promise<Sniffed> {
  let head: Buffer;
  try {
    head = readHead(file);
  } catch (error) {
    return { reason: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (head.length === 0) {
    return { reason: 'empty file' };
  }
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
    return { table: 'vpc_flow_logs' };
  }
  const text = head.toString('utf8');
  return /^\s*[{[]/.test(text) ? sniffJson(text) : sniffText(text);
}
