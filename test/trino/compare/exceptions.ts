/** A question on which the engines are known to differ in one run, and why that is right. */
export interface KnownDifference {
  readonly query: string;
  /** The run's title. */
  readonly run: string;
  readonly reason: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];
