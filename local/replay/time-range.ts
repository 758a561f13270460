import { UsageError } from '../terminal/usage-error';

/** Which records count, epoch seconds: `since` itself does, `until` itself does not. */
export interface TimeRange {
  readonly since: number;
  readonly until: number;
}

export const ALL_TIME: TimeRange = { since: -Infinity, until: Infinity };

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads `--since` and `--until`: ISO 8601 times, in UTC where they name no zone, as the logs are; a date alone
 * is its midnight.
 */
export function parseTimeRange(given: { since?: string | undefined; until?: string | undefined }): TimeRange {
  const since = given.since === undefined ? ALL_TIME.since : parseTime('--since', given.since);
  const until = given.until === undefined ? ALL_TIME.until : parseTime('--until', given.until);
  if (since >= until) {
    throw new UsageError(`--since ${given.since} is not before --until ${given.until}; swap or widen them`);
  }
  return { since, until };
}

function parseTime(option: string, text: string): number {
  const hasZone = text.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const time = ISO_8601.test(text) ? Date.parse(hasZone ? text : `${text}Z`) : Number.NaN;
  const isRealDay = !Number.isNaN(time) && !Number.isNaN(dayOf(text));
  if (!isRealDay) {
    throw new UsageError(
      `${option} is ${JSON.stringify(text)}; allowed is ISO 8601, such as 2026-11-02T08:15:00Z`,
    );
  }
  return time / 1000;
}

/** Gives NaN for the 31st of February, which `Date.parse` would move to March. */
function dayOf(text: string): number {
  const day = text.slice(0, 10);
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? time : Number.NaN;
}
