import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../../records/values/message-of';
import { gunzipWhole, isGzip, TooLargeError } from './gunzip';

/** A file of at most so many bytes is read and unpacked in one go, which costs less than half of what two streams do. */
export const WHOLE_BYTES: number = 4 * 1024 * 1024;
/** What is packed tighter goes through a stream, so that memory does not grow with it. */
const MOST_UNPACKED = 64 * 1024 * 1024;
const FILE_CHUNK_BYTES = 1 << 20;
const GUNZIP_PIECE_BYTES = 1 << 16;
/** A gzip file in a gzip file in a gzip file is somebody's joke. */
const MOST_LAYERS = 2;

/** The bytes of a file on this machine. */
export async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path, { highWaterMark: FILE_CHUNK_BYTES });
}

const SHARED_BYTES = 256 * 1024;
/** One for all small files that are unpacked at once, after which it is free again. */
let shared: Buffer | undefined;

/**
 * The bytes of a file on this machine; those of a small gzip file only until the next is read.
 *
 * @param bytes as the file was listed
 */
export function readStored(path: string, bytes: number): Buffer {
  if (bytes >= SHARED_BYTES) return readFileSync(path);
  shared ??= Buffer.allocUnsafeSlow(SHARED_BYTES);
  const file = openSync(path, 'r');
  try {
    const stored = shared.subarray(0, readSync(file, shared));
    // Whatever is not as it was listed goes the usual way.
    if (stored.length === bytes && isGzip(stored)) return stored;
  } finally {
    closeSync(file);
  }
  return readFileSync(path);
}

/**
 * Bytes of a whole file, unpacked, and why they end early, if they do; undefined where there are more than `most` of
 * them, which is known before they are all unpacked.
 */
export function unpackWhole(
  bytes: Buffer,
  most: number = MOST_UNPACKED,
): { readonly bytes: Buffer; readonly cutShort: string | undefined } | undefined {
  let unpacked = bytes;
  let cutShort: string | undefined;
  for (let layer = 0; layer < MOST_LAYERS && isGzip(unpacked); layer++) {
    try {
      const { bytes: inner, fault } = gunzipWhole(unpacked, most);
      unpacked = inner;
      cutShort ??= fault;
    } catch (error) {
      if (!(error instanceof TooLargeError)) throw error;
      return undefined;
    }
  }
  return { bytes: unpacked, cutShort };
}

/** The bytes ended before the file did; `message` says why. */
export class CutShortError extends Error {
  override readonly name = 'CutShortError';
}

/**
 * Unpacks a stream of gzip, one member or several, as far as it goes.
 *
 * @throws CutShortError when the bytes end or fail before the gzip data does; what came before has been given
 */
export async function* gunzipChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: GUNZIP_PIECE_BYTES });
  let ready: Buffer[] = [];
  let bytes = 0;
  let failure: Error | undefined;
  gunzip.on('data', (chunk: Buffer) => {
    ready.push(chunk);
    bytes += chunk.length;
  });
  gunzip.on('error', (error) => {
    failure ??= error;
  });
  const given = () => {
    const chunks = ready;
    ready = [];
    return chunks;
  };
  const done = (work: (callback: () => void) => void) =>
    new Promise<void>((resolve) => {
      // Taken back each time: a large file has thousands of pieces.
      const over = () => {
        gunzip.off('error', over);
        resolve();
      };
      gunzip.once('error', over);
      work(over);
    });
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length && failure === undefined; at += GUNZIP_PIECE_BYTES) {
        const piece = chunk.subarray(at, at + GUNZIP_PIECE_BYTES);
        await done((callback) => gunzip.write(piece, callback));
        yield* given();
      }
      if (failure !== undefined) break;
    }
    if (failure === undefined) await done((callback) => gunzip.once('end', callback).end());
    yield* given();
  } finally {
    gunzip.destroy();
  }
  if (failure !== undefined) throw new CutShortError(describe(failure, bytes));
}

function describe(error: Error, bytes: number): string {
  return 'code' in error && error.code === 'Z_BUF_ERROR'
    ? `gzip ends early, after ${bytes} unpacked bytes`
    : `gzip is damaged after ${bytes} unpacked bytes: ${messageOf(error)}`;
}

/** The first bytes of a stream, and the stream with them. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ readonly head: Buffer; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let failure: unknown;
  try {
    for (let length = 0; length < bytes; ) {
      const next = await iterator.next();
      if (next.done === true) break;
      held.push(next.value);
      length += next.value.length;
    }
  } catch (error) {
    failure = error;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* held;
      if (failure !== undefined) throw failure;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(held), all: all() };
}
