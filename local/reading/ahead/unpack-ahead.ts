import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { BATCH_RECORDS } from '../../../records/flow-logs/batch/flow-batch';
import type { LineArrays } from '../../../records/flow-logs/batch/flow-line-batch';
import { FlowLineScanner } from '../../../records/flow-logs/batch/flow-line-scanner';
import {
  compileFlowLogFormat,
  DEFAULT_FLOW_LOG_FORMAT,
  type FlowLogFormat,
} from '../../../records/flow-logs/flow-log-format';
import { isFlowLogHeader } from '../../../records/flow-logs/flow-log-header';
import { TextPool } from '../../../records/values/text-pool';
import { isGzip } from '../gunzip';
import { unpackWhole } from '../read-bytes';
import { isZstd } from '../zstd';

/** Flows of a file that were read from its bytes already. */
export interface FlowsAhead {
  /** The columns that they were read by. */
  readonly names: readonly string[];
  /** Where the first of their lines begins, and where the first after them does. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly arrays: LineArrays;
}

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
  readonly flows: FlowsAhead | undefined;
}

const NEWLINE = 10;
const LOWER_A = 97;
const LOWER_Z = 122;
/** What is larger is read in its turn, so that few bytes are held. */
const MOST_BYTES = 16 * 1024 * 1024;
/** No line of a flow log is shorter: fourteen columns of a character and their blanks. */
const SHORTEST_LINE = 28;
const LONGEST_FIRST_LINE = 4096;
/** So many lines show how long the others are; of a little more than that there is room. */
const LINES_MEASURED = 64;
const ROOM = 1.1;
/** Texts are cut by whoever judges: none is asked for here. */
const NO_TEXTS = new TextPool();

/** Reads and unpacks a file, and reads its flows where it holds any; undefined for what is better done in its turn. */
export function unpackAhead(path: string): UnpackedAhead | undefined {
  const stored = readFileSync(path);
  if (isZstd(stored) || (isGzip(stored) && saysItsLength(stored) > MOST_BYTES)) return undefined;
  const unpacked = unpackWhole(stored, MOST_BYTES);
  if (unpacked === undefined || unpacked.bytes.length > MOST_BYTES) return undefined;
  const { bytes, cutShort } = unpacked;
  const isPacked = bytes !== stored;
  return { storedBytes: stored.length, crc: crc32(stored), isPacked, bytes, cutShort, flows: flowsIn(bytes) };
}

/** The last word of a gzip file is the length of its last member; what is unpacked in vain is memory that waits for a collector. */
function saysItsLength(gzip: Buffer): number {
  return gzip.length < Uint32Array.BYTES_PER_ELEMENT
    ? 0
    : gzip.readUInt32LE(gzip.length - Uint32Array.BYTES_PER_ELEMENT);
}

/** The flows after the first line, which is the header or says that there is none. */
function flowsIn(bytes: Buffer): FlowsAhead | undefined {
  const from = bytes.subarray(0, LONGEST_FIRST_LINE).indexOf(NEWLINE) + 1;
  const format = from === 0 ? undefined : formatOf(bytes.toString('latin1', 0, from - 1));
  if (format === undefined) return undefined;
  const scanner = new FlowLineScanner(format, NO_TEXTS, likelyLines(bytes, from));
  const to = scanner.scan(bytes, from);
  if (scanner.count === 0) return undefined;
  return { names: format.names, from, to, count: scanner.count, arrays: scanner.arrays };
}

function formatOf(line: string): FlowLogFormat | undefined {
  const first = line.charCodeAt(0);
  if (first < LOWER_A || first > LOWER_Z) {
    return /^\d/.test(line) ? DEFAULT_FLOW_LOG_FORMAT : undefined;
  }
  if (!isFlowLogHeader(line)) return undefined;
  try {
    return compileFlowLogFormat(line);
  } catch {
    // Whoever reads the file in its turn says what is wrong with it.
    return undefined;
  }
}

/** How many lines there are from `from` on, by the length of the first: those beyond are read by whoever takes the file. */
function likelyLines(bytes: Buffer, from: number): number {
  let lines = 0;
  let end = from;
  for (let next = from; next > 0 && lines < LINES_MEASURED; lines++) {
    end = next;
    next = bytes.indexOf(NEWLINE, end) + 1;
  }
  const length = Math.max(SHORTEST_LINE, (end - from) / Math.max(1, lines));
  return BATCH_RECORDS + Math.ceil(((bytes.length - from) / length) * ROOM);
}
