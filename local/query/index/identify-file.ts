import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** By what a file is known again. All of it is taken before the file is read for anything else. */
export interface FileIdentity {
  readonly size: number;
  /** Milliseconds of the last change of the content, which anybody can set. */
  readonly modified: number;
  /** Milliseconds of the last change of the file's entry, which the system sets. */
  readonly changed: number;
  /** Checksum of the first and the last bytes; of gzip, the last ones hold the checksum of all that is in it. */
  readonly sum: string;
}

const END_BYTES = 4096;

const held = Buffer.alloc(2 * END_BYTES);

/**
 * The identity of a file as it is now; undefined where it cannot be read.
 *
 * @param onWhole given all that is stored in a file that was read whole for this; the bytes are overwritten afterwards
 */
export function identifyFile(file: string, onWhole?: (stored: Buffer) => void): FileIdentity | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return undefined;
  }
  try {
    const { size, mtimeMs, ctimeMs } = fstatSync(handle);
    const head = readSync(handle, held, 0, size <= held.length ? held.length : END_BYTES, 0);
    const tail = size <= held.length ? 0 : readSync(handle, held, END_BYTES, END_BYTES, size - END_BYTES);
    const sum = hash('sha256', held.subarray(0, head + tail), 'base64url').slice(0, 22);
    if (onWhole !== undefined && head === size) onWhole(held.subarray(0, head));
    return { size, modified: mtimeMs, changed: ctimeMs, sum };
  } catch {
    return undefined;
  } finally {
    closeSync(handle);
  }
}

export function isSameFile(one: FileIdentity, other: FileIdentity): boolean {
  return (
    one.size === other.size &&
    one.modified === other.modified &&
    one.changed === other.changed &&
    one.sum === other.sum
  );
}
