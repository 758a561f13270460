import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../records/message-of';
import { withTemporaryFolder } from '../files/with-temporary-folder';
import { isGzip } from './gunzip';
import { formOfHead, HEAD_BYTES } from './kind-of-file';
import type { LogFile } from './log-file';
import type { ParquetFiles } from './parquet-files';
import { gunzipChunks, peek, unpackWhole, WHOLE_BYTES } from './read-bytes';
import type { ReadContext } from './read-context';
import { SniffingReader } from './sniffing-reader';

/** Reads one file to the context's sink, whatever it turns out to be, and leaves its counts in the tally. */
export async function readLogFile(
  file: LogFile,
  context: ReadContext,
  parquet: ParquetFiles,
  onRead: (bytes: number) => void,
): Promise<void> {
  const { localPath, bytes = Number.POSITIVE_INFINITY } = file;
  if (localPath !== undefined && bytes <= WHOLE_BYTES) {
    // Synchronous: of tens of thousands of files, most of the time would go into turns of the event loop.
    const stored = readFileSync(localPath);
    onRead(stored.length);
    if (await readWhole(stored, localPath, context, parquet)) return;
  }
  await readStream(counted(file.open(), onRead), localPath, context, parquet);
}

/** False when the bytes do not fit into memory once they are unpacked. */
export async function readWhole(
  stored: Buffer,
  localPath: string | undefined,
  context: ReadContext,
  parquet: ParquetFiles,
): Promise<boolean> {
  const unpacked = unpackWhole(stored);
  if (unpacked === undefined) return false;
  const { bytes, cutShort } = unpacked;
  if (formOfHead(bytes.subarray(0, HEAD_BYTES)) === 'parquet') {
    const isStored = bytes === stored;
    await readParquet(isStored ? localPath : undefined, () => Readable.from([bytes]), context, parquet);
    return true;
  }
  const reader = new SniffingReader(context);
  reader.push(bytes);
  reader.end(cutShort);
  return true;
}

async function readStream(
  source: AsyncIterable<Uint8Array>,
  localPath: string | undefined,
  context: ReadContext,
  parquet: ParquetFiles,
): Promise<void> {
  const { head, all } = await peek(source, HEAD_BYTES);
  if (isGzip(head)) {
    await readStream(gunzipChunks(all), undefined, context, parquet);
    return;
  }
  if (formOfHead(head) === 'parquet') {
    await readParquet(localPath, () => Readable.from(all), context, parquet);
    return;
  }
  const reader = new SniffingReader(context);
  let cutShort: string | undefined;
  const chunks = all[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await failing(() => chunks.next());
      if (next instanceof Error) {
        cutShort = next.message;
        break;
      }
      if (
        next.done === true ||
        !reader.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length))
      )
        break;
    }
  } finally {
    await chunks.return?.();
  }
  reader.end(cutShort);
}

/** Turns a failure of the source into a value, so that a reader's own error is not taken for one. */
async function failing<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}

async function readParquet(
  localPath: string | undefined,
  bytes: () => Readable,
  context: ReadContext,
  parquet: ParquetFiles,
): Promise<void> {
  if (localPath !== undefined) {
    await parquet.read(localPath, context);
    return;
  }
  await withTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'stored.parquet');
    await pipeline(bytes(), createWriteStream(file));
    await parquet.read(file, context);
  });
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    onRead(chunk.length);
    yield chunk;
  }
}
