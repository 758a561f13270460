/** More pages than this are no answer but a loop. */
const MOST_PAGES = 200;

/** All items of a paged call, in order. */
export async function pages<T>(
  next: (token: string | undefined) => Promise<readonly [items: readonly T[], token: string | undefined]>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const [items, following] = await next(token);
    all.push(...items);
    if (following === undefined || following === token) break;
    token = following;
  }
  return all;
}
