/** A column of a table: what a row shows in it, and what it is sorted by. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /**
   * What stands in the cell on a screen, where the whole is too long; it is printed and copied whole.
   *
   * @default its text
   */
  readonly shown?: (row: Row, isNarrow: boolean) => string;
  /** @default its text */
  readonly order?: (row: Row) => number | string;
  /** Width of the column as CSS grid has it. */
  readonly width: string;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
  /** Left out where there is little room. */
  readonly isSpare?: boolean;
  readonly className?: (row: Row) => string;
}

export interface Sorting {
  readonly column: number;
  readonly isDescending: boolean;
}

/** Rows that hold all of the words, sorted; the order of equals stays. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | undefined,
  words: string,
): readonly Row[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const kept =
    wanted.length === 0
      ? rows
      : rows.filter((row) => {
          const text = columns
            .map((column) => column.text(row))
            .join(' ')
            .toLowerCase();
          return wanted.every((word) => text.includes(word));
        });
  const column = sorting === undefined ? undefined : columns[sorting.column];
  if (column === undefined) return kept;
  const key = column.order ?? column.text;
  const keyed = kept.map((row) => ({ row, key: key(row) }));
  const sign = sorting?.isDescending === true ? -1 : 1;
  return keyed
    .sort((one, other) => sign * (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ row }) => row);
}
