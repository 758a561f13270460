/**
 * Groups in order of first appearance; no items, no groups.
 *
 * @example
 * groupBy(['ab', 'c', 'de'], (text) => String(text.length)) // Map { '2' => ['ab', 'de'], '1' => ['c'] }
 */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
