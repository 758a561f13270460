import type { TableFile } from '../log-folder';

/** A file in AWS's layout of which DuckDB would give other rows than `replay` analyzes. */
export interface UnsoundFile {
  readonly file: TableFile;
  /** Which of its records, counted from 0, were read before; undefined where that is not known. */
  readonly duplicates: ReadonlySet<number> | undefined;
  /** Are these rows of Parquet, whether they hold a record or not? */
  readonly areRows?: true;
}
