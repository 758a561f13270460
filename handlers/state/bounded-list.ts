/** A list that fits into its item, and how many did not. */
export interface BoundedList<T> {
  readonly kept: readonly T[];
  readonly leftOut: number;
}

/**
 * The first items that together take at most `bytes` as JSON, and are at most `count`.
 *
 * @example
 * boundedList(['a', 'b', 'c'], { count: 2, bytes: 100 }) // { kept: ['a', 'b'], leftOut: 1 }
 */
export function boundedList<T>(
  items: readonly T[],
  { count, bytes }: { readonly count: number; readonly bytes: number },
): BoundedList<T> {
  const kept: T[] = [];
  let left = bytes;
  for (const item of items) {
    left -= Buffer.byteLength(JSON.stringify(item) ?? '') + 1;
    if (left < 0 || kept.length >= count) break;
    kept.push(item);
  }
  return { kept, leftOut: items.length - kept.length };
}
