/** Items that are shown, and those that are more of the same. */
export interface Limited<T> {
  readonly shown: readonly T[];
  readonly repeats: readonly T[];
}

/** Of items with the same key the first `most` are shown: the thousandth scanner is no news. */
export function limitRepeats<T>(items: readonly T[], keyOf: (item: T) => string, most: number): Limited<T> {
  const seen = new Map<string, number>();
  const shown: T[] = [];
  const repeats: T[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    (count <= most ? shown : repeats).push(item);
  }
  return { shown, repeats };
}
