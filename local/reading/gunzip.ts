import { constants, crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import { messageOf } from '../../records/values/message-of';

/** What a gzip file held, and why that is not all of it or not certain, when it is not. */
export interface Unpacked {
  readonly bytes: Buffer;
  readonly fault: string | undefined;
}

/** The file holds more than is unpacked at once. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

const TRAILER_BYTES = 8;
const LENGTH_BYTES = 4;
/** Node refuses smaller ones. */
const LEAST_PIECE = 64;
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Unpacks a gzip file of one member or several (RFC 1952) as far as it goes: what stands before the damage is given,
 * and so is all of a file of which only the checksum is wrong or after which something else follows.
 *
 * @param most bytes that may come out
 * @throws TooLargeError for more of them
 */
export function gunzipWhole(packed: Buffer, most: number): Unpacked {
  try {
    return {
      bytes: gunzipSync(packed, { maxOutputLength: most, chunkSize: pieceFor(packed, most) }),
      fault: undefined,
    };
  } catch (error) {
    if (isTooLarge(error)) throw new TooLargeError(`more than ${most} bytes unpacked`);
    return salvage(packed, most);
  }
}

/** Deflate makes at most so many bytes of one. */
const MOST_OF_ONE = 1032;
const PIECE_BYTES = 16 * 1024;

/**
 * Bytes in which to unpack: all at once where the trailer tells the length, which takes a third off. One that lies costs
 * nothing but the time that it would have saved.
 */
function pieceFor(packed: Buffer, most: number): number {
  const told = packed.length < LENGTH_BYTES ? 0 : packed.readUInt32LE(packed.length - LENGTH_BYTES);
  // A last member that is shorter than the whole file says nothing of the others.
  if (told < packed.length) return PIECE_BYTES;
  // With one byte of room left, nobody has to look whether there is more.
  return Math.max(LEAST_PIECE, Math.min(told, most, packed.length * MOST_OF_ONE) + 1);
}

function salvage(packed: Buffer, most: number): Unpacked {
  const members: Buffer[] = [];
  let at = 0;
  let fault: string | undefined;
  while (at < packed.length && fault === undefined) {
    const begin = endOfHeader(packed, at);
    if (begin === undefined) {
      const rest = packed.length - at;
      fault =
        at === 0 ? 'gzip ends within its header' : `${rest} bytes after the end of the gzip data are no gzip`;
      break;
    }
    const member = inflated(packed.subarray(begin), most);
    members.push(member.bytes);
    at = begin + member.read + TRAILER_BYTES;
    fault = member.fault ?? faultOfTrailer(packed, begin + member.read, member.bytes);
  }
  const bytes = Buffer.concat(members);
  return { bytes, fault: fault === undefined ? undefined : `${fault}, after ${bytes.length} unpacked bytes` };
}

/** The place behind the header of the member that begins at `at`; undefined where none begins. */
function endOfHeader(packed: Buffer, at: number): number | undefined {
  if (!isGzip(packed.subarray(at)) || packed[at + 2] !== 8) return undefined;
  const flags = packed[at + 3] ?? 0;
  let end = at + 10;
  if ((flags & FEXTRA) !== 0) end += 2 + (packed[end] ?? 0) + 256 * (packed[end + 1] ?? 0);
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = packed.indexOf(0, end);
    if (zero === -1) return undefined;
    end = zero + 1;
  }
  if ((flags & FHCRC) !== 0) end += 2;
  return end <= packed.length ? end : undefined;
}

interface Inflated extends Unpacked {
  /** Bytes of the deflate stream that were used. */
  readonly read: number;
}

function inflated(deflated: Buffer, most: number): Inflated {
  try {
    const { bytes, read } = inflate(deflated, most);
    return { bytes, read, fault: undefined };
  } catch (error) {
    if (isTooLarge(error)) throw new TooLargeError(`more than ${most} bytes unpacked`);
    const sound = soundLength(deflated, most);
    const { bytes, read } = inflate(deflated.subarray(0, sound), most);
    return { bytes, read, fault: `gzip is damaged (${messageOf(error)})` };
  }
}

/** The longest beginning that can be unpacked: damage is met at one place, so it can be found by halving. */
function soundLength(deflated: Buffer, most: number): number {
  let sound = 0;
  let unsound = deflated.length;
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >> 1;
    try {
      inflate(deflated.subarray(0, middle), most);
      sound = middle;
    } catch {
      unsound = middle;
    }
  }
  return sound;
}

/** Gives what comes out of a stream that may end anywhere. */
function inflate(deflated: Buffer, most: number): { readonly bytes: Buffer; readonly read: number } {
  if (deflated.length === 0) return { bytes: Buffer.alloc(0), read: 0 };
  const { buffer, engine } = inflateRawSync(deflated, {
    finishFlush: constants.Z_SYNC_FLUSH,
    maxOutputLength: most,
    info: true,
  }) as unknown as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
  return { bytes: buffer, read: engine.bytesWritten };
}

function faultOfTrailer(packed: Buffer, at: number, bytes: Buffer): string | undefined {
  if (at + TRAILER_BYTES > packed.length) return 'gzip ends early';
  if (packed.readUInt32LE(at) !== crc32(bytes)) return "gzip's checksum is wrong";
  return packed.readUInt32LE(at + 4) === bytes.length % 2 ** 32 ? undefined : "gzip's length is wrong";
}

function isTooLarge(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
  );
}
