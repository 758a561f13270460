import type { StateTable } from '../state/state-table';

/** Everything that remembering needs from outside. */
export interface Memory {
  readonly state: StateTable;
  readonly learningDays: number;
  /** Told of what there was no room for, by rule. */
  readonly onLeftOut: (rule: string, count: number) => void;
  /** Epoch seconds. What is delivered days late is kept for as long as what comes in time. */
  readonly now: () => number;
  /** When no further key is begun, epoch seconds: what was found by then is still to be told. */
  readonly deadline: number;
}
