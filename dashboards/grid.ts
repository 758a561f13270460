/** Columns of a dashboard; at 1280 pixels one is about 50 wide. */
export const COLUMNS = 24;

/** Below this a graph's axis or a table's second column no longer shows at 1280 pixels. */
export const LEAST_COLUMNS = 6;

/** Rows of the grid that a table in a text takes: a line of it is about 33 pixels high, a row 50. */
export function rowsOfTable(lines: number): number {
  return Math.ceil(((lines + 1) * 33 + 20) / 50);
}

/** Of a title, about 7 pixels a character at 1280. */
export const CHARACTERS_PER_COLUMN = 7;
