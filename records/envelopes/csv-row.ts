/** What stands between two cells: of RFC 4180, of spreadsheets where commas are for decimals, of text tables. */
export const SEPARATORS = [',', ';', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

/**
 * Cuts one row of comma-separated text into its cells (RFC 4180: a cell in quotes may hold commas, line breaks and
 * doubled quotes). Undefined when a quote is still open: the row goes on with the next line.
 *
 * @example csvRow('a,"b ""c"", d"') // ['a', 'b "c", d']
 */
export function csvRow(text: string, separator: Separator = ','): readonly string[] | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text.charAt(at) === '"') {
      let cell = '';
      let from = at + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        if (quote === -1) return undefined;
        cell += text.slice(from, quote);
        from = quote + 2;
        if (text.charAt(quote + 1) !== '"') break;
        cell += '"';
      }
      at = from - 1;
      const end = endOf(text, at, separator);
      cells.push(cell + text.slice(at, end));
      at = end;
    } else {
      const end = endOf(text, at, separator);
      cells.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length) return cells;
    at++;
  }
}

function endOf(text: string, from: number, separator: string): number {
  const end = text.indexOf(separator, from);
  return end === -1 ? text.length : end;
}
