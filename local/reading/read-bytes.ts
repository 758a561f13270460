import { createReadStream, type ReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../../records/message-of';
import type { ByteReader } from './read-context';

const FILE_CHUNK_BYTES = 1 << 20;
const GUNZIP_CHUNK_BYTES = 1 << 18;

/**
 * Streams a file's bytes, unpacked when they are gzip (one member or several), into a reader and ends it. What a
 * truncated or damaged gzip gives before it fails is read; the reader then ends with the reason.
 *
 * @param isGzip what the file begins with
 * @param onRead told how many bytes of the file were read by each step
 */
export function readBytes(
  file: string,
  isGzip: boolean,
  reader: ByteReader,
  onRead: (bytes: number) => void,
): Promise<void> {
  const source = createReadStream(file, { highWaterMark: FILE_CHUNK_BYTES });
  return isGzip ? throughGunzip(source, reader, onRead) : straight(source, reader, onRead);
}

async function straight(
  source: ReadStream,
  reader: ByteReader,
  onRead: (bytes: number) => void,
): Promise<void> {
  let bytes = 0;
  for await (const chunk of chunksOf(source)) {
    if (chunk instanceof Error) {
      reader.end(`reading fails after ${bytes} bytes: ${chunk.message}`);
      return;
    }
    bytes += chunk.length;
    onRead(chunk.length);
    if (!reader.push(chunk)) break;
  }
  reader.end();
}

/** Turns a failure of the disk into a last item, so that a reader's own error is not taken for one. */
async function* chunksOf(source: ReadStream): AsyncGenerator<Buffer | Error> {
  try {
    for await (const chunk of source) yield chunk;
  } catch (error) {
    yield new Error(messageOf(error));
  }
}

/**
 * By events, not by iteration: an iterator drops the chunks that it holds when the stream fails, and those are the
 * last records before the damage.
 */
function throughGunzip(
  source: ReadStream,
  reader: ByteReader,
  onRead: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const gunzip = createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES });
    let bytes = 0;
    let isOver = false;
    const finish = (cutShort?: string) => {
      if (isOver) return;
      isOver = true;
      source.destroy();
      gunzip.destroy();
      try {
        reader.end(cutShort);
        resolve();
      } catch (error) {
        reject(error);
      }
    };
    source.on('data', (chunk) => onRead(chunk.length));
    source.on('error', (error) => finish(`reading fails after ${bytes} unpacked bytes: ${messageOf(error)}`));
    gunzip.on('error', (error) => {
      const isShort = 'code' in error && error.code === 'Z_BUF_ERROR';
      finish(
        isShort
          ? `gzip ends early, after ${bytes} unpacked bytes`
          : `gzip is damaged after ${bytes} unpacked bytes: ${messageOf(error)}`,
      );
    });
    gunzip.on('end', () => finish());
    gunzip.on('data', (chunk: Buffer) => {
      if (isOver) return;
      bytes += chunk.length;
      try {
        if (!reader.push(chunk)) finish();
      } catch (error) {
        isOver = true;
        source.destroy();
        gunzip.destroy();
        reject(error);
      }
    });
    source.pipe(gunzip);
  });
}
