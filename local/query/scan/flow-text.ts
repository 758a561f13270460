import { PLAIN_NUMBER_BOUNDS } from '../../../records/flow-logs/flow-number-bounds';
import { WHOLE_BYTES } from '../../reading/read-bytes';
import type { CutFlows } from '../cut/cut-flows';
import type { CutLines } from '../cut/cut-lines';
import { textLayout } from '../duckdb/text-layout';
import type { HeldFiles } from '../held-files';
import type { TableFile } from '../log-folder';
import { FactsOfLines, type FileFacts } from './file-facts';
import {
  ABSENT,
  FIRST_HIGH,
  FIRST_LOW,
  highOfByte,
  IDENTITY_COLUMNS,
  lowOfByte,
  mixHigh,
  mixLow,
  tellsFlowsApart,
  wordOfNumber,
} from './seen-flows';
import { unpackedWhole } from './unpacked-whole';

/** Flow log text in which every line is as AWS writes it: any reader gives the same rows of it. */
export interface PlainFlowText {
  readonly facts: FileFacts;
  /** Two words a line by which a flow is known again; empty where the format does not tell flows apart. */
  readonly hashes: Uint32Array;
  /** What was cut of its lines, to be kept or not; undefined where nothing was. */
  readonly cut: CutLines | undefined;
}

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
  ['ACCEPT', 'REJECT', 'OK', 'NODATA', 'SKIPDATA'].map((word) => [
    [...word].reduce((hash, letter) => highOfByte(hash, letter.charCodeAt(0)), FIRST_HIGH),
    word,
  ]),
);

/**
 * Checks a file of flow log text in one pass over its bytes, at a fraction of what understanding its lines costs.
 *
 * @returns undefined for a file with anything in it that two readers might take differently, and for one that is too
 * large for one piece; it has to be read line by line
 * @param held where it may have been unpacked already
 * @param cuts where wanted fields of its lines are to go in the same pass
 */
export function plainFlowText(file: TableFile, held?: HeldFiles, cuts?: CutFlows): PlainFlowText | undefined {
  if (file.bytes > WHOLE_BYTES) return undefined;
  try {
    const bytes = held?.take(file.path) ?? unpackedWhole(file.path);
    if (bytes === undefined || bytes.length === 0) return undefined;
    const end = bytes.indexOf(LINE_FEED);
    const { fields, skip } = textLayout(bytes.toString('latin1', 0, end === -1 ? bytes.length : end));
    const begin = skip === 0 ? 0 : end === -1 ? bytes.length : end + 1;
    return linesOf(fields).read(bytes, begin, cuts?.begin(file, fields));
  } catch {
    // What cannot be read or understood is told by the reader.
    return undefined;
  }
}

// Own constants: where modules are loaded one by one, an import is looked up anew at each of its uses.
const [absent, firstHigh, firstLow]: readonly [number, number, number] = [ABSENT, FIRST_HIGH, FIRST_LOW];
const [highOf, lowOf, high32, low32, wordOf] = [
  highOfByte,
  lowOfByte,
  mixHigh,
  mixLow,
  wordOfNumber,
] as const;
const PLACES = IDENTITY_COLUMNS.length;

/** Grows with the largest file; the hashes of one file are taken before the next is read. */
let held = new Uint32Array(1 << 16);

let lastLines: { readonly fields: readonly string[]; readonly lines: PlainLines } | undefined;

/** Files that lie beside each other have the same fields. */
function linesOf(fields: readonly string[]): PlainLines {
  if (lastLines?.fields !== fields) lastLines = { fields, lines: new PlainLines(fields) };
  return lastLines.lines;
}

class PlainLines {
  readonly #width: number;
  readonly #roles: Uint8Array;
  readonly #most: Float64Array;
  /** Place of each column among those that tell flows apart, or -1. */
  readonly #identity: Int8Array;
  /** No column is cut. */
  readonly #nothing: Uint8Array;
  readonly #isApart: boolean;
  readonly #high = new Int32Array(PLACES);
  readonly #low = new Int32Array(PLACES);
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
    let lines = 0;
    for (let at = begin; at < bytes.length; lines += 1) {
      at = this.#line(bytes, at, facts, cut);
      if (at === -1) return undefined;
      if (this.#isApart) this.#keepHash(lines);
    }
    const hashes = held.subarray(0, this.#isApart ? 2 * lines : 0);
    return { facts: facts.of(lines), hashes, cut };
  }

  /** Checks one line; gives the place behind it, or -1 for one that is odd. */
  #line(bytes: Buffer, begin: number, facts: FactsOfLines, cut: CutLines | undefined): number {
    const { length } = bytes;
    const cutAs = cut?.kept ?? this.#nothing;
    cut?.beginLine();
    this.#high.fill(absent);
    this.#low.fill(absent);
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
          for (let digit = first - ZERO; digit >= 0 && digit <= 9; ) {
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
        let high = firstHigh;
        let low = firstLow;
        let byte = first;
        while (byte > BLANK && byte < DELETE) {
          if (role !== TEXT || place !== -1) {
            high = highOf(high, byte);
            low = lowOf(low, byte);
          }
          at += 1;
          byte = at < length ? (bytes[at] as number) : LINE_FEED;
        }
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
        if (place !== -1 && !isDash) {
          this.#high[place] = high;
          this.#low[place] = low;
        }
      }
      if (at === from) return -1;
      const kept = cutAs[column] as number;
      if (kept !== 0) cut?.field(kept === 2, bytes, from, at);
      const next = at < length ? (bytes[at] as number) : LINE_FEED;
      if (next === LINE_FEED) {
        if (column + 1 !== this.#width || (isWindow && hasFlow)) return -1;
        facts.time(start, end);
        cut?.endLine();
        return at + 1;
      }
      if (next !== BLANK) return -1;
      at += 1;
    }
  }

  #keepHash(line: number): void {
    if (held.length < 2 * line + 2) {
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
    held[2 * line] = high;
    held[2 * line + 1] = low;
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
