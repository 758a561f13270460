/** What a cell of an answer can hold, whichever engine gave it. Times are ISO 8601 text in UTC. */
export type CellValue =
  | string
  | number
  | boolean
  | null
  | readonly CellValue[]
  | { readonly [key: string]: CellValue };

export interface ResultColumn {
  readonly name: string;
  /** In Athena's words: `varchar`, `bigint`, `timestamp`, … */
  readonly type: string;
}

/** An answer whose rows come in batches, so that it may be larger than memory. */
export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly batches: AsyncIterable<readonly (readonly CellValue[])[]>;
}

/** All rows of an answer at once. */
export async function collectRows(result: QueryResult): Promise<readonly (readonly CellValue[])[]> {
  const rows: (readonly CellValue[])[] = [];
  for await (const batch of result.batches) {
    rows.push(...batch);
  }
  return rows;
}
