/** Which field stands in which column of a flow log's lines. */
export interface FlowLogColumns {
  /** AWS names in column order. */
  readonly names: readonly string[];
  /** Column of a field, counted from 0; -1 when the lines lack it. */
  columnOf(name: string): number;
}
