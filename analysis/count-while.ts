/**
 * How many of the items hold, all of which stand before those that do not; in as many steps as their number has bits.
 *
 * @example
 * countWhile([1, 4, 9], (each) => each <= 4) // 2
 */
export function countWhile<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
