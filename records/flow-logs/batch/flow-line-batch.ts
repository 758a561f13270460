import type { TextPool } from '../../values/text-pool';
import type { FlowLogColumns } from '../flow-log-columns';
import {
  BATCH_RECORDS,
  type BatchArrays,
  BatchColumns,
  batchArrays,
  type FlowBatch,
  TEXT_COUNT,
} from './flow-batch';

const DASH = 45;

/** The arrays of a batch, and where its texts and lines begin and end in the bytes. */
interface LineArrays extends BatchArrays {
  readonly begins: Int32Array;
  readonly ends: Int32Array;
  readonly lineBegins: Int32Array;
  readonly lineEnds: Int32Array;
}

/** Records that stand in bytes: a text is cut out of them when somebody asks for it. */
export class FlowLineBatch extends BatchColumns implements FlowBatch {
  readonly format: FlowLogColumns;
  count = 0;

  protected source: Buffer = Buffer.alloc(0);
  /** Where the texts of each record begin and end; 0 and 0 for one that is absent. */
  protected readonly begins: Int32Array;
  protected readonly ends: Int32Array;
  protected readonly lineBegins: Int32Array;
  protected readonly lineEnds: Int32Array;
  readonly #pool: TextPool;
  /** Of each text, the one that was cut last and where it begins: several rules ask for the same. */
  readonly #cutAt = new Int32Array(TEXT_COUNT).fill(-1);
  readonly #cut = new Array<string | undefined>(TEXT_COUNT).fill(undefined);

  /** @param capacity most records of a batch */
  constructor(format: FlowLogColumns, pool: TextPool, capacity: number = BATCH_RECORDS) {
    const arrays = lineArrays(capacity);
    super(arrays);
    this.format = format;
    this.#pool = pool;
    this.begins = arrays.begins;
    this.ends = arrays.ends;
    this.lineBegins = arrays.lineBegins;
    this.lineEnds = arrays.lineEnds;
  }

  /** What follows is read from these bytes. */
  protected begin(bytes: Buffer): void {
    this.source = bytes;
    this.#cutAt.fill(-1);
  }

  text(row: number, which: number): string | undefined {
    const place = row * TEXT_COUNT + which;
    const begin = this.begins[place] as number;
    if (this.#cutAt[which] === begin) return this.#cut[which];
    const end = this.ends[place] as number;
    const length = end - begin;
    const isAbsent = length === 0 || (length === 1 && this.source[begin] === DASH);
    const text = isAbsent ? undefined : this.#pool.takeBytes(this.source, begin, end);
    this.#cutAt[which] = begin;
    this.#cut[which] = text;
    return text;
  }

  /** Does the record stand from `begin` to before `end`, with or without a carriage return? */
  isWhole(row: number, begin: number, end: number): boolean {
    const lineEnd = this.lineEnds[row] as number;
    return this.lineBegins[row] === begin && (lineEnd === end || lineEnd + 1 === end);
  }

  line(row: number): string {
    return this.source.toString('latin1', this.lineBegins[row], this.lineEnds[row]);
  }
}

/** Arrays in which no column has been read: a number that no column fills stays absent. */
function lineArrays(capacity: number): LineArrays {
  const arrays = batchArrays(capacity);
  const { srcport, dstport, protocol, tcpFlags, packets, bytes, start, end } = arrays;
  for (const numbers of [srcport, dstport, protocol, tcpFlags, packets, bytes, start, end]) numbers.fill(-1);
  return {
    ...arrays,
    begins: new Int32Array(capacity * TEXT_COUNT),
    ends: new Int32Array(capacity * TEXT_COUNT),
    lineBegins: new Int32Array(capacity),
    lineEnds: new Int32Array(capacity),
  };
}
