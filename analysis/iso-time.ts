/** The last second that ISO 8601 writes with four digits for the year. */
const LAST_SECOND = 253_402_300_799;

/**
 * Epoch seconds as ISO 8601 in UTC, whole seconds: `2026-11-02T08:15:00Z`. What lies after the year 9999 is given as its
 * last second: no log tells such a time but by mistake, and few readers take a year of six digits.
 */
export function isoTime(epochSeconds: number): string {
  const second = Math.min(Math.max(Math.floor(epochSeconds), 0), LAST_SECOND);
  return new Date(second * 1000).toISOString().replace('.000Z', 'Z');
}
