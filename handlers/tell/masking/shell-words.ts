import type { TextRange } from './text-range';

/** A word of a command line, without the quotes around it. */
export interface Word extends TextRange {
  readonly text: string;
  /** It comes after a comma and a space outside of quotes, as the next of a list in a sentence. @default false */
  readonly isListed?: boolean;
  /** It is the name of a member of JSON: a colon comes after its quotes. @default false */
  readonly isMember?: boolean;
}

/** More backslashes before a quote than JSON within JSON within JSON needs. */
const MOST_BACKSLASHES = 7;
/** What ends a word outside of quotes: white space, and what separates words in shells, JSON and YAML. */
const SEPARATOR = /[\s,;|&()[\]{}<>]/;

/**
 * The words of a text, as a shell or a JSON array has them: quoted ones may hold separators. Quotes may be escaped,
 * as in JSON inside of texts; a quote that is never closed is a character like others. Takes time in proportion to
 * the text.
 *
 * @example
 * shellWords(`psql -c 'select 1'`).map(({ text }) => text) // ['psql', '-c', 'select 1']
 */
export function shellWords(text: string): readonly Word[] {
  const words: Word[] = [];
  const unclosed = new Set<string>();
  let start = -1;
  const end = (at: number, quote?: string) => {
    if (start >= 0 && at > start) {
      const isListed = quote === undefined && /[,;]\s$/.test(text.slice(Math.max(0, start - 2), start));
      const isMember =
        quote !== undefined && /^\s{0,8}:/.test(text.slice(at + quote.length, at + quote.length + 9));
      words.push({ start, end: at, text: text.slice(start, at), isListed, isMember });
    }
    start = -1;
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at] as string;
    if (SEPARATOR.test(char)) {
      end(at);
      at += 1;
      continue;
    }
    const quote = quoteAt(text, at);
    if (quote === undefined || unclosed.has(quote) || /\w/.test(text[at - 1] ?? '')) {
      if (start < 0) start = at;
      at += quote?.length ?? 1;
      continue;
    }
    const closing = closingOf(text, at + quote.length, quote);
    if (closing < 0) {
      unclosed.add(quote);
      continue;
    }
    if (start < 0) {
      start = at + quote.length;
      end(closing, quote);
    }
    // Within a word, as in `--password="two words"`, quotes hold it together.
    at = closing + quote.length;
  }
  end(text.length);
  return words;
}

/** The quote that begins here, with the backslashes that escape it. */
function quoteAt(text: string, at: number): string | undefined {
  let last = at;
  while (text[last] === '\\' && last - at <= MOST_BACKSLASHES) last += 1;
  const char = text[last];
  return char === '"' || char === "'" || char === '`' ? text.slice(at, last + 1) : undefined;
}

/** Where the same quote, escaped alike, comes again; -1 where it does not. */
export function closingOf(text: string, from: number, quote: string): number {
  const mark = quote.at(-1) as string;
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    let backslashes = 0;
    while (
      backslashes <= MOST_BACKSLASHES &&
      at - backslashes - 1 >= from &&
      text[at - backslashes - 1] === '\\'
    ) {
      backslashes += 1;
    }
    if (backslashes === quote.length - 1) return at - backslashes;
  }
  return -1;
}
