import type { FlowLogLine } from '../../../records/flow-logs/flow-log-line';
import { SeenInTime } from '../../reading/seen-in-time';

/** As far back as the reader looks: copies of flows stand close, and whole files that are the same are told as such. */
export const FLOWS = 250_000;

/**
 * What tells flows apart, in the order in which it goes into their hash. What a format lacks, and what a line about a
 * window leaves open, counts as absent.
 */
export const IDENTITY_COLUMNS = [
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
] as const;

/** Columns without which flows cannot be told apart. */
const NEEDED = IDENTITY_COLUMNS.filter((name) => !['packets', 'bytes', 'action'].includes(name));

export function tellsFlowsApart(names: readonly string[]): boolean {
  return NEEDED.every((name) => names.includes(name));
}

/** Stands for a value that is not there; no number is below 0, and no text has its hash in practice. */
export const ABSENT: number = -1;

export const FIRST_HIGH: number = 0x811c9dc5 | 0;
export const FIRST_LOW: number = 0x1b873593;
const { imul } = Math;

/** One value more in the hash of a flow, or four bytes more in that of a text: 32 bits of it, and what lies above them. */
export function mixHigh(hash: number, word: number): number {
  const product = imul(hash ^ word, 0x85ebca6b);
  return product ^ (product >>> 15);
}

export function mixLow(hash: number, word: number): number {
  const product = imul(hash ^ word, 0xc2b2ae35);
  return product ^ (product >>> 13);
}

export const wordOfNumber = (value: number): number =>
  value < 0x7fffffff
    ? value | 0
    : ((value % 0x7fffffff) | 0) ^ imul(Math.floor(value / 0x7fffffff), 0x9e3779b9);

/** Tells flows that were read before, by the values of `IDENTITY_COLUMNS`, however they were read. */
export class SeenFlows {
  readonly #seen = new SeenInTime(FLOWS);

  /** @param start where copies of the flow are looked for, as `wordsOfLine` gives it */
  isKnown(high: number, low: number, start: number): boolean {
    return this.#seen.isKnown(high === 0 ? 1 : high, low, start);
  }

  /**
   * By a line that the reader read.
   *
   * @param isWindow it is about a window without flows, and has an interface and two times only
   */
  isKnownLine(line: FlowLogLine, isWindow: boolean): boolean {
    const words = wordsOfLine(line, isWindow);
    return words !== undefined && this.isKnown(...words);
  }

  /** By the same hash; adds nothing. */
  has(high: number, low: number, start: number): boolean {
    return this.#seen.has(high === 0 ? 1 : high, low, start);
  }

  get forgotten(): number {
    return this.#seen.forgotten;
  }
}

/**
 * The hash of a line that the reader read, and the lower half of its start, by which copies are found fast; undefined
 * where the format does not tell flows apart.
 *
 * @param isWindow it is about a window without flows, and has an interface and two times only
 */
export function wordsOfLine(
  line: FlowLogLine,
  isWindow: boolean,
): readonly [high: number, low: number, start: number] | undefined {
  if (!line.tellsFlowsApart) return undefined;
  const { interfaceId, start, end } = line;
  const values = isWindow
    ? [interfaceId, undefined, undefined, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, start, end, undefined]
    : [
        interfaceId,
        line.srcaddr,
        line.dstaddr,
        line.srcport,
        line.dstport,
        line.protocol,
        line.packets,
        line.bytes,
        start,
        end,
        line.action,
      ];
  let high = FIRST_HIGH;
  let low = FIRST_LOW;
  for (const value of values) {
    if (typeof value === 'string') {
      let one = FIRST_HIGH;
      let other = FIRST_LOW;
      for (let at = 0; at < value.length; at += 4) {
        const word = wordOfText(value, at);
        one = mixHigh(one, word);
        other = mixLow(other, word);
      }
      high = mixHigh(high, one);
      low = mixLow(low, other);
    } else {
      const word = value === undefined ? ABSENT : wordOfNumber(value);
      high = mixHigh(high, word);
      low = mixLow(low, word);
    }
  }
  return [high, low, (start ?? ABSENT) >>> 0];
}

/** Up to four letters as one number, the first of them lowest. */
export function wordOfText(text: string, at: number): number {
  let word = 0;
  for (let place = 0; place < 4 && at + place < text.length; place += 1) {
    word |= text.charCodeAt(at + place) << (8 * place);
  }
  return word;
}
