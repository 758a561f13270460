import { PLAIN_NUMBER_BOUNDS } from '../../../records/flow-logs/flow-number-bounds';
import type { CutLines } from '../cut/cut-lines';
import { FactsOfLines, type FileFacts } from './file-facts';
import {
  ABSENT,
  FIRST_HIGH,
  FIRST_LOW,
  IDENTITY_COLUMNS,
  mixHigh,
  mixLow,
  tellsFlowsApart,
  wordOfNumber,
  wordOfText,
} from './seen-flows';

/** Flow log text in which every line is as AWS writes it: any reader gives the same rows of it. */
export interface PlainFlowText {
  readonly facts: FileFacts;
  /**
   * `WORDS_OF_LINE` a line, by which a flow is known again, as `wordsOfLine` gives them; empty where the format does not
   * tell flows apart.
   */
  readonly hashes: Uint32Array;
  /** What was cut of its lines, to be kept or not; undefined where nothing was. */
  readonly cut: CutLines | undefined;
}

/** Two words of the hash, and the lower half of the start. */
export const WORDS_OF_LINE = 3;

const LINE_FEED = 10;
const BLANK = 32;
const DASH = 45;
const ZERO = 48;
const DELETE = 127;

const MOST: Readonly<Record<string, number>> = PLAIN_NUMBER_BOUNDS;

const TEXT = 0;
const NUMBER = 1;
const ACTION = 2;
const STATUS = 3;
const ACCOUNT = 4;

/** Words of a status or an action by a hash of their bytes, which is looked at once more where it fits. */
const WORDS: ReadonlyMap<number, string> = new Map(
  ['ACCEPT', 'REJECT', 'OK', 'NODATA', 'SKIPDATA'].map((word) => {
    let high = FIRST_HIGH;
    for (let at = 0; at < word.length; at += 4) high = mixHigh(high, wordOfText(word, at));
    return [high, word];
  }),
);

// Own constants: where modules are loaded one by one, an import is looked up anew at each of its uses.
const [absent, firstHigh, firstLow]: readonly [number, number, number] = [ABSENT, FIRST_HIGH, FIRST_LOW];
const [high32, low32, wordOf] = [mixHigh, mixLow, wordOfNumber] as const;
const PLACES = IDENTITY_COLUMNS.length;
/** A number of so many digits fits into 32 bits. */
const FEW_DIGITS = 9;

/** Grows with the largest file; the hashes of one file are taken before the next is read. */
let held = new Uint32Array(1 << 16);

/** Checks lines of one format. */
export class PlainLines {
  readonly #width: number;
  readonly #roles: Uint8Array;
  readonly #most: Float64Array;
  /** Place of each column among those that tell flows apart, or -1. */
  readonly #identity: Int8Array;
  /** No column is cut. */
  readonly #nothing: Uint8Array;
  readonly #isApart: boolean;
  /** Of each column that tells flows apart; one that the format lacks stays absent. */
  readonly #high = new Int32Array(PLACES).fill(ABSENT);
  readonly #low = new Int32Array(PLACES).fill(ABSENT);
  #lineStart = ABSENT;
  readonly #start: number;
  readonly #end: number;

  constructor(names: readonly string[]) {
    this.#width = names.length;
    this.#nothing = new Uint8Array(names.length);
    this.#roles = Uint8Array.from(names, (name) => ROLES[name] ?? (MOST[name] === undefined ? TEXT : NUMBER));
    this.#most = Float64Array.from(names, (name) => MOST[name] ?? 0);
    this.#identity = Int8Array.from(names, (name) => (IDENTITY_COLUMNS as readonly string[]).indexOf(name));
    this.#isApart = tellsFlowsApart(names);
    this.#start = names.indexOf('start');
    this.#end = names.indexOf('end');
  }

  read(bytes: Buffer, begin: number, cut: CutLines | undefined): PlainFlowText | undefined {
    const facts = new FactsOfLines();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let lines = 0;
    for (let at = begin; at < bytes.length; lines += 1) {
      at = this.#line(bytes, view, at, facts, cut);
      if (at === -1) return undefined;
      if (this.#isApart) this.#keepHash(lines);
    }
    const hashes = held.subarray(0, this.#isApart ? WORDS_OF_LINE * lines : 0);
    return { facts: facts.of(lines), hashes, cut };
  }

  /** Checks one line; gives the place behind it, or -1 for one that is odd. */
  #line(
    bytes: Buffer,
    view: DataView,
    begin: number,
    facts: FactsOfLines,
    cut: CutLines | undefined,
  ): number {
    const { length } = bytes;
    const cutAs = cut?.kept ?? this.#nothing;
    cut?.beginLine();
    let at = begin;
    let isWindow = false;
    let hasFlow = false;
    let start = absent;
    let end = absent;
    for (let column = 0; ; column += 1) {
      if (column >= this.#width) return -1;
      const from = at;
      const first = at < length ? (bytes[at] as number) : LINE_FEED;
      const place = this.#identity[column] as number;
      const role = this.#roles[column] as number;
      if (role === NUMBER) {
        let value = 0;
        if (first === DASH) {
          value = absent;
          at += 1;
        } else {
          let digit = first - ZERO;
          let few = 0;
          for (const most = from + FEW_DIGITS; digit >= 0 && digit <= 9 && at < most; ) {
            few = (few * 10 + digit) | 0;
            at += 1;
            digit = (at < length ? (bytes[at] as number) : LINE_FEED) - ZERO;
          }
          value = few;
          while (digit >= 0 && digit <= 9) {
            value = value * 10 + digit;
            at += 1;
            digit = (at < length ? (bytes[at] as number) : LINE_FEED) - ZERO;
          }
          // 007 is 7 to one and a text to another.
          if (value > (this.#most[column] as number) || (first === ZERO && at - from > 1)) return -1;
        }
        if (column === this.#start) start = value;
        else if (column === this.#end) end = value;
        else if (value !== absent) hasFlow = true;
        if (place !== -1) {
          const word = value === absent ? absent : wordOf(value);
          this.#high[place] = word;
          this.#low[place] = word;
        }
      } else {
        const isHashed = role !== TEXT || place !== -1;
        let high = firstHigh;
        let low = firstLow;
        let fits: number;
        do {
          let word = 0;
          fits = 0;
          if (at + 4 <= length) {
            word = view.getInt32(at, true);
            // The highest bit of each byte that is no printable letter, and maybe of some behind the first of these.
            const odd = ((word - 0x21212121) | word | (word + 0x01010101)) & 0x80808080;
            fits = odd === 0 ? 4 : (31 - Math.clz32(odd & -odd)) >> 3;
            if (fits !== 4) word &= (1 << (8 * fits)) - 1;
          } else {
            for (let byte = bytes[at]; byte !== undefined && byte > BLANK && byte < DELETE; ) {
              word |= byte << (8 * fits);
              fits += 1;
              byte = bytes[at + fits];
            }
          }
          at += fits;
          if (isHashed && fits > 0) {
            high = high32(high, word);
            low = low32(low, word);
          }
        } while (fits === 4);
        const isDash = first === DASH && at - from === 1;
        if (role === ACTION || role === STATUS) {
          const word = WORDS.get(high);
          if (!isDash && (word === undefined || !holds(bytes, from, at, word))) return -1;
          if (role === STATUS) {
            if (isDash) return -1;
            if (word === 'ACCEPT' || word === 'REJECT') return -1;
            isWindow = word !== 'OK';
          } else if (!isDash && word !== 'ACCEPT' && word !== 'REJECT') return -1;
          if (role === ACTION && !isDash) hasFlow = true;
        } else if (role === ACCOUNT) facts.account(bytes, from, at, high ^ low);
        else if (place > 0 && !isDash) hasFlow = true;
        if (place !== -1) {
          this.#high[place] = isDash ? absent : high;
          this.#low[place] = isDash ? absent : low;
        }
      }
      if (at === from) return -1;
      const kept = cutAs[column] as number;
      if (kept !== 0) cut?.field(kept === 2, view, from, at);
      const next = at < length ? (bytes[at] as number) : LINE_FEED;
      if (next === LINE_FEED) {
        if (column + 1 !== this.#width || (isWindow && hasFlow)) return -1;
        facts.time(start, end);
        this.#lineStart = start;
        cut?.endLine();
        return at + 1;
      }
      if (next !== BLANK) return -1;
      at += 1;
    }
  }

  #keepHash(line: number): void {
    const to = WORDS_OF_LINE * line;
    if (held.length < to + WORDS_OF_LINE) {
      const old = held;
      held = new Uint32Array(old.length * 2);
      held.set(old);
    }
    let high = firstHigh;
    let low = firstLow;
    for (let place = 0; place < PLACES; place += 1) {
      high = high32(high, this.#high[place] as number);
      low = low32(low, this.#low[place] as number);
    }
    held[to] = high;
    held[to + 1] = low;
    held[to + 2] = this.#lineStart;
  }
}

function holds(bytes: Buffer, from: number, to: number, word: string): boolean {
  if (word.length !== to - from) return false;
  for (let at = 0; at < word.length; at += 1) {
    if (bytes[from + at] !== word.charCodeAt(at)) return false;
  }
  return true;
}

const ROLES: Readonly<Record<string, number>> = {
  action: ACTION,
  'log-status': STATUS,
  'account-id': ACCOUNT,
};
