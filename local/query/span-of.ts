import type { KnownFiles } from './folder-files';

/** The window that a folder's keys span, as `since` and `until` would be typed; undefined outside of AWS's layouts. */
export function spanOf(folder: KnownFiles): { readonly since: string; readonly until: string } | undefined {
  const times = folder.files.map(({ delivered }) => delivered?.time);
  const known = times.filter((time) => time !== undefined).toSorted();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < times.length) {
    return undefined;
  }
  const date = (time: string) => time.slice(0, 10).replaceAll('/', '-');
  const shifted = (time: string, days: number) =>
    new Date(Date.parse(date(time)) + days * 86_400_000).toISOString().slice(0, 10);
  // A record may be delivered on the day after it was made.
  return { since: shifted(first, -1), until: shifted(last, 1) };
}
