/**
 * A metric's points as seen at one minute after another: `advance` moves on, `sums` gives the periods' sums there.
 * Each point is passed once by each period boundary, so that a quiet year costs nothing.
 */
export class MetricTimeline {
  private readonly minutes: readonly number[];
  /** Sum of the points before the n-th one. */
  private readonly sumBefore: readonly number[];
  /** How far back each period boundary lies from the minute of judgement; the first is the newest period's end. */
  private readonly boundaries: readonly number[];
  /** How many points lie at or before each boundary. */
  private readonly passed: number[];

  constructor(
    points: ReadonlyMap<number, number>,
    periodMinutes: number,
    periods: number,
    delayMinutes: number,
  ) {
    const sorted = [...points].sort(([a], [b]) => a - b);
    this.minutes = sorted.map(([minute]) => minute);
    const sumBefore = [0];
    let sum = 0;
    for (const [, value] of sorted) {
      sum += value;
      sumBefore.push(sum);
    }
    this.sumBefore = sumBefore;
    // Points of the last minutes have not been delivered yet, whatever period they belong to.
    this.boundaries = Array.from({ length: periods + 1 }, (_, age) =>
      Math.max(age * periodMinutes, delayMinutes),
    );
    this.passed = this.boundaries.map(() => 0);
  }

  /** Moves to a minute, never back. */
  advance(minute: number): void {
    for (const [index, boundary] of this.boundaries.entries()) {
      let passed = this.passed[index] ?? 0;
      while (passed < this.minutes.length && (this.minutes[passed] as number) <= minute - boundary)
        passed += 1;
      this.passed[index] = passed;
    }
  }

  /** Sums of the periods that end at this minute, newest first; undefined for a period without a point. */
  sums(): readonly (number | undefined)[] {
    const sums: (number | undefined)[] = [];
    for (let age = 0; age + 1 < this.passed.length; age += 1) {
      const end = this.passed[age] ?? 0;
      const begin = this.passed[age + 1] ?? 0;
      sums.push(end > begin ? (this.sumBefore[end] ?? 0) - (this.sumBefore[begin] ?? 0) : undefined);
    }
    return sums;
  }

  /** The next minute at which a point crosses a boundary, so that a sum changes; infinite if none does. */
  nextChange(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const [index, boundary] of this.boundaries.entries()) {
      const minute = this.minutes[this.passed[index] ?? 0];
      if (minute !== undefined) next = Math.min(next, minute + boundary);
    }
    return next;
  }
}
