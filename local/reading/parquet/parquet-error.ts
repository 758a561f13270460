import { messageOf } from '../../../records/values/message-of';

/** DuckDB could not read the file: cut short, damaged, encrypted. */
export class ParquetError extends Error {
  override readonly name = 'ParquetError';
}

/** Tells DuckDB's failure apart from a fault of ours; of its message the first line says what is wrong. */
export async function orParquetError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const [what] = messageOf(error).split('\n');
    throw new ParquetError(`Parquet cannot be read: ${what}`);
  }
}
