import type { FlowLogColumns } from './flow-log-columns';
import type { FlowView } from './flow-record';

/** Every field of a record by its AWS name: numbers where the field is one, text for the rest. */
export type FlowLogFields = Record<string, number | string>;

/** A flow log record with all that is known of it, whatever it was read from. It is a view: keep values, not itself. */
export interface FlowLogRow extends FlowView {
  readonly format: FlowLogColumns;
  readonly accountId: string | undefined;
  /** The record as a line; a copy that may be kept. */
  readonly text: string;
  /** All of its fields in a fresh object. */
  toFields(): FlowLogFields;
}
