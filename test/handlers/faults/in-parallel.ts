/** Cases mostly wait for clients to give up: so many are at it at a time. */
const AT_ONCE = 16;

/** Does something for each, a few at a time; answers in the order of the items. */
export async function inParallel<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await action(items[at] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
