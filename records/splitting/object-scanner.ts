import type { ByteWindow } from './byte-window';
import { JSON_BYTE, MEANING_OF_BYTE } from './json-byte';
import { braceOfFirstKey, isListKey } from './record-keys';

// Own constants: an import is looked up anew at each use where modules are loaded one by one, which took the scanner
// from 20 ns a byte to 3.
const {
  BLANK,
  NEWLINE,
  QUOTE,
  OPEN_OBJECT,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  CLOSE_ARRAY,
  COMMA,
  COLON,
  LITERAL,
  ILLEGAL,
} = JSON_BYTE;
const MEANING = MEANING_OF_BYTE;

const NEWLINE_BYTE = 0x0a;
const QUOTE_BYTE = 0x22;
const BACKSLASH_BYTE = 0x5c;

/** What ended the scan of an object. */
export const OBJECT_ENDED = {
  /** Nothing yet: the bytes are used up. */
  NOT_YET: 0,
  BY_BRACE: 1,
  /** A bracket, where a brace is missing. */
  BY_BRACKET: 2,
  /** It is the one around the records: their list begins. */
  BY_LIST: 3,
  /** An element stands where only a member can: the list before it had not ended. */
  BY_ELEMENT: 4,
  /** It is broken, and the next record begins. */
  BY_NEXT: 5,
} as const;
export type ObjectEnd = (typeof OBJECT_ENDED)[keyof typeof OBJECT_ENDED];

/** Where an object stands: what may be inside of it, and what its end means. */
export interface ObjectPlace {
  /** May its members be lists of records? So it is at the top of a file. */
  readonly isTop: boolean;
  /** Is it the rest of the object around the records? */
  readonly isWrapper: boolean;
}

/** Finds the end of one JSON object in a stream of bytes by its braces, without reading what is in it. */
export class ObjectScanner {
  /** Where the object begins, and on which line. */
  begin = 0;
  beginLine = 1;

  readonly #window: ByteWindow;
  readonly #longest: number;
  #depth = 0;
  /** Which brace opened each depth, to tell members from elements; deeper ones are taken for objects. */
  readonly #opened = new Uint8Array(1024);
  #inString = false;
  #stringBegin = 0;
  /** What the last byte that counts was. */
  #previous: number = BLANK;
  #isListKey = false;
  #isBroken = false;

  /** @param longest bytes; a longer object is taken for broken, so that the next record ends it */
  constructor(window: ByteWindow, longest: number) {
    this.#window = window;
    this.#longest = longest;
  }

  /** Begins an object whose brace stands at `begin`. */
  open(begin: number): void {
    this.begin = begin;
    this.beginLine = this.#window.line;
    this.#begin(OPEN_OBJECT);
  }

  /** Goes back into the object around a list that has just ended. */
  reopen(): void {
    this.#begin(CLOSE_ARRAY);
  }

  #begin(previous: number): void {
    this.#depth = 1;
    this.#opened[1] = OPEN_OBJECT;
    this.#previous = previous;
    this.#inString = false;
    this.#isListKey = false;
    this.#isBroken = false;
  }

  /** The window dropped so many bytes at its front. */
  moved(by: number): void {
    this.begin -= by;
    this.#stringBegin -= by;
  }

  /** Goes on from where the window stands, to the end of the object or of the bytes. */
  scan({ isTop, isWrapper }: ObjectPlace): ObjectEnd {
    const window = this.#window;
    const { bytes, length } = window;
    let { at } = window;
    while (at < length) {
      if (this.#inString) {
        let byte = bytes[at];
        while (byte !== QUOTE_BYTE && byte !== BACKSLASH_BYTE && byte !== NEWLINE_BYTE && ++at < length) {
          byte = bytes[at];
        }
        if (at >= length) break;
        if (byte === BACKSLASH_BYTE) {
          // What it escapes is not there yet.
          if (at + 1 >= length) break;
          at += bytes[at + 1] === NEWLINE_BYTE ? 1 : 2;
          continue;
        }
        this.#inString = false;
        if (byte === NEWLINE_BYTE) {
          // JSON has no line breaks in strings: a quote was lost.
          this.#isBroken = true;
          continue;
        }
        if (this.#depth === 1 && isTop) this.#isListKey = this.#endsListKey(at);
        this.#previous = QUOTE;
        if (this.#isBroken && !isWrapper && this.#isNextAt(at)) return OBJECT_ENDED.BY_NEXT;
        at++;
        continue;
      }
      const meaning = MEANING[bytes[at] ?? 0] ?? ILLEGAL;
      switch (meaning) {
        case BLANK:
          break;
        case NEWLINE:
          window.line++;
          break;
        case QUOTE:
          if (this.#isBroken && !isWrapper && this.#isNextAt(at)) return OBJECT_ENDED.BY_NEXT;
          this.#inString = true;
          this.#stringBegin = at + 1;
          break;
        case OPEN_OBJECT:
          if (!this.#isValueExpected()) {
            if (isWrapper) {
              window.at = at;
              return OBJECT_ENDED.BY_ELEMENT;
            }
            this.#isBroken = true;
          }
          if (this.#isBroken && bytes[at - 1] === NEWLINE_BYTE) {
            window.at = at;
            return OBJECT_ENDED.BY_NEXT;
          }
          this.#deepen(OPEN_OBJECT);
          break;
        case OPEN_ARRAY:
          if (this.#isListKey && this.#depth === 1 && this.#previous === COLON) {
            window.at = at + 1;
            return OBJECT_ENDED.BY_LIST;
          }
          if (!this.#isValueExpected()) this.#isBroken = true;
          this.#deepen(OPEN_ARRAY);
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          this.#previous = meaning;
          if (--this.#depth === 0) {
            window.at = at + 1;
            return meaning === CLOSE_OBJECT ? OBJECT_ENDED.BY_BRACE : OBJECT_ENDED.BY_BRACKET;
          }
          break;
        case COMMA:
        case COLON:
        case LITERAL:
          this.#previous = meaning;
          break;
        default:
          this.#isBroken = true;
      }
      at++;
    }
    window.at = at;
    if (!isWrapper && at - this.begin > this.#longest) this.#isBroken = true;
    return OBJECT_ENDED.NOT_YET;
  }

  #deepen(brace: typeof OPEN_OBJECT | typeof OPEN_ARRAY): void {
    this.#opened[++this.#depth] = brace;
    this.#previous = brace;
  }

  /** Is the quote at `at` the last of `{"eventVersion"`? Then the window goes back to that brace. */
  #isNextAt(at: number): boolean {
    const window = this.#window;
    const brace = braceOfFirstKey(window.bytes, at, this.begin);
    if (brace === undefined) return false;
    for (let behind = brace; behind < at; behind++) {
      if (window.bytes[behind] === NEWLINE_BYTE) window.line--;
    }
    window.at = brace;
    return true;
  }

  /** Is the string that ends at `at` the name of a member whose list is cut? */
  #endsListKey(at: number): boolean {
    return this.#previous !== COLON && isListKey(this.#window.bytes, this.#stringBegin, at);
  }

  #isValueExpected(): boolean {
    if (this.#opened[this.#depth] === OPEN_ARRAY)
      return this.#previous === OPEN_ARRAY || this.#previous === COMMA;
    return this.#previous === COLON;
  }
}
