import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { isGzip } from '../gunzip';
import { unpackWhole } from '../read-bytes';
import { isZstd } from '../zstd';

/** What can be done with a file before its turn comes; nothing of it is judged. */
export interface UnpackedAhead {
  /** How many there are as stored. */
  readonly storedBytes: number;
  /** CRC-32 of these. */
  readonly crc: number;
  /** Was anything unpacked? */
  readonly isPacked: boolean;
  readonly bytes: Uint8Array;
  readonly cutShort: string | undefined;
}

/** What is larger is read in its turn, so that few bytes are held. */
const MOST_BYTES = 16 * 1024 * 1024;
/**
 * Reads and unpacks a file; undefined for what is better done in its turn. Its lines are not read here: arrays made on
 * another thread come cold to the one that judges, which then takes as long as if it had read the lines itself.
 */
export function unpackAhead(path: string): UnpackedAhead | undefined {
  const stored = readFileSync(path);
  if (isZstd(stored) || (isGzip(stored) && saysItsLength(stored) > MOST_BYTES)) return undefined;
  const unpacked = unpackWhole(stored, MOST_BYTES);
  if (unpacked === undefined || unpacked.bytes.length > MOST_BYTES) return undefined;
  const { bytes, cutShort } = unpacked;
  const isPacked = bytes !== stored;
  return { storedBytes: stored.length, crc: crc32(stored), isPacked, bytes, cutShort };
}

/** The last word of a gzip file is the length of its last member; what is unpacked in vain is memory that waits for a collector. */
function saysItsLength(gzip: Buffer): number {
  return gzip.length < Uint32Array.BYTES_PER_ELEMENT
    ? 0
    : gzip.readUInt32LE(gzip.length - Uint32Array.BYTES_PER_ELEMENT);
}
