import { statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type DeliveredObject, readObjectKey } from '../../records/tables/object-key';
import type { TableName } from '../../records/tables/table-definition';
import { sniffLogFile } from './sniff-log-file';

/** A file with records of one table; `delivered` is what its key says, undefined outside of AWS's layouts. */
export interface LogFile {
  readonly path: string;
  readonly table: TableName;
  readonly bytes: number;
  readonly delivered: DeliveredObject | undefined;
}

/** A file that no query reads, and why not. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface LogFolder {
  readonly files: readonly LogFile[];
  readonly skipped: readonly SkippedFile[];
}

/** Keys below which CloudTrail delivers something else than records. */
const NOT_RECORDS = /\/(CloudTrail-Digest|CloudTrail-Insight|CloudTrail-NetworkActivity)\//;

/**
 * Finds every log file under a folder (or the one file that `root` is). What AWS's key says is believed without
 * opening the file; any other file is looked into.
 */
export async function indexLogFolder(root: string): Promise<LogFolder> {
  const files: LogFile[] = [];
  const skipped: SkippedFile[] = [];
  for await (const file of walk(root)) {
    const key = file.replaceAll(path.sep, '/');
    if (NOT_RECORDS.test(key)) {
      skipped.push({ path: file, reason: 'digest or insight file, holds no records' });
      continue;
    }
    // Synchronous: of tens of thousands of files, most of the time would go into turns of the event loop.
    const { size } = statSync(file);
    const delivered = readObjectKey(key);
    const found = delivered ?? (await sniffLogFile(file));
    if ('table' in found) {
      files.push({ path: file, table: found.table, bytes: size, delivered });
    } else {
      skipped.push({ path: file, reason: found.reason });
    }
  }
  return { files, skipped };
}

async function* walk(root: string): AsyncGenerator<string> {
  if ((await stat(root)).isFile()) {
    yield root;
    return;
  }
  const entries = await readdir(root, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = path.join(root, entry.name);
    if (entry.isDirectory()) {
      yield* walk(full);
    } else if (entry.isFile() && !entry.name.startsWith('.')) {
      yield full;
    }
  }
}
