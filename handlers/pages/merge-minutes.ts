import type { SourceMinute, SourceMinutes } from '../../analysis/ssh/connections/source-minutes';

/** Of a page, those met last; an item of the state table has room for no more. */
export const MOST_SOURCES = 100;
/** Of a source, the latest: half a day. */
export const MOST_MINUTES = 720;

/**
 * Joins what several runs saw. A minute that two of them saw has the larger counts: a window that is read twice counts
 * once, and of a minute that came in two batches the fuller half is told.
 */
export function mergeMinutes(
  old: readonly SourceMinutes[] = [],
  more: readonly SourceMinutes[] = [],
): readonly SourceMinutes[] {
  const known = new Map(old.map(({ source, minutes }) => [source, minutes]));
  for (const { source, minutes } of more) {
    const joined = joinMinutes(known.get(source) ?? [], minutes);
    known.delete(source);
    known.set(source, joined);
  }
  return [...known].slice(-MOST_SOURCES).map(([source, minutes]) => ({ source, minutes }));
}

function joinMinutes(old: readonly SourceMinute[], more: readonly SourceMinute[]): readonly SourceMinute[] {
  const minutes = new Map(old.map((minute) => [minute[0], minute]));
  for (const minute of more) {
    const before = minutes.get(minute[0]);
    minutes.set(minute[0], before === undefined ? minute : larger(before, minute));
  }
  return [...minutes.values()].sort(([one], [other]) => one - other).slice(-MOST_MINUTES);
}

function larger(one: SourceMinute, other: SourceMinute): SourceMinute {
  return [
    one[0],
    Math.max(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
    Math.max(one[4], other[4]),
  ];
}
