/** In which minutes there were records of one kind, and the first and the last of them. */
export class ActiveMinutes {
  readonly #minutes = new Set<number>();
  #last = Number.NaN;
  /** Epoch seconds; undefined before the first record. */
  first: number | undefined;
  last: number | undefined;

  /** `at` in epoch seconds. */
  add(at: number): void {
    if (this.first === undefined || at < this.first) this.first = at;
    if (this.last === undefined || at > this.last) this.last = at;
    const minute = Math.floor(at / 60);
    // Records come in runs of the same minute; the set is asked once a run.
    if (minute === this.#last) return;
    this.#last = minute;
    this.#minutes.add(minute);
  }

  /** Epoch minutes with at least one record, ascending. */
  ascending(): readonly number[] {
    return [...this.#minutes].sort((one, other) => one - other);
  }
}
