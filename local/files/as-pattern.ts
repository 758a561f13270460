/** A file name as a pattern of DuckDB's that no other name fits: its readers take every name for a pattern. */
export function asPattern(file: string): string {
  return file.replaceAll(/[[*?]/g, (special) => `[${special}]`);
}
