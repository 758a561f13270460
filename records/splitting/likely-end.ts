import type { ByteWindow } from './byte-window';

/** Longer records are rare, and a guess that is wrong costs the reading of so much. */
const MOST_BYTES = 64 * 1024;
/** How CloudTrail begins each record, behind the end of another: in a list, and on a line of its own. */
const IN_LIST = Buffer.from('},{"eventVersion":');
const ON_LINES = Buffer.from('}\n{"eventVersion":');

/**
 * Guesses where a record ends: before the next one. It is a guess, since objects within a record may begin like one;
 * what is cut there and is JSON ends there, for no JSON object is the beginning of another.
 */
export class LikelyEnd {
  readonly #between: Buffer;
  /** Where the first ending behind the places that were asked for stands. */
  #next = -1;
  #isNone = false;

  constructor(place: 'list' | 'top') {
    this.#between = place === 'list' ? IN_LIST : ON_LINES;
  }

  /** More bytes came, and those that were there moved to the front by so many. */
  appended(moved: number): void {
    this.#next -= moved;
    this.#isNone = false;
  }

  /** Behind the last brace of the record that begins at `begin`; undefined where there is nothing to go by. */
  of({ bytes, length }: ByteWindow, begin: number): number | undefined {
    if (this.#isNone) return undefined;
    if (this.#next < begin) {
      const found = bytes.indexOf(this.#between, begin);
      // Bytes behind the length are left over from before.
      if (found === -1 || found + this.#between.length > length) {
        this.#isNone = true;
        return undefined;
      }
      this.#next = found;
    }
    const end = this.#next + 1;
    return end - begin > MOST_BYTES ? undefined : end;
  }
}
