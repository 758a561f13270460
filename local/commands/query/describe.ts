import type { ReadPlan } from '../../query/folder-files';

export function describeCount(count: number): string {
  return count === 0 ? 'no rows' : `${count} ${count === 1 ? 'row' : 'rows'}`;
}

export function bytesForPeople(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

export function describePlan({ filesRead, filesKnown, bytesRead }: ReadPlan): string {
  return `${filesRead} of ${filesKnown} files (${bytesForPeople(bytesRead)})`;
}

/** Seconds since a moment of `performance.now()`. */
export function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
