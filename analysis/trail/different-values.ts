import type { Amounts } from './trail-rule';

/** The different values within a window: they come, and leave when they are older than it. */
export class DifferentValues {
  readonly #times = new Map<string, number>();

  get size(): number {
    return this.#times.size;
  }

  /** In no order that anybody may rely on. */
  get values(): readonly string[] {
    return [...this.#times.keys()];
  }

  come(value: string): void {
    this.#times.set(value, (this.#times.get(value) ?? 0) + 1);
  }

  leave(value: string): void {
    const times = (this.#times.get(value) ?? 0) - 1;
    if (times > 0) this.#times.set(value, times);
    else this.#times.delete(value);
  }
}

/** A sum that asks something of all different values within the window, in no order. */
export function ofDifferentValues(isReached: (values: readonly string[]) => boolean): Amounts {
  return {
    tally: () => {
      const within = new DifferentValues();
      return {
        come: (value) => within.come(value),
        leave: (value) => within.leave(value),
        get isReached() {
          return isReached(within.values);
        },
      };
    },
  };
}
