/** Does something for each, so many at a time; answers in the order of the items. */
export async function inParallel<T, R>(
  atOnce: number,
  items: readonly T[],
  action: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await action(items[at] as T);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
