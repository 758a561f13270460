import { countWhile } from '../count-while';

const DAY = 86_400;
/** Days since 1970 that a record may be of, until the year 2243: what is dated beyond is no measure of anything. */
const MOST_DAYS = 100_000;

/**
 * The days (UTC) that there are records of: how long somebody has looked. Counted by days and not from the first record
 * of all, since one record dated years back, replayed or made up, would end all learning at once. Adding is a union.
 */
export class DaysSeen {
  readonly #days = new Set<number>();
  /** Most records are of the day of the one before. */
  #latest = Number.NaN;
  #sorted: readonly number[] | undefined;

  constructor(days: Iterable<number> = []) {
    for (const day of days) this.#addDay(day);
  }

  /** @param at epoch seconds */
  add(at: number): void {
    const day = Math.floor(at / DAY);
    if (day !== this.#latest) this.#addDay(day);
  }

  merge(other: DaysSeen): void {
    for (const day of other.#days) this.#addDay(day);
  }

  /** How many there are on or after `from` and before the day of `at`; both in epoch seconds. */
  between(from: number, at: number): number {
    return Math.max(0, this.#before(Math.floor(at / DAY)) - this.#before(Math.floor(from / DAY)));
  }

  /** The last so many days, in order, in days since 1970. */
  last(count: number): readonly number[] {
    return this.#inOrder().slice(-count);
  }

  #addDay(day: number): void {
    if (!(day >= 0 && day < MOST_DAYS)) return;
    this.#latest = day;
    if (this.#days.has(day)) return;
    this.#days.add(day);
    this.#sorted = undefined;
  }

  #inOrder(): readonly number[] {
    this.#sorted ??= [...this.#days].sort((one, other) => one - other);
    return this.#sorted;
  }

  /** How many are before a day. */
  #before(day: number): number {
    return countWhile(this.#inOrder(), (each) => each < day);
  }
}
