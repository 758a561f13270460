import { ScaffoldError } from './scaffold-error';

/**
 * The text of a source file whose last statement is a list or table of entries, with one more at its end.
 *
 * @param closing how the file ends: `];` for a list, `};` for a table
 * @throws ScaffoldError where it ends otherwise
 */
export function appendEntry(text: string, closing: '];' | '};', entry: string, file: string): string {
  const end = text.lastIndexOf(`\n${closing}`);
  if (end < 0 || text.slice(end).trim() !== closing) {
    throw new ScaffoldError(`${file} does not end with "${closing}"; add the entry by hand`);
  }
  return `${text.slice(0, end + 1)}${entry}${text.slice(end + 1)}`;
}
