import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { LogFile } from './log-file';
import type { LogSink } from './log-sink';

const CHUNK_BYTES = 1 << 20;
/** One for all files: of small ones, making it would cost more than reading them. */
let shared: Buffer | undefined;

/** Files of one length and checksum: the first, and by their digests all of them, once there is a second. */
interface Alike {
  readonly first: string;
  byDigest: Map<string, string> | undefined;
}

/**
 * Finds files that are byte for byte the same as one before, such as a download that lies in a folder twice. Only
 * files of equal size and checksum are compared by what nobody can make alike, their digest.
 */
export class CopyFinder {
  readonly #sizes = new Map<number, number>();
  readonly #alike = new Map<string, Alike>();

  constructor(files: readonly LogFile[]) {
    for (const { bytes = 0, localPath } of files) {
      if (localPath !== undefined && bytes > 0) this.#sizes.set(bytes, (this.#sizes.get(bytes) ?? 0) + 1);
    }
  }

  /**
   * Was the same content given before, as another file?
   *
   * @param crc CRC-32 of the file's bytes, from whoever has read them - @default the file is read
   */
  isCopy({ localPath, bytes = 0 }: LogFile, crc?: number): boolean {
    if (localPath === undefined || (this.#sizes.get(bytes) ?? 0) < 2) return false;
    const checksum = crc ?? checksumOf(localPath);
    if (checksum === undefined) return false;
    const key = `${bytes} ${checksum}`;
    const alike = this.#alike.get(key);
    if (alike === undefined) {
      this.#alike.set(key, { first: localPath, byDigest: undefined });
      return false;
    }
    const digest = alike.first === localPath ? undefined : digestOf(localPath);
    if (digest === undefined) return false;
    alike.byDigest ??= new Map([[digestOf(alike.first) ?? '', alike.first]]);
    const known = alike.byDigest.get(digest);
    if (known === undefined) alike.byDigest.set(digest, localPath);
    return known !== undefined && known !== localPath;
  }
}

/** Undefined, as below, for a file that cannot be read, which the reader tells. */
function checksumOf(file: string): number | undefined {
  let crc = 0;
  const isRead = readChunks(file, (chunk) => {
    crc = crc32(chunk, crc);
  });
  return isRead ? crc : undefined;
}

function digestOf(file: string): string | undefined {
  const hash = createHash('sha256');
  return readChunks(file, (chunk) => hash.update(chunk)) ? hash.digest('base64') : undefined;
}

/** False where the file cannot be read to its end. */
function readChunks(file: string, take: (chunk: Buffer) => void): boolean {
  try {
    shared ??= Buffer.allocUnsafe(CHUNK_BYTES);
    const chunk = shared;
    const handle = openSync(file, 'r');
    try {
      for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk))
        take(chunk.subarray(0, read));
    } finally {
      closeSync(handle);
    }
    return true;
  } catch {
    return false;
  }
}

/** Takes the records of a file that has been read under another name. */
export const DUPLICATES: LogSink = {
  cloudTrail: () => 'duplicate',
  flow: () => 'duplicate',
  window: () => 'duplicate',
  container: () => 'duplicate',
};
