import type { FlowLogLine } from '../../../records/flow-logs/flow-log-line';

const MILLISECONDS = /(?:^| )\d{13,}(?: |$)/;

/**
 * Is a time of the line written in milliseconds, or some other number as long as one? The reader makes seconds of it,
 * DuckDB does not.
 */
export function hasMilliseconds(line: FlowLogLine): boolean {
  return MILLISECONDS.test(line.view);
}
