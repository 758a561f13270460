/** Values that are remembered; about 100 bytes each. */
const MOST_VALUES = 100_000;

/** When each value came up first of all, by group. Adding is a minimum: any order, and twice. */
export class FirstSeen {
  readonly #groupOf: (value: string) => string;
  readonly #groups = new Map<string, Map<string, number>>();
  #size = 0;
  /** Values that there was no room for: they are never taken for new. */
  leftOut = 0;

  constructor(groupOf: (value: string) => string) {
    this.#groupOf = groupOf;
  }

  /** @param at epoch seconds */
  add(value: string, at: number): void {
    const group = this.#groupOf(value);
    const values = this.#groups.get(group) ?? new Map<string, number>();
    const known = values.get(value);
    if (known !== undefined && known <= at) return;
    if (known === undefined) {
      if (this.#size >= MOST_VALUES) {
        this.leftOut += 1;
        return;
      }
      this.#size += 1;
    }
    values.set(value, at);
    this.#groups.set(group, values);
  }

  merge(other: FirstSeen): void {
    for (const values of other.#groups.values()) for (const [value, at] of values) this.add(value, at);
    this.leftOut += other.leftOut;
  }

  /**
   * Was the value new at that time, in a group that was known for so many seconds, and had few others before? A group
   * of many has no habits.
   */
  isFresh(value: string, at: number, groupSeconds: number, mostOthers: number): boolean {
    const values = this.#groups.get(this.#groupOf(value));
    if (values?.get(value) !== at) return false;
    let others = 0;
    let since = at;
    for (const first of values.values()) {
      if (first < since) since = first;
      if (first < at) others += 1;
    }
    return since + groupSeconds <= at && others <= mostOthers;
  }
}
