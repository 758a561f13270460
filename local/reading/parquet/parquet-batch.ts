import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import {
  BATCH_TEXT,
  BATCH_TEXTS,
  BatchColumns,
  batchArrays,
  type FlowBatch,
  MARK,
} from '../../../records/flow-logs/batch/flow-batch';
import { FlowIdentity } from '../../../records/flow-logs/flow-identity';
import type { FlowLogColumns } from '../../../records/flow-logs/flow-log-columns';
import { PLAIN_NUMBER_BOUNDS } from '../../../records/flow-logs/flow-number-bounds';
import type { TextPool } from '../../../records/values/text-pool';
import { TextVector, wordOf } from './text-vector';
import { ABSENT, Words } from './words';

/** What DuckDB gives at once. */
const CHUNK_ROWS = 2_048;
/** The most that each number of a plain record can be; of a version, which nothing looks at, any that there may be. */
const MOST: Readonly<Record<string, number>> = { ...PLAIN_NUMBER_BOUNDS, version: 1e6 };
/** The words that a plain record has in these fields, and the bit of `marks` for each. */
const MARKED: Readonly<
  Record<
    string,
    { readonly words: readonly (readonly [number, number, number])[]; readonly bits: readonly number[] }
  >
> = {
  action: { words: ['ACCEPT', 'REJECT', ABSENT].map(wordOf), bits: [MARK.ACCEPT, MARK.REJECT, 0] },
  'flow-direction': {
    words: ['ingress', 'egress', ABSENT].map(wordOf),
    bits: [MARK.INGRESS, MARK.EGRESS, 0],
  },
  'log-status': { words: ['OK', ABSENT].map(wordOf), bits: [0, 0] },
};

/** The rows of one of DuckDB's chunks, straight from its vectors, as `vectorsOf` asks for them. */
export class ParquetBatch extends BatchColumns implements FlowBatch {
  readonly format: FlowLogColumns;
  count = 0;

  readonly #pool: TextPool;
  readonly #numbers: Readonly<Record<string, Int32Array | Float64Array>>;
  readonly #words = new Words();
  /** By the place in `BATCH_TEXTS`, the number of each row's text; of a text that is no column, that of `-`. */
  readonly #wordOf = BATCH_TEXTS.map(() => new Int32Array(CHUNK_ROWS));
  readonly #identity = new FlowIdentity();
  /** 1 for a record of status OK with nothing wrong in it. */
  readonly #plain = new Uint8Array(CHUNK_ROWS);
  /** By the place in the format. */
  #vectors: readonly DuckDBVector[] = [];

  constructor(format: FlowLogColumns, pool: TextPool) {
    const arrays = batchArrays(CHUNK_ROWS);
    super(arrays);
    this.format = format;
    this.#pool = pool;
    const { srcport, dstport, protocol, tcpFlags, packets, bytes, start, end } = arrays;
    this.#numbers = { srcport, dstport, protocol, 'tcp-flags': tcpFlags, packets, bytes, start, end };
    for (const numbers of Object.values(this.#numbers)) numbers.fill(-1);
  }

  /** Moves on to the rows of a chunk, which must stay until the rows are done with. */
  load(chunk: DuckDBDataChunk): void {
    const { names } = this.format;
    this.count = chunk.rowCount;
    this.#plain.fill(1);
    this.marks.fill(0);
    this.#vectors = names.map((_, column) => chunk.getColumnVector(column));
    const texts = new Map<string, TextVector>();
    for (const [column, name] of names.entries()) {
      const vector = this.#vectors[column] as DuckDBVector;
      if (name in MOST) this.#loadNumbers(name, vector);
      else {
        const text = new TextVector(vector, this.#pool);
        this.#clearNulls(vector);
        const marked = MARKED[name];
        if (marked === undefined) texts.set(name, text);
        else this.#loadMarks(text, marked.words, marked.bits);
      }
    }
    this.#words.makeRoom(texts.size * this.count);
    let hashes = names.length;
    for (const [which, field] of BATCH_TEXTS.entries()) {
      const text = texts.get(field);
      if (text !== undefined) this.#loadWords(which, text, chunk.getColumnVector(hashes++));
    }
    this.#identify();
  }

  /** Is the row a record of status OK with nothing wrong in it? For any other there is `line` and nothing else. */
  isPlain(row: number): boolean {
    return this.#plain[row] === 1;
  }

  text(row: number, which: number): string | undefined {
    const text = this.#words.texts[(this.#wordOf[which] as Int32Array)[row] as number] as string;
    return text === ABSENT ? undefined : text;
  }

  /** Of any row, plain or not: its values as DuckDB would write them, `-` for null and empty. */
  line(row: number): string {
    return this.#vectors
      .map((vector) => vector.getItem(row))
      .map((value) => (value === null || value === '' ? ABSENT : String(value)))
      .join(' ');
  }

  #loadNumbers(name: string, vector: DuckDBVector): void {
    const { items } = vector as unknown as { readonly items: Int32Array | BigInt64Array };
    const to = this.#numbers[name] ?? IGNORED;
    if (items instanceof BigInt64Array) copyInt64(items, to, this.count);
    else to.set(items);
    const valid = validityOf(vector);
    const most = MOST[name] as number;
    const plain = this.#plain;
    for (let row = 0; row < this.count; row++) {
      if (valid !== undefined && !isValid(valid, row)) to[row] = -1;
      else if ((to[row] as number) < 0 || (to[row] as number) > most) plain[row] = 0;
    }
  }

  #loadMarks(
    text: TextVector,
    words: readonly (readonly [number, number, number])[],
    bits: readonly number[],
  ): void {
    for (let row = 0; row < this.count; row++) {
      if (this.#plain[row] === 0) continue;
      const index = text.indexIn(row, words);
      if (index === -1) this.#plain[row] = 0;
      else this.marks[row] = (this.marks[row] as number) | (bits[index] as number);
    }
  }

  /** AWS writes `-` for a text that is absent; what has null is read as a line. */
  #clearNulls(vector: DuckDBVector): void {
    const valid = validityOf(vector);
    if (valid === undefined) return;
    for (let row = 0; row < this.count; row++) if (!isValid(valid, row)) this.#plain[row] = 0;
  }

  #loadWords(which: number, text: TextVector, hashes: DuckDBVector): void {
    const { items } = hashes as unknown as { readonly items: BigUint64Array };
    // With a sign: integers of 32 bits and no more are no numbers on the heap.
    const halves = new Int32Array(items.buffer, items.byteOffset, 2 * this.count);
    const words = this.#words;
    const numbers = this.#wordOf[which] as Int32Array;
    // Records of one interface or task follow each other, and of an account nearly all.
    let lastLow = 0;
    let lastHigh = 0;
    let word = 0;
    let isPlain = false;
    for (let row = 0; row < this.count; row++) {
      if (this.#plain[row] === 0) continue;
      const low = halves[2 * row] as number;
      const high = halves[2 * row + 1] as number;
      if (word === 0 || low !== lastLow || high !== lastHigh) {
        word = words.numberOf(low, high, text, row);
        isPlain = words.arePlain[word] === true;
        lastLow = low;
        lastHigh = high;
      }
      numbers[row] = word;
      if (!isPlain) this.#plain[row] = 0;
    }
  }

  #identify(): void {
    const { highs, lows } = this.#words;
    const interfaces = this.#wordOf[BATCH_TEXT.INTERFACE] as Int32Array;
    const sources = this.#wordOf[BATCH_TEXT.SRCADDR] as Int32Array;
    const targets = this.#wordOf[BATCH_TEXT.DSTADDR] as Int32Array;
    const identity = this.#identity;
    for (let row = 0; row < this.count; row++) {
      if (this.#plain[row] === 0) continue;
      const one = interfaces[row] as number;
      const two = sources[row] as number;
      const three = targets[row] as number;
      identity.words(
        highs[one] as number,
        lows[one] as number,
        highs[two] as number,
        lows[two] as number,
        highs[three] as number,
        lows[three] as number,
      );
      identity.numbers(
        this.srcport[row] as number,
        this.dstport[row] as number,
        this.protocol[row] as number,
        (this.marks[row] as number) & (MARK.ACCEPT | MARK.REJECT),
        this.packets[row] as number,
        this.bytes[row] as number,
        this.start[row] as number,
        this.end[row] as number,
      );
      this.high[row] = identity.high;
      this.low[row] = identity.low;
    }
  }
}

/** Where numbers go that are checked and not looked at. */
const IGNORED = new Int32Array(CHUNK_ROWS);

/** Bits of the rows that are not null; undefined where none is. */
function validityOf(vector: DuckDBVector): Uint32Array | undefined {
  const { validity } = vector as unknown as {
    readonly validity: { readonly data: BigUint64Array | null };
  };
  const { data } = validity;
  return data === null ? undefined : new Uint32Array(data.buffer, data.byteOffset, 2 * data.length);
}

function isValid(validity: Uint32Array, row: number): boolean {
  return ((validity[row >>> 5] as number) & (1 << (row & 31))) !== 0;
}

function copyInt64(from: BigInt64Array, to: Int32Array | Float64Array, count: number): void {
  const words = new Int32Array(from.buffer, from.byteOffset, 2 * count);
  for (let row = 0; row < count; row++) {
    to[row] = (words[2 * row + 1] as number) * 2 ** 32 + ((words[2 * row] as number) >>> 0);
  }
}
