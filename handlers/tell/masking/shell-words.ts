import type { TextRange } from './text-range';

/** A word of a command line, without the quotes around it. */
export interface Word extends TextRange {
  readonly text: string;
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
  const end = (at: number) => {
    if (start >= 0 && at > start) words.push({ start, end: at, text: text.slice(start, at) });
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
      end(closing);
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
