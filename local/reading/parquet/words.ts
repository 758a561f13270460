import { highOfText, lowOfText } from '../../../records/flow-logs/flow-identity';
import type { TextVector } from './text-vector';

export const ABSENT = '-';

const MOST_WORDS = 65_536;
const FIELDS = 3;
/** A blank would part a line in two, a mark at its beginning would make it a comment. */
const PLAIN_TEXT: RegExp = /^[!"$-~][!-~]*$/;

/**
 * Texts by DuckDB's hash of them, so that one that comes again is neither fetched nor hashed again. Each has a number above 0;
 * 64 bits of a good hash tell 65,536 texts apart.
 */
export class Words {
  readonly texts: string[] = [];
  /** What `FlowIdentity` takes for each. */
  readonly highs: number[] = [];
  readonly lows: number[] = [];
  /** Whether it is visible ASCII without a blank, and no comment. */
  readonly arePlain: boolean[] = [];
  readonly #slots = new Int32Array(MOST_WORDS * 2 * FIELDS);
  readonly #mask = MOST_WORDS * 2 - 1;

  constructor() {
    this.#forget();
  }

  /** Forgets all where so many more would not fit; numbers given before are void then. */
  makeRoom(coming: number): void {
    if (this.texts.length + coming > MOST_WORDS) this.#forget();
  }

  /** The number of the text with this hash, whose halves have a sign; asked for when it is new. */
  numberOf(low: number, high: number, from: TextVector, row: number): number {
    const slots = this.#slots;
    let slot = low & this.#mask;
    for (;;) {
      const at = slot * FIELDS;
      const found = slots[at + 2] as number;
      if (found === 0) {
        this.#add(from.text(row));
        slots[at] = low;
        slots[at + 1] = high;
        slots[at + 2] = this.texts.length;
        return this.texts.length - 1;
      }
      if (slots[at] === low && slots[at + 1] === high) return found - 1;
      slot = (slot + 1) & this.#mask;
    }
  }

  #add(text: string): void {
    this.texts.push(text);
    this.highs.push(highOfText(text));
    this.lows.push(lowOfText(text));
    this.arePlain.push(PLAIN_TEXT.test(text));
  }

  /** What is left is the word of number 0, for a text that is absent. */
  #forget(): void {
    this.texts.length = 0;
    this.highs.length = 0;
    this.lows.length = 0;
    this.arePlain.length = 0;
    this.#slots.fill(0);
    this.#add(ABSENT);
  }
}
