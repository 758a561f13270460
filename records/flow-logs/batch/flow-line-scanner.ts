import { epochSeconds } from '../../values/epoch-seconds';
import { isText as spells, type TextPool } from '../../values/text-pool';
import { FlowIdentity, HIGH_STEP, LOW_STEP, TEXT_HIGH, TEXT_LOW } from '../flow-identity';
import type { FlowLogColumns } from '../flow-log-columns';
import { FLOW_NUMBER_BOUNDS } from '../flow-number-bounds';
import { BATCH_RECORDS, BATCH_TEXT, BATCH_TEXTS, MARK, TEXT_COUNT } from './flow-batch';
import { FlowLineBatch } from './flow-line-batch';

/** What a column is to the scanner. */
const PASSED = 0;
const NUMBER = 1;
const TEXT = 2;
const HASHED = 3;
const ACTION = 4;
const STATUS = 5;
const DIRECTION = 6;

const NUMBERS = ['srcport', 'dstport', 'protocol', 'tcp-flags', 'packets', 'bytes', 'start', 'end'] as const;
const MOST: readonly number[] = NUMBERS.map((name) => FLOW_NUMBER_BOUNDS[name]);
const HASHED_TEXTS: readonly string[] = ['interface-id', 'srcaddr', 'dstaddr'];
const MOST_DIGITS = 15;

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const HASH = 35;
const DASH = 45;
const LETTER_T = 84;
const OPEN_BRACE = 123;
// Taken once: where modules are loaded one by one, an import is looked up anew at each use.
const { imul } = Math;
const seconds = epochSeconds;
const [HASH_HIGH, HASH_LOW, BEGIN_HIGH, BEGIN_LOW] = [HIGH_STEP, LOW_STEP, TEXT_HIGH, TEXT_LOW];

/**
 * Reads plain lines of a flow log straight from their bytes, many at a time: no line becomes a string, and a text is
 * cut when somebody asks for it. Plain is a record of status OK as AWS writes it; at anything else (a header, NODATA,
 * a number that is none, a column too many) it stops, and `FlowLogLine` has the word.
 */
export class FlowLineScanner extends FlowLineBatch {
  /** What each column is, and which of its kind. */
  readonly #kinds: Uint8Array;
  readonly #which: Uint8Array;
  readonly #numbers: readonly (Int32Array | Float64Array)[];
  readonly #hasNumbers: boolean;
  readonly #identity = new FlowIdentity();
  readonly #capacity: number;

  /** @param capacity most records of a batch */
  constructor(format: FlowLogColumns, pool: TextPool, capacity: number = BATCH_RECORDS) {
    super(format, pool, capacity);
    this.#capacity = capacity;
    const { srcport, dstport, protocol, tcpFlags, packets, bytes, start, end } = this;
    this.#numbers = [srcport, dstport, protocol, tcpFlags, packets, bytes, start, end];
    this.#kinds = Uint8Array.from(format.names, kindOf);
    this.#which = Uint8Array.from(format.names, (name) =>
      Math.max(
        0,
        NUMBERS.indexOf(name as (typeof NUMBERS)[number]),
        BATCH_TEXTS.indexOf(name as (typeof BATCH_TEXTS)[number]),
      ),
    );
    this.#hasNumbers = this.#kinds.includes(NUMBER);
  }

  /**
   * Fills the batch with the plain lines of `bytes` from `from` on, which must be the beginning of a line.
   *
   * @returns where the first line begins that is not in the batch: it is not plain, has no line break yet, or the
   * batch is full
   */
  scan(bytes: Buffer, from: number): number {
    this.count = 0;
    this.begin(bytes);
    const until = bytes.lastIndexOf(NEWLINE) + 1;
    // A header would pass for a record of a format without numbers.
    if (!this.#hasNumbers) return from;
    let at = from;
    while (at < until && this.count < this.#capacity) {
      const next = this.#scanLine(bytes, at);
      if (next === 0) break;
      this.lineBegins[this.count] = at;
      at = next;
      this.count++;
    }
    return at;
  }

  /** Reads one line, up to a line break that is there, into the row `count`; gives where the next begins, 0 for a line that is not plain. */
  #scanLine(bytes: Buffer, begin: number): number {
    const opening = bytes[begin];
    if (opening === HASH || opening === OPEN_BRACE) return 0;
    if (bytes[begin + 4] === DASH && bytes[begin + 10] === LETTER_T) return 0;
    const kinds = this.#kinds;
    const which = this.#which;
    const row = this.count;
    const texts = row * TEXT_COUNT;
    const last = kinds.length - 1;
    let at = begin;
    let marks = 0;
    let isNumbered = false;
    let high1 = BEGIN_HIGH;
    let high2 = BEGIN_HIGH;
    let high3 = BEGIN_HIGH;
    let low1 = BEGIN_LOW;
    let low2 = BEGIN_LOW;
    let low3 = BEGIN_LOW;
    for (let column = 0; column <= last; column++) {
      const first = at;
      let byte = bytes[at] as number;
      switch (kinds[column]) {
        case NUMBER: {
          const number = which[column] as number;
          let value = -1;
          if (byte === DASH) byte = bytes[++at] as number;
          else {
            value = 0;
            while (byte >= 48 && byte <= 57) {
              value = value * 10 + (byte - 48);
              byte = bytes[++at] as number;
            }
            if (at - first > MOST_DIGITS || value > (MOST[number] as number)) return 0;
            isNumbered = true;
            if (number >= 6) value = seconds(value);
          }
          (this.#numbers[number] as Float64Array)[row] = value;
          break;
        }
        case HASHED: {
          const text = which[column] as number;
          let high = BEGIN_HIGH;
          let low = BEGIN_LOW;
          while (byte > SPACE) {
            high = imul(high ^ byte, HASH_HIGH);
            low = imul(low ^ byte, HASH_LOW);
            low ^= low >>> 15;
            byte = bytes[++at] as number;
          }
          if (text === BATCH_TEXT.INTERFACE) {
            high1 = high;
            low1 = low;
          } else if (text === BATCH_TEXT.SRCADDR) {
            high2 = high;
            low2 = low;
          } else {
            high3 = high;
            low3 = low;
          }
          this.begins[texts + text] = first;
          this.ends[texts + text] = at;
          break;
        }
        case TEXT: {
          while (byte > SPACE) byte = bytes[++at] as number;
          const text = texts + (which[column] as number);
          this.begins[text] = first;
          this.ends[text] = at;
          break;
        }
        case ACTION:
          while (byte > SPACE) byte = bytes[++at] as number;
          if (spells(bytes, first, at, ACCEPT_WORD)) marks |= MARK.ACCEPT;
          else if (spells(bytes, first, at, REJECT_WORD)) marks |= MARK.REJECT;
          else if (at !== first + 1 || bytes[first] !== DASH) return 0;
          break;
        case STATUS:
          while (byte > SPACE) byte = bytes[++at] as number;
          if (!spells(bytes, first, at, OK_WORD) && (at !== first + 1 || bytes[first] !== DASH)) return 0;
          break;
        case DIRECTION:
          while (byte > SPACE) byte = bytes[++at] as number;
          if (spells(bytes, first, at, INGRESS_WORD)) marks |= MARK.INGRESS;
          else if (spells(bytes, first, at, EGRESS_WORD)) marks |= MARK.EGRESS;
          break;
        default:
          while (byte > SPACE) byte = bytes[++at] as number;
      }
      // An empty column, and one that ends otherwise than its place says.
      if (at === first) return 0;
      if (column < last) {
        if (byte !== SPACE) return 0;
        at++;
      } else if (byte === RETURN) {
        if (bytes[at + 1] !== NEWLINE) return 0;
        this.lineEnds[row] = at;
        at++;
      } else if (byte !== NEWLINE) return 0;
      else this.lineEnds[row] = at;
    }
    if (!isNumbered) return 0;
    this.marks[row] = marks;
    const identity = this.#identity;
    identity.words(high1, low1, high2, low2, high3, low3);
    identity.numbers(
      this.srcport[row] as number,
      this.dstport[row] as number,
      this.protocol[row] as number,
      marks & (MARK.ACCEPT | MARK.REJECT),
      this.packets[row] as number,
      this.bytes[row] as number,
      this.start[row] as number,
      this.end[row] as number,
    );
    this.high[row] = identity.high;
    this.low[row] = identity.low;
    return at + 1;
  }
}

const ACCEPT_WORD = 'ACCEPT';
const REJECT_WORD = 'REJECT';
const OK_WORD = 'OK';
const INGRESS_WORD = 'ingress';
const EGRESS_WORD = 'egress';

function kindOf(name: string): number {
  if ((NUMBERS as readonly string[]).includes(name)) return NUMBER;
  if (HASHED_TEXTS.includes(name)) return HASHED;
  if (name === 'action') return ACTION;
  if (name === 'log-status') return STATUS;
  if (name === 'flow-direction') return DIRECTION;
  return (BATCH_TEXTS as readonly string[]).includes(name) ? TEXT : PASSED;
}
