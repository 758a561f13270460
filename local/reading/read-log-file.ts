import { crc32 } from 'node:zlib';
import { archiveOf, packedOtherwise } from './archives/open-archive';
import { DUPLICATES } from './copy-finder';
import { failing } from './failing';
import { isGzip } from './gunzip';
import { keptInFile } from './kept-in-file';
import { HEAD_BYTES, isParquet } from './kind-of-file';
import type { LogFile } from './log-file';
import type { ParquetFiles } from './parquet/parquet-files';
import { CutShortError, gunzipChunks, peek, readStored, unpackWhole, WHOLE_BYTES } from './read-bytes';
import type { ReadContext } from './read-context';
import { ReadLater } from './read-later';
import { SniffingReader } from './sniffing-reader';
import { isZstd, unzstdChunks } from './zstd';

/** Packed in packed in packed is somebody's joke. */
const MOST_LAYERS = 2;

/** The members of an archive, for whoever reads its files; undefined for a file that has been read. */
export type Members = AsyncIterable<LogFile> | undefined;

/** Reads one file to the context's sink, whatever it turns out to be, and leaves its counts in the tally. */
export async function readLogFile(
  file: LogFile,
  context: ReadContext,
  parquet: ParquetFiles,
  onRead: (bytes: number) => void,
): Promise<Members> {
  const { localPath, bytes = Number.POSITIVE_INFINITY } = file;
  const readingOf = (crc?: number): Reading => ({
    context: withTaker(file, context, crc),
    parquet,
    localPath,
  });
  if (bytes > WHOLE_BYTES) return await readStream(counted(file.open(), onRead), readingOf());
  const ahead = context.level === 0 ? await context.ahead?.take(file) : undefined;
  if (ahead !== undefined) {
    onRead(ahead.storedBytes);
    const { cutShort, isPacked } = ahead;
    return await readWhole({ bytes: bufferOf(ahead.bytes), cutShort, isPacked }, readingOf(ahead.crc));
  }
  if (localPath !== undefined) {
    // Synchronous: of tens of thousands of files, most of the time would go into turns of the event loop.
    const stored = readStored(localPath, bytes);
    onRead(stored.length);
    const reading = readingOf(crc32(stored));
    const whole = await unpackAndRead(stored, reading);
    return whole === 'too large' ? await readStream(file.open(), reading) : whole;
  }
  const reading = { context, parquet, localPath };
  const { stored, fault } = await collected(counted(file.open(), onRead));
  try {
    const whole = fault === undefined ? await unpackAndRead(stored, reading) : 'too large';
    return whole === 'too large' ? await readStream(withFault(stored, fault), reading) : whole;
  } catch (error) {
    if (error instanceof ReadLater) error.file = { ...file, open: () => withFault(stored, fault) };
    throw error;
  }
}

/** The records of a file that has been read under another name are taken by nobody. */
function withTaker(file: LogFile, context: ReadContext, crc: number | undefined): ReadContext {
  return context.copies.isCopy(file, crc) ? { ...context, sink: DUPLICATES } : context;
}

interface Reading {
  readonly context: ReadContext;
  readonly parquet: ParquetFiles;
  /** Where the bytes lie as a file of their own. */
  readonly localPath: string | undefined;
}

async function unpackAndRead(stored: Buffer, reading: Reading): Promise<Members | 'too large'> {
  const unpacked = isZstd(stored) ? undefined : unpackWhole(stored);
  if (unpacked === undefined) return 'too large';
  return await readWhole({ ...unpacked, isPacked: unpacked.bytes !== stored }, reading);
}

interface WholeFile {
  readonly bytes: Buffer;
  readonly cutShort: string | undefined;
  readonly isPacked: boolean;
}

async function readWhole({ bytes, cutShort, isPacked }: WholeFile, reading: Reading): Promise<Members> {
  const { context } = reading;
  const localPath = isPacked ? undefined : reading.localPath;
  if (isPacked && context.level > 0) {
    const tooMuch = await failing(async () => context.budget.take(bytes.length));
    if (tooMuch instanceof Error) {
      context.tally.fail(undefined, tooMuch.message);
      return undefined;
    }
  }
  const head = bytes.subarray(0, HEAD_BYTES);
  const isTold = archiveOf(head) !== undefined || packedOtherwise(head) !== undefined || isParquet(head);
  if (isTold) return await readUnpacked(head, withFault(bytes, faultOf(cutShort)), { ...reading, localPath });
  const reader = new SniffingReader(context);
  reader.push(bytes);
  reader.end(cutShort);
  return undefined;
}

async function readStream(source: AsyncIterable<Uint8Array>, reading: Reading, layer = 0): Promise<Members> {
  const { head, all } = await peek(source, HEAD_BYTES);
  const unpack = isGzip(head) ? gunzipChunks : isZstd(head) ? unzstdChunks : undefined;
  if (unpack === undefined) return await readUnpacked(head, all, reading);
  const { context } = reading;
  if (layer >= MOST_LAYERS) {
    await dropped(all);
    context.tally.fail(undefined, `packed ${layer} times and more; unpack it yourself`);
    return undefined;
  }
  // What gzip makes of a file of its own is bounded by the format, at about a thousand times its size.
  const isBounded = layer === 0 && context.level === 0 && unpack === gunzipChunks;
  const chunks = isBounded ? unpack(all) : context.budget.counted(unpack(all));
  return await readStream(chunks, { ...reading, localPath: undefined }, layer + 1);
}

/** Reads what is packed no further, by its first bytes. */
async function readUnpacked(
  head: Buffer,
  all: AsyncIterable<Uint8Array>,
  reading: Reading,
): Promise<Members> {
  const { context, parquet, localPath } = reading;
  const takeApart = archiveOf(head);
  if (takeApart !== undefined) {
    const { mostLevels } = context.budget.limits;
    if (context.level <= mostLevels) return takeApart(context.tally.path, all, context.budget, localPath);
    await dropped(all);
    context.tally.known('archive');
    context.tally.fail(undefined, `an archive inside of ${context.level} archives; unpack it yourself`);
    return undefined;
  }
  const packed = packedOtherwise(head);
  if (packed !== undefined) {
    await dropped(all);
    context.tally.fail(undefined, `packed as ${packed}, which is not unpacked; unpack it yourself`);
    return undefined;
  }
  if (isParquet(head)) await readParquet(all, parquet, context, localPath);
  else await readBytesOf(all, context);
  return undefined;
}

async function readBytesOf(all: AsyncIterable<Uint8Array>, context: ReadContext): Promise<void> {
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

async function readParquet(
  all: AsyncIterable<Uint8Array>,
  parquet: ParquetFiles,
  context: ReadContext,
  localPath: string | undefined,
): Promise<void> {
  if (localPath !== undefined) {
    await dropped(all);
    await parquet.read(localPath, context);
    return;
  }
  const kept = await failing(() => keptInFile(all));
  if (kept instanceof Error) {
    context.tally.known('flow-log-parquet');
    context.tally.fail(undefined, `Parquet cannot be read: ${kept.message}`);
    return;
  }
  try {
    await parquet.read(kept.file, context);
  } finally {
    await kept.remove();
  }
}

/** Lets go of a stream that nobody reads. */
async function dropped(source: AsyncIterable<Uint8Array>): Promise<void> {
  const chunks = source[Symbol.asyncIterator]();
  await failing(() => chunks.next());
  await chunks.return?.();
}

async function collected(
  source: AsyncIterable<Uint8Array>,
): Promise<{ readonly stored: Buffer; readonly fault: Error | undefined }> {
  const chunks: Uint8Array[] = [];
  const fault = await failing(async () => {
    for await (const chunk of source) chunks.push(chunk);
    return undefined;
  });
  return { stored: Buffer.concat(chunks), fault };
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

async function* withFault(stored: Buffer, fault: Error | undefined): AsyncGenerator<Uint8Array> {
  yield stored;
  if (fault !== undefined) throw fault;
}

function faultOf(cutShort: string | undefined): Error | undefined {
  return cutShort === undefined ? undefined : new CutShortError(cutShort);
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
