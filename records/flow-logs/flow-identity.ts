/** Taken once: looking a global up for every character costs more than the multiplication. */
const { imul } = Math;

const HIGH_SEED = 0x9e3779b9;
const LOW_SEED = 0x85ebca6b;
const ABSENT = '-';

/**
 * 64 bits that say which flow a record is of: interface, addresses, ports, protocol, action, window and counts. Equal
 * for the same flow in text and in Parquet, in any process. Two different flows of four million share them with a
 * probability below one in a million.
 */
export class FlowIdentity {
  /** Never 0. Both are integers of 32 bits with a sign: any other is a number on the heap wherever it is handed on. */
  high = 1;
  low = 0;

  /** Takes over two words that were computed before. */
  set(high: number, low: number): void {
    this.high = high;
    this.low = low;
  }

  /** Begins with the three texts of a flow, `-` for one that is absent. */
  texts(interfaceId: string | undefined, srcaddr: string | undefined, dstaddr: string | undefined): void {
    let high = HIGH_SEED;
    let low = LOW_SEED;
    for (const text of [interfaceId ?? ABSENT, srcaddr ?? ABSENT, dstaddr ?? ABSENT]) {
      high = mixedHigh(high, highOfText(text));
      low = mixedLow(low, lowOfText(text));
    }
    this.high = high;
    this.low = low;
  }

  /** The same with the texts' words, as `highOfText` and `lowOfText` give them. */
  words(high1: number, low1: number, high2: number, low2: number, high3: number, low3: number): void {
    this.high = mixedHigh(mixedHigh(mixedHigh(HIGH_SEED, high1), high2), high3);
    this.low = mixedLow(mixedLow(mixedLow(LOW_SEED, low1), low2), low3);
  }

  /**
   * Ends with the numbers, -1 for one that is absent; `action` is 1 for ACCEPT, 2 for REJECT, 3 for SKIPDATA, 0 for
   * none of them.
   */
  numbers(
    srcport: number,
    dstport: number,
    protocol: number,
    action: number,
    packets: number,
    bytes: number,
    start: number,
    end: number,
  ): void {
    const ports = (srcport << 16) ^ dstport;
    const kind = (protocol << 2) ^ action;
    const much = imul(packets | 0, 0x27d4eb2f) ^ ((packets / 2 ** 32) | 0);
    const heavy = imul(bytes | 0, 0x165667b1) ^ ((bytes / 2 ** 32) | 0);
    const { high, low } = this;
    const all = mixedHigh(
      mixedHigh(mixedHigh(mixedHigh(mixedHigh(mixedHigh(high, ports), kind), much), heavy), start | 0),
      end | 0,
    );
    this.high = all === 0 ? 1 : all;
    this.low = mixedLow(
      mixedLow(mixedLow(mixedLow(mixedLow(mixedLow(low, ports), kind), much), heavy), start | 0),
      end | 0,
    );
  }
}

/** Where the words of a text begin, for whoever goes through its bytes by himself with `highStep` and `lowStep`. */
export const TEXT_HIGH: number = 0x811c9dc5 | 0;
export const TEXT_LOW: number = 0x1b873593;
export const HIGH_STEP = 0x01000193;
export const LOW_STEP = 0x5bd1e995;

export function highOfText(text: string): number {
  let high = TEXT_HIGH;
  for (let at = 0; at < text.length; at++) high = imul(high ^ text.charCodeAt(at), HIGH_STEP);
  return high;
}

export function lowOfText(text: string): number {
  let low = TEXT_LOW;
  for (let at = 0; at < text.length; at++) {
    low = imul(low ^ text.charCodeAt(at), LOW_STEP);
    low ^= low >>> 15;
  }
  return low;
}

function mixedHigh(hash: number, word: number): number {
  const product = imul(hash ^ word, 0x85ebca6b);
  return product ^ (product >>> 15);
}

function mixedLow(hash: number, word: number): number {
  const product = imul(hash ^ word, 0xc2b2ae35);
  return product ^ (product >>> 13);
}
