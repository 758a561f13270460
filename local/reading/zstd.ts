import { Decompress } from 'fzstd';
import { messageOf } from '../../records/values/message-of';
import { CutShortError } from './read-bytes';

const MAGIC = 0xfd2fb528;
/** Of frames that are skipped, but for the last four bits; pzstd begins with one. */
const SKIPPED_MAGIC = 0x184d2a5;
/** A block of 128 KB is packed into four bytes at best, so that a piece gives 64 MB at most. */
const PIECE_BYTES = 2048;

/** A Zstandard frame (RFC 8878, 3.1.1), or one that is skipped (3.1.2). */
export function isZstd(head: Buffer): boolean {
  if (head.length < 4) return false;
  const magic = head.readUInt32LE(0);
  return magic === MAGIC || magic >>> 4 === SKIPPED_MAGIC;
}

/**
 * Unpacks a stream of Zstandard frames as far as it goes. Node has its own decoder from 22.15 on only.
 *
 * @throws CutShortError when the bytes end or fail before the data does; what came before has been given
 */
export async function* unzstdChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let ready: Uint8Array[] = [];
  let bytes = 0;
  const decoder = new Decompress((chunk) => {
    // The decoder writes over what it gave.
    if (chunk.length > 0) ready.push(Uint8Array.from(chunk));
  });
  function* given(): Generator<Buffer> {
    for (const chunk of ready) {
      bytes += chunk.length;
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    }
    ready = [];
  }
  const failing = (work: () => void) => {
    try {
      work();
      return undefined;
    } catch (error) {
      return error;
    }
  };
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const failure = failing(() => decoder.push(Uint8Array.from(chunk.subarray(at, at + PIECE_BYTES))));
      yield* given();
      if (failure !== undefined) {
        throw new CutShortError(`zstd is damaged after ${bytes} unpacked bytes: ${messageOf(failure)}`);
      }
    }
  }
  const failure = failing(() => decoder.push(new Uint8Array(0), true));
  yield* given();
  if (failure !== undefined) throw new CutShortError(`zstd ends early, after ${bytes} unpacked bytes`);
}
