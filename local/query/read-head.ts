import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';

export const HEAD_BYTES = 65_536;

/** Enough to tell what a file is packed with. */
const STORED_BYTES = 16;

const held = Buffer.alloc(HEAD_BYTES);

/**
 * The first bytes of a file, unpacked; as much as one read gives. Synchronous: of tens of thousands of files, most of
 * the time would go into turns of the event loop.
 *
 * @param bytes to read, as they lie on disk
 */
export function readHead(file: string, bytes: number = HEAD_BYTES): Buffer {
  const handle = openSync(file, 'r');
  try {
    const head = held.subarray(0, readSync(handle, held, 0, Math.min(bytes, HEAD_BYTES), 0));
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    return isGzip ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : Buffer.from(head);
  } finally {
    closeSync(handle);
  }
}

/** The first bytes of a file as they are stored. */
export function readStoredHead(file: string): Buffer {
  const handle = openSync(file, 'r');
  try {
    return Buffer.from(held.subarray(0, readSync(handle, held, 0, STORED_BYTES, 0)));
  } finally {
    closeSync(handle);
  }
}
