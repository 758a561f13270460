import type { Amounts, CountRule, Tally } from './trail-rule';

/** What a rule says of the sum of its values; a question on the list of them is asked when the list has changed. */
export function amountsOf({ amounts }: CountRule): Amounts | undefined {
  return typeof amounts === 'function' ? { tally: () => new ValuesTally(amounts) } : amounts;
}

/** The different values of the window, and a question on all of them together. */
class ValuesTally implements Tally {
  readonly #ask: (values: readonly string[]) => boolean;
  readonly #times = new Map<string, number>();
  #answer: boolean | undefined;

  constructor(ask: (values: readonly string[]) => boolean) {
    this.#ask = ask;
  }

  come(value: string): void {
    const times = this.#times.get(value) ?? 0;
    if (times === 0) this.#answer = undefined;
    this.#times.set(value, times + 1);
  }

  leave(value: string): void {
    const times = (this.#times.get(value) ?? 0) - 1;
    if (times > 0) {
      this.#times.set(value, times);
      return;
    }
    this.#times.delete(value);
    this.#answer = undefined;
  }

  get isReached(): boolean {
    this.#answer ??= this.#ask([...this.#times.keys()]);
    return this.#answer;
  }
}
