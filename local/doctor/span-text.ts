/** How long ago, for people: `4 minutes`, `3 hours`, `12 days`. */
export function spanText(seconds: number): string {
  const [size, unit] = UNITS.find(([least]) => seconds >= least * 2) ?? [1, 'second'];
  const count = Math.max(0, Math.floor(seconds / size));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/** A moment of an SDK answer in epoch seconds. */
export function secondsOf(date: Date | undefined): number | undefined {
  return date === undefined ? undefined : Math.floor(date.getTime() / 1000);
}
