import type { TableFile } from './log-folder';

/** Stored bytes of a file that DuckDB opens for longer than it reads, and how many such files are worth a pass over them. */
const SMALL_BYTES = 16 * 1024;
const MANY_FILES = 64;

/** The small ones among those that fit, where they are many: it is worth a pass over them to have DuckDB read one file. */
export function manyOfSmall(
  files: readonly TableFile[],
  fits: (file: TableFile) => boolean,
): readonly TableFile[] {
  const small = files.filter((file) => file.bytes <= SMALL_BYTES && fits(file));
  return small.length < MANY_FILES ? [] : small;
}
