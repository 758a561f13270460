const SECONDS_FORM = 20;
const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const DAY_CHARACTERS = 10;
const [DASH, LETTER_T, COLON, LETTER_Z] = [45, 84, 58, 90];

/** Records come in runs of one day: its first millisecond is worked out once a run. */
let latestDay = '';
let latestDayBegin = Number.NaN;

/**
 * Milliseconds since 1970 of an ISO 8601 time in UTC, `2026-01-31T23:59:59Z` with or without a fraction; NaN for any
 * other text. The same as `Date.parse`, which takes ten times as long for what CloudTrail writes.
 */
export function isoInstant(text: string): number {
  if (text.length === SECONDS_FORM && text.charCodeAt(SECONDS_FORM - 1) === LETTER_Z) {
    const hours = twoDigits(text, 11);
    const minutes = twoDigits(text, 14);
    const seconds = twoDigits(text, 17);
    const isParted =
      text.charCodeAt(DAY_CHARACTERS) === LETTER_T &&
      text.charCodeAt(13) === COLON &&
      text.charCodeAt(16) === COLON;
    if (
      isParted &&
      hours >= 0 &&
      hours < 24 &&
      minutes >= 0 &&
      minutes < 60 &&
      seconds >= 0 &&
      seconds < 60
    ) {
      return dayOf(text) + ((hours * 60 + minutes) * 60 + seconds) * 1e3;
    }
  }
  return ISO_INSTANT.test(text) ? Date.parse(text) : Number.NaN;
}

function dayOf(text: string): number {
  if (latestDay === '' || !text.startsWith(latestDay)) {
    const day = text.slice(0, DAY_CHARACTERS);
    const isDay =
      twoDigits(day, 0) >= 0 &&
      twoDigits(day, 2) >= 0 &&
      day.charCodeAt(4) === DASH &&
      twoDigits(day, 5) >= 0 &&
      day.charCodeAt(7) === DASH &&
      twoDigits(day, 8) >= 0;
    if (!isDay) return Number.NaN;
    latestDayBegin = Date.parse(`${day}T00:00:00Z`);
    latestDay = ` ${day}`.slice(1);
  }
  return latestDayBegin;
}

/** -1 where they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
