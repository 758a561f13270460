import { ownCopy } from '../../records/values/text-pool';

/** A flow log line of every field is about 1.5 KB; what is this long is no line of one. */
export const LONGEST_LINE_CHARACTERS: number = 1 << 20;

/**
 * Cuts chunks of bytes into lines. Bytes become characters one to one (latin1): flow logs are ASCII but for tag
 * values, which nothing here reads, and a decoder of UTF-8 would have to look at each byte.
 */
export class LineSplitter {
  private readonly onLine: (line: string) => void;
  /** Called instead of `onLine` for a line that is longer than any can be. */
  private readonly onOverlong: () => void;
  private readonly longest: number;
  private carried = '';
  private isOverlong = false;

  /** @param longest characters of a line */
  constructor(
    onLine: (line: string) => void,
    onOverlong: () => void,
    longest: number = LONGEST_LINE_CHARACTERS,
  ) {
    this.longest = longest;
    this.onLine = onLine;
    this.onOverlong = onOverlong;
  }

  /** Is a line begun that has no end yet? */
  get isWithinLine(): boolean {
    return this.carried !== '' || this.isOverlong;
  }

  push(chunk: Buffer): void {
    const text = chunk.toString('latin1');
    let begin = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', begin)) {
      const line = text.slice(begin, end);
      begin = end + 1;
      if (this.carried === '' && !this.isOverlong) this.onLine(line);
      else this.endCarried(line);
    }
    if (begin < text.length && !this.isOverlong) {
      this.carried += ownCopy(text.slice(begin));
      if (this.carried.length > this.longest) {
        this.carried = '';
        this.isOverlong = true;
      }
    }
  }

  /** Gives the last line, when no line break ends it. */
  end(): void {
    if (this.carried !== '' || this.isOverlong) this.endCarried('');
  }

  private endCarried(rest: string): void {
    const line = this.carried + rest;
    const isOverlong = this.isOverlong;
    this.carried = '';
    this.isOverlong = false;
    if (isOverlong) this.onOverlong();
    else this.onLine(line);
  }
}
