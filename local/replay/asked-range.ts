import type { ReplaySkipReason } from './replay-outcome';
import type { OutsideRecords } from './replay-result';
import type { TimeRange } from './time-range';

/** The span that the user asked for, and what lay outside of it. */
export class AskedRange {
  readonly #range: TimeRange;
  #left: OutsideRecords | undefined;

  constructor(range: TimeRange) {
    this.#range = range;
  }

  /** Why a record of that time (epoch seconds) is left out, and counts it; undefined for one within the range. */
  outside(at: number): ReplaySkipReason | undefined {
    const isBefore = at < this.#range.since;
    if (!isBefore && at < this.#range.until) return undefined;
    const { count, from, to } = this.#left ?? { count: 0, from: at, to: at };
    this.#left = { count: count + 1, from: Math.min(from, at), to: Math.max(to, at) };
    return isBefore ? 'before-since' : 'after-until';
  }

  /** What was left out; undefined where nothing was. */
  get left(): OutsideRecords | undefined {
    return this.#left;
  }
}
