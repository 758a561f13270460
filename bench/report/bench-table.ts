/** One table of figures: what a bench gives, and what the terminal and `docs/measurements.md` show. */
export interface BenchTable {
  readonly title: string;
  /** What is compared with what, in a sentence or two. */
  readonly explanation: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
