import { inUtc, type Macro, macro, unless } from './macro';

/** Of an instant and what its clocks show: how far these are ahead of UTC, as `+01:00`. */
const offset = (clock: string, instant: string) => {
  const seconds = `((epoch_us(${clock}) - epoch_us(${instant})) // 1000000)`;
  return `printf('%s%02d:%02d', CASE WHEN ${seconds} < 0 THEN '-' ELSE '+' END, cast(abs(${seconds}) // 3600 AS INTEGER), cast((abs(${seconds}) % 3600) // 60 AS INTEGER))`;
};

export const TIME_MACROS: readonly Macro[] = [
  macro('to_unixtime', '(t) AS epoch(t)'),
  /** Of a column; of a text that is written out the zone is known before. */
  macro(
    'from_iso8601_timestamp',
    `(s) AS ${unless(
      "NOT (suffix(s, 'Z') OR regexp_matches(s, '^[^T]*(T[0-9:.,]*)?([+-]00:?00)?$'))",
      "'the zone of ' || s || ' is not known here, only UTC; ask --on athena'",
      'cast(s AS TIMESTAMPTZ)',
    )}`,
  ),
  macro(
    'to_iso8601',
    `(t) AS CASE typeof(t) WHEN 'DATE' THEN strftime(t, '%Y-%m-%d')
       WHEN 'TIMESTAMP' THEN strftime(t, '%Y-%m-%dT%H:%M:%S.%g')
       ELSE strftime(${inUtc('t')}, '%Y-%m-%dT%H:%M:%S.%gZ') END`,
  ),
  macro('date_diff', `(unit, a, b) AS date_sub(unit, ${inUtc('a')}, ${inUtc('b')})`),
  macro(
    'from_iso8601_date',
    `(s) AS ${unless("NOT regexp_matches(s, '^[+-]?\\d{4,}-\\d{2}-\\d{2}$')", "'Invalid date: ' || s", 'cast(s AS DATE)')}`,
  ),
  macro('to_milliseconds', '(i) AS cast(epoch(i) * 1000 AS BIGINT)'),
  macro('current_timezone', "() AS 'UTC'"),
];

export const OWN_TIME_MACROS: readonly Macro[] = [
  macro('in_utc', `(t) AS ${inUtc('t')}`),
  macro('instant', '(t) AS cast(t AS TIMESTAMPTZ)'),
  macro('iso_instant', '(s) AS cast(s AS TIMESTAMPTZ)'),
  macro('from_unixtime', '(s) AS to_timestamp(s)'),
  macro('day_of_week', `(t) AS isodow(${inUtc('t')})`),
  macro('millisecond', `(t) AS cast(epoch_ms(${inUtc('t')}) % 1000 AS BIGINT)`),
  macro('date_add', "(unit, n, t) AS t + n * cast('1 ' || unit AS INTERVAL)"),
  /** Of an instant. */
  macro('date_trunc_zoned', `(unit, t) AS make_timestamptz(epoch_us(date_trunc(unit, ${inUtc('t')})))`),
  macro('strftime', '(t, f) AS strftime(t, f)'),
  macro(
    'strptime',
    `(s, f) AS ${unless("regexp_matches(s, '^\\s|\\s$')", "'Invalid format: \"' || s || '\"'", 'strptime(s, f)')}`,
  ),
  macro('to_iso8601_zoned', `(clock, t, f) AS strftime(clock, f) || ${offset('clock', 't')}`),
  macro('parse_in_utc', "(s, f) AS timezone('UTC', strptime(s, f))"),
  macro('parse_with_zone', "(s, f) AS strptime(regexp_replace(s, 'Z$', '+00:00'), f)"),
];
