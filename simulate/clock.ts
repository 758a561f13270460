export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/** `2026-11-02` as epoch seconds, UTC midnight. */
export function startOfDay(day: string): number {
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new InvalidBaseDayError(`base day ${JSON.stringify(day)} is no date; write it as 2026-11-02`);
  }
  return milliseconds / 1000;
}

export class InvalidBaseDayError extends Error {
  override readonly name = 'InvalidBaseDayError';
}

/** Epoch seconds as CloudTrail writes them: `2026-11-02T08:15:00Z`. */
export function isoSeconds(epochSeconds: number): string {
  return `${new Date(Math.floor(epochSeconds) * 1000).toISOString().slice(0, 19)}Z`;
}

/** The pieces of a delivery key: `2026/11/02`, `08` and `20261102T0815Z`. */
export function keyTime(epochSeconds: number): { day: string; hour: string; stamp: string } {
  const iso = isoSeconds(epochSeconds);
  const day = iso.slice(0, 10);
  return {
    day: day.replaceAll('-', '/'),
    hour: iso.slice(11, 13),
    stamp: `${day.replaceAll('-', '')}T${iso.slice(11, 13)}${iso.slice(14, 16)}Z`,
  };
}
