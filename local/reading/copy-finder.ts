import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { LogFile } from './log-file';
import type { LogSink } from './log-sink';

const CHUNK_BYTES = 1 << 20;
/** One for all files: of small ones, making it would cost more than reading them. */
let shared: Buffer | undefined;

/**
 * Finds files that are byte for byte the same as one before, such as a download that lies in a folder twice. Only
 * files of equal size are looked at.
 */
export class CopyFinder {
  readonly #sizes = new Map<number, number>();
  readonly #seen = new Set<string>();

  constructor(files: readonly LogFile[]) {
    for (const { bytes = 0, localPath } of files) {
      if (localPath !== undefined && bytes > 0) this.#sizes.set(bytes, (this.#sizes.get(bytes) ?? 0) + 1);
    }
  }

  /** Was the same content given before? */
  isCopy({ localPath, bytes = 0 }: LogFile): boolean {
    if (localPath === undefined || (this.#sizes.get(bytes) ?? 0) < 2) return false;
    const digest = digestOf(localPath);
    if (digest === undefined) return false;
    const isKnown = this.#seen.has(digest);
    this.#seen.add(digest);
    return isKnown;
  }
}

/** Undefined for a file that cannot be read, which the reader tells. */
function digestOf(file: string): string | undefined {
  const hash = createHash('sha256');
  try {
    shared ??= Buffer.allocUnsafe(CHUNK_BYTES);
    const chunk = shared;
    const handle = openSync(file, 'r');
    try {
      for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk))
        hash.update(chunk.subarray(0, read));
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
  return hash.digest('base64');
}

/** Takes the records of a file that has been read under another name. */
export const DUPLICATES: LogSink = {
  cloudTrail: () => 'duplicate',
  flow: () => 'duplicate',
  window: () => 'duplicate',
  container: () => 'duplicate',
};
