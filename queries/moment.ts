import { QueryError } from './query-error';

/** A moment of a window: fixed, or so and so long before the query runs (for saved queries). */
export type Moment = { readonly epochSeconds: number } | { readonly secondsAgo: number };

const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };
const AGO = /^(\d{1,6})([mhdw])$/;
const BEFORE = /^([a-z][a-z0-9_]*) - (\d{1,6})([mhdw])$/;
const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** `Date.parse` would move the 31st of February to March. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function earlier(moment: Moment, seconds: number): Moment {
  return 'epochSeconds' in moment
    ? { epochSeconds: moment.epochSeconds - seconds }
    : { secondsAgo: moment.secondsAgo + seconds };
}

/**
 * Reads a moment as a person types it: `2026-11-02`, `2026-11-02T08:15:00Z` (UTC unless it says otherwise), `7d`,
 * `24h`, `30m` ago, `now`, `today` and `yesterday` (their midnights, UTC), or `since - 30d`, which `resolve` looks up.
 */
export function parseMoment(
  text: string,
  name: string,
  resolve: (other: string) => Moment | undefined,
  now: () => number = () => Date.now() / 1000,
): Moment {
  const trimmed = text.trim();
  if (trimmed === 'now') {
    return { secondsAgo: 0 };
  }
  if (trimmed === 'today' || trimmed === 'yesterday') {
    const midnight = Math.floor(now() / 86_400) * 86_400;
    return { epochSeconds: trimmed === 'today' ? midnight : midnight - 86_400 };
  }
  const ago = AGO.exec(trimmed);
  if (ago !== null) {
    return { secondsAgo: Number(ago[1]) * (UNIT_SECONDS[ago[2] ?? ''] ?? 0) };
  }
  const before = BEFORE.exec(trimmed);
  const other = before === null ? undefined : resolve(before[1] ?? '');
  if (before !== null && other !== undefined) {
    return earlier(other, Number(before[2]) * (UNIT_SECONDS[before[3] ?? ''] ?? 0));
  }
  const iso = ISO.exec(trimmed);
  const isRealDay = iso !== null && isDay(trimmed.slice(0, 10));
  const zoned = iso === null || iso[1] !== undefined || !trimmed.includes('T') ? trimmed : `${trimmed}Z`;
  const milliseconds = isRealDay ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new QueryError(
      `parameter ${name} is "${text}"; expected a time such as 2026-11-02T08:00:00Z, 2026-11-02, 7d, 24h, yesterday or now`,
    );
  }
  return { epochSeconds: milliseconds / 1000 };
}

/** Pins a moment that is relative to the run. */
export function pinMoment(moment: Moment, nowEpochSeconds: number): Moment {
  return 'epochSeconds' in moment ? moment : { epochSeconds: nowEpochSeconds - moment.secondsAgo };
}
