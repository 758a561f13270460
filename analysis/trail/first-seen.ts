/** Values that are remembered; about 100 bytes each. */
const MOST_VALUES = 100_000;

/** When each value came up first of all, and each group of values. Adding is a minimum: any order, and twice. */
export class FirstSeen {
  readonly #groupOf: (value: string) => string;
  readonly #values = new Map<string, number>();
  readonly #groups = new Map<string, number>();
  /** Values that there was no room for: they are never taken for new. */
  leftOut = 0;

  constructor(groupOf: (value: string) => string) {
    this.#groupOf = groupOf;
  }

  /** @param at epoch seconds */
  add(value: string, at: number): void {
    const known = this.#values.get(value);
    if (known !== undefined && known <= at) return;
    if (known === undefined && this.#values.size >= MOST_VALUES) {
      this.leftOut += 1;
      return;
    }
    this.#values.set(value, at);
    const group = this.#groupOf(value);
    this.#groups.set(group, Math.min(at, this.#groups.get(group) ?? at));
  }

  merge(other: FirstSeen): void {
    for (const [value, at] of other.#values) this.add(value, at);
    for (const [group, at] of other.#groups)
      this.#groups.set(group, Math.min(at, this.#groups.get(group) ?? at));
    this.leftOut += other.leftOut;
  }

  /** Was the value new at that time, in a group that was known for so many seconds? */
  isFresh(value: string, at: number, groupSeconds: number): boolean {
    const group = this.#groups.get(this.#groupOf(value));
    return this.#values.get(value) === at && group !== undefined && group + groupSeconds <= at;
  }
}
