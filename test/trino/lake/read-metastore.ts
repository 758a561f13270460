import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A table as Trino's file metastore stores it: the words are Hive's, as Glue's are. */
export interface StoredTable {
  readonly tableType: string;
  readonly dataColumns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionColumns: readonly { readonly name: string; readonly type: string }[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly externalLocation: string;
}

/** Reads what Trino made of a `create table`. */
export async function readStoredTable(lake: string, schema: string, table: string): Promise<StoredTable> {
  const file = path.join(lake, 'meta', schema, table, '.trinoSchema');
  return JSON.parse(await readFile(file, 'utf8')) as StoredTable;
}
