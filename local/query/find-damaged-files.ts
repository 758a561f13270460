import { createReadStream, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { messageOf } from '../../records/message-of';
import { readDuckDbError } from './duckdb/duckdb-error';
import { type OpenDuckDb, openDuckDb } from './duckdb/open-duckdb';
import { sqlString } from './duckdb/sql-text';
import type { LogFile, SkippedFile } from './log-folder';
import { readHead } from './sniff-log-file';

/** A file of this size is unpacked in one go, which takes a third of the time of a stream. */
const AT_ONCE = 8 * 1024 * 1024;
const MOST_UNPACKED = 64 * 1024 * 1024;

async function unpackInParts(file: string): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(createReadStream(file), createGunzip(), nowhere);
}

async function unpack({ path, bytes }: LogFile): Promise<void> {
  if (bytes > AT_ONCE) {
    await unpackInParts(path);
    return;
  }
  try {
    gunzipSync(readFileSync(path), { maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    await unpackInParts(path);
  }
}

/**
 * The gzip files among these that are cut short or damaged. DuckDB looks neither at the checksum nor at the end: of a
 * text file that is cut in half it gives half of the lines, without a word.
 *
 * @param checked paths that were found whole; they are left out, and others added
 */
export async function findDamagedGzip(
  files: readonly LogFile[],
  checked: Set<string>,
  signal?: AbortSignal,
): Promise<readonly SkippedFile[]> {
  const damaged: SkippedFile[] = [];
  for (const file of files) {
    if (signal?.aborted === true) break;
    if (!file.path.endsWith('.gz') || checked.has(file.path)) continue;
    try {
      await unpack(file);
      checked.add(file.path);
    } catch (error) {
      damaged.push({ path: file.path, reason: messageOf(error) });
    }
    await setImmediate();
  }
  return damaged;
}

/**
 * The Parquet files among these that cannot be read to their end. For when DuckDB fails and does not say over which
 * file, as with a page that is damaged: each is read alone.
 */
export async function findDamagedParquet(files: readonly LogFile[]): Promise<readonly SkippedFile[]> {
  const damaged: SkippedFile[] = [];
  /** One of its own: a DuckDB that met an internal error answers nothing any more. */
  let duckDb: OpenDuckDb | undefined;
  for (const { path } of files) {
    if (path.endsWith('.gz') || readHead(path, 4).toString('latin1') !== 'PAR1') continue;
    duckDb ??= await openDuckDb({ threads: 1 });
    try {
      await duckDb.connection.run(`SELECT max(hash(r)) FROM read_parquet(${sqlString(path)}) AS r`);
    } catch (error) {
      damaged.push({ path, reason: readDuckDbError(error).reason.split('\n')[0] ?? '' });
      await duckDb.close();
      duckDb = undefined;
    }
  }
  await duckDb?.close();
  return damaged;
}
