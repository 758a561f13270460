import path from 'node:path';

/**
 * A file name as a pattern of DuckDB's that no other name fits: its readers take every name for a pattern.
 *
 * DuckDB parts a pattern at `/` and at `\` everywhere. Where a backslash is a letter of a name, a name that has one
 * beside a bracket can be no pattern: it stays as it is, and DuckDB takes it for a name when nothing fits it.
 *
 * @param separator of the machine's paths. Names on Windows have no `*` and `?`, and long paths begin with `\\?\`.
 */
export function asPattern(file: string, separator: string = path.sep): string {
  if (separator === path.win32.sep) return file.replaceAll('[', '[[]');
  return mayFitOthers(file, separator) ? file : file.replaceAll(SPECIAL, (special) => `[${special}]`);
}

/** Whether what `asPattern` makes of a name might fit another one, too. */
export function mayFitOthers(file: string, separator: string = path.sep): boolean {
  return separator !== path.win32.sep && file.includes('\\') && file.search(SPECIAL) >= 0;
}

const SPECIAL = /[[*?]/g;
