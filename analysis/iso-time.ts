/** Epoch seconds as ISO 8601 in UTC, whole seconds: `2026-11-02T08:15:00Z`. */
export function isoTime(epochSeconds: number): string {
  return new Date(Math.floor(epochSeconds) * 1000).toISOString().replace('.000Z', 'Z');
}
