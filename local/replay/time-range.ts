import { parseMoment, pinMoment } from '../../queries/moment';
import { UsageError } from '../terminal/usage-error';

/** Which records count, epoch seconds: `since` itself does, `until` itself does not. */
export interface TimeRange {
  readonly since: number;
  readonly until: number;
}

export const ALL_TIME: TimeRange = { since: -Infinity, until: Infinity };

/**
 * Reads `--since` and `--until` in the words that questions take, too: ISO 8601 times (in UTC where they name no zone, as
 * the logs are; a date alone is its midnight), `24h` or `7d` ago, `today`, `yesterday`.
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
  try {
    const moment = pinMoment(
      parseMoment(text, option, () => undefined),
      Math.floor(Date.now() / 1000),
    );
    return 'epochSeconds' in moment ? moment.epochSeconds : Number.NaN;
  } catch {
    throw new UsageError(
      `${option} is ${JSON.stringify(text)}; allowed is a time such as 2026-11-02T08:15:00Z, 2026-11-02, 24h, 7d or yesterday`,
    );
  }
}
