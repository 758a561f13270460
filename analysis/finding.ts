import type { Cause } from './cause';

/** From background noise to "wake someone up"; the order is the array's. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A story is told when it starts, sparsely while it goes on, and when it has been quiet for long enough. */
export type FindingState = 'START' | 'UPDATE' | 'END';

/** One telling of a story: its state, when that became true (epoch seconds) and how far it had got by then. */
export interface FindingChange {
  readonly state: FindingState;
  readonly at: number;
  readonly count: number;
}

/** What an analyzer says: one story about one source (or one target, where the sources are many). */
export interface Finding {
  /** Stable over batches, windows and runs: the same story has the same id wherever it is told. */
  readonly id: string;
  /** Id of the detection in the catalogue. */
  readonly detection: string;
  readonly severity: Severity;
  /** 0 to 1: how far the evidence carries the claim. */
  readonly confidence: number;
  /** The latest state of the story. */
  readonly state: FindingState;
  /**
   * The kind of log behind it.
   *
   * @default 'flow-logs'
   */
  readonly log?: 'flow-logs' | 'cloudtrail';
  /**
   * Who the story is about: an address in flow logs (`*` where it is about many, which the evidence then lists), an
   * actor's ARN in API records.
   */
  readonly source: string;
  /** Addresses that were reached for, or what the calls were about; in order of first contact. */
  readonly targets: readonly string[];
  readonly ports: readonly number[];
  /** First and last record behind the finding, epoch seconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Every telling so far, in time order; the last one is `state`. */
  readonly changes: readonly FindingChange[];
  /** One sentence with the numbers that make the case. */
  readonly summary: string;
  /** The API records that make the case; absent for what flow logs show. */
  readonly causes?: readonly Cause[];
  /** The numbers and the sample records that let the reader check the claim. */
  readonly evidence: Evidence;
}

/** Numbers by name (units in the name), lists of addresses, and a few records as they were read. */
export interface Evidence {
  readonly [name: string]: string | number | boolean | readonly string[] | readonly number[];
}
