import type { Amounts, Tally } from './trail-rule';

/** A sum that asks something of all different values within the window, in no order. */
export function ofDifferentValues(isReached: (values: readonly string[]) => boolean): Amounts {
  return { tally: () => new DifferentValues(isReached) };
}

class DifferentValues implements Tally {
  readonly #isReached: (values: readonly string[]) => boolean;
  readonly #times = new Map<string, number>();

  constructor(isReached: (values: readonly string[]) => boolean) {
    this.#isReached = isReached;
  }

  come(value: string): void {
    this.#times.set(value, (this.#times.get(value) ?? 0) + 1);
  }

  leave(value: string): void {
    const times = (this.#times.get(value) ?? 0) - 1;
    if (times > 0) this.#times.set(value, times);
    else this.#times.delete(value);
  }

  get isReached(): boolean {
    return this.#isReached([...this.#times.keys()]);
  }
}
