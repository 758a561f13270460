import type { Cause } from '../../analysis/cause';

/** How many causes all detections together may keep; what is over is counted, not kept. */
export interface CauseBudget {
  kept: number;
}

const FULL_DETAIL = 50_000;
const AT_MOST = 200_000;
const PER_MINUTE = 20;

interface Minute {
  count: number;
  readonly causes: Cause[];
}

/** The records behind a span of minutes: all of them are counted, the first few of each minute are kept. */
export interface CausesBetween {
  readonly count: number;
  /** In time order. */
  readonly causes: readonly Cause[];
}

/**
 * The records that one detection matched, by minute: the metric that CloudWatch would have, and who is behind it.
 *
 * Of each minute the first 20 causes are kept while fewer than 50,000 are held by all detections together, then
 * one a minute, and from 200,000 on none: a burst of refused calls may match as many records as there are.
 */
export class CauseLog {
  readonly #minutes = new Map<number, Minute>();
  readonly #budget: CauseBudget;

  constructor(budget: CauseBudget) {
    this.#budget = budget;
  }

  /** Counts a record of this epoch minute; `cause` is only built when there is room for it. */
  add(minute: number, cause: () => Cause): void {
    const entry = this.#minutes.get(minute) ?? { count: 0, causes: [] };
    this.#minutes.set(minute, entry);
    entry.count += 1;
    if (entry.causes.length < this.#room()) {
      entry.causes.push(cause());
      this.#budget.kept += 1;
    }
  }

  /** The metric: matches by epoch minute, minutes without any left out. */
  sums(): ReadonlyMap<number, number> {
    return new Map([...this.#minutes].map(([minute, { count }]) => [minute, count]));
  }

  /** What was matched from epoch minute `from` (inclusive) to `to` (exclusive). */
  between(from: number, to: number): CausesBetween {
    const minutes = [...this.#minutes].filter(([minute]) => minute >= from && minute < to);
    return {
      count: minutes.reduce((sum, [, { count }]) => sum + count, 0),
      causes: minutes.flatMap(([, { causes }]) => causes).sort(inTimeOrder),
    };
  }

  /** Takes over what another log has: the same detection, seen in another region. */
  merge(other: CauseLog): void {
    for (const [minute, { count, causes }] of other.#minutes) {
      const entry = this.#minutes.get(minute) ?? { count: 0, causes: [] };
      this.#minutes.set(minute, entry);
      entry.count += count;
      for (const cause of causes) entry.causes.push(cause);
    }
  }

  #room(): number {
    if (this.#budget.kept < FULL_DETAIL) return PER_MINUTE;
    return this.#budget.kept < AT_MOST ? 1 : 0;
  }
}

/** By time, and by id within a second, so that the same folder always gives the same output. */
export function inTimeOrder(one: Cause, other: Cause): number {
  return one.at - other.at || (one.eventId < other.eventId ? -1 : one.eventId > other.eventId ? 1 : 0);
}
