import { FLOW_LOG_FIELD_BY_NAME } from '../../../records/flow-logs/flow-log-fields';
import type { FileGroup } from '../duckdb/read-groups';
import type { TableFile } from '../log-folder';

/** What DuckDB is to look at, and how: a delivered Parquet file and its columns. */
export interface ParquetFile {
  readonly file: TableFile;
  readonly columns: FileGroup['columns'];
}

/** Columns of the file by their AWS name. */
export function columnsByField(
  columns: FileGroup['columns'],
): ReadonlyMap<string, FileGroup['columns'][number]> {
  const fields = [...FLOW_LOG_FIELD_BY_NAME.values()];
  return new Map(
    fields.flatMap(({ name, column }) => {
      const own = columns.find((one) => one.name === column);
      return own === undefined ? [] : [[name, own] as const];
    }),
  );
}

/** Files of the same columns, which one call reads. */
export function byColumns(files: readonly ParquetFile[]): readonly (readonly ParquetFile[])[] {
  const groups = new Map<string, ParquetFile[]>();
  let last: { readonly columns: FileGroup['columns']; readonly key: string } | undefined;
  for (const file of files) {
    // Files that lie beside each other share what is known of them.
    if (last?.columns !== file.columns) last = { columns: file.columns, key: JSON.stringify(file.columns) };
    const { key } = last;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()];
}
