/** Lengths of bucket, in seconds; the next is taken when there are too many of one. */
const STEPS = [1, 10, 60, 600, 3600, 86_400, 864_000] as const;

/**
 * Counts by time that stay small: in buckets of a second at first, in longer ones when the records go on for long. Each
 * bucket has `width` counts.
 */
export class BucketCounts {
  readonly #width: number;
  readonly #most: number;
  #steps: readonly number[];
  #counts = new Map<number, number[]>();
  #latest = Number.NaN;
  #latestCounts: number[] = [];

  /**
   * @param most buckets that are kept
   * @param least shortest bucket, in seconds
   */
  constructor(width: number, most: number, least = 1) {
    this.#width = width;
    this.#most = most;
    this.#steps = STEPS.filter((step) => step >= least);
  }

  get stepSeconds(): number {
    return this.#steps[0] ?? 1;
  }

  /** `at` in epoch seconds; adds to the count at `which`. */
  add(at: number, which: number, count = 1): void {
    const bucket = Math.floor(at / this.stepSeconds);
    // Records come in runs of the same second.
    if (bucket !== this.#latest) {
      this.#latestCounts = this.#of(bucket);
      this.#latest = bucket;
    }
    this.#latestCounts[which] = (this.#latestCounts[which] ?? 0) + count;
    if (this.#counts.size > this.#most) this.coarsen();
  }

  /** Takes the next length, where there is one. */
  coarsen(): void {
    const [old = 1, step, ...rest] = this.#steps;
    if (step === undefined) return;
    const counts = this.#counts;
    this.#steps = [step, ...rest];
    this.#counts = new Map();
    this.#latest = Number.NaN;
    for (const [bucket, sums] of counts) {
      const into = this.#of(Math.floor((bucket * old) / step));
      sums.forEach((sum, which) => {
        into[which] = (into[which] ?? 0) + sum;
      });
    }
    if (this.#counts.size > this.#most) this.coarsen();
  }

  /** Begin of each bucket in epoch seconds, and its counts; ascending. */
  entries(): readonly (readonly [at: number, counts: readonly number[]])[] {
    return [...this.#counts]
      .sort(([one], [other]) => one - other)
      .map(([bucket, counts]) => [bucket * this.stepSeconds, counts] as const);
  }

  get size(): number {
    return this.#counts.size;
  }

  #of(bucket: number): number[] {
    const known = this.#counts.get(bucket);
    if (known !== undefined) return known;
    const made = new Array<number>(this.#width).fill(0);
    this.#counts.set(bucket, made);
    return made;
  }
}
