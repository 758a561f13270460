/** Which field stands in which column of a flow log's lines. */
export interface FlowLogColumns {
  /** AWS names in column order. */
  readonly names: readonly string[];
  /** Column of a field, counted from 0; -1 when the lines lack it. */
  columnOf(name: string): number;
}

const IDENTITY = ['interface-id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'start', 'end'];

/** Do the columns hold what no two flows share: interface, addresses, ports, protocol and window? */
export function tellsFlowsApart(columns: FlowLogColumns): boolean {
  return IDENTITY.every((name) => columns.columnOf(name) !== -1);
}
