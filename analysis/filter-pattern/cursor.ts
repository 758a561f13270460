import { FilterPatternError } from './filter-pattern-error';

/** Above it ASCII has no white space. */
const SPACE = 0x20;
const FIRST_BEYOND_ASCII = 0x80;

/** A place in a pattern that moves forward as it is read. */
export class Cursor {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The character here, or an empty string at the end. */
  get next(): string {
    return this.text.charAt(this.position);
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** What stands here, for the beginning of an error message. */
  get found(): string {
    if (this.atEnd) return 'the pattern ends';
    return `there is ${/\s/.test(this.next) ? 'white space' : this.next}`;
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Moves past `text` if it stands here. */
  accept(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.position += text.length;
    return true;
  }

  /** Takes what a sticky expression matches here; an empty string if it does not. */
  take(sticky: RegExp): string {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found;
  }

  skipSpaces(): void {
    // Asked at every step; mostly no blank stands here, and no expression need be run to see that.
    const code = this.text.charCodeAt(this.position);
    if (code > SPACE && code < FIRST_BEYOND_ASCII) return;
    this.take(/\s*/y);
  }

  /** Reads on to see what stands here without moving. */
  look(sticky: RegExp): string {
    const found = this.take(sticky);
    this.position -= found.length;
    return found;
  }

  fail(problem: string, expected: string, position = this.position): never {
    throw new FilterPatternError(problem, this.text, position, expected);
  }
}
