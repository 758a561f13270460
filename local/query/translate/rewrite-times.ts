import { clockOf, fractionOf, instantOf, otherZone } from './clocks';
import { Refusal } from './refusal';
import { callNode, castNode, type Node, operatorNode, stringLiteral, text } from './sql-tree';
import { formatOfJoda, strftimeOfMySql } from './time-patterns';
import type { Rewrite, Translation } from './translation';
import { literalZone, UTC } from './zones';

/** Units whose length depends on the clocks of a place. */
const BY_CLOCK: ReadonlySet<string> = new Set(['day', 'week', 'month', 'quarter', 'year']);

/** A time as the clocks of its own zone show it; as it is where those are of UTC. */
function onClock(time: unknown, t: Translation): Node {
  const zone = otherZone(t.kindOf(time));
  return zone === undefined ? t.rewrite(time) : clockOf(t.rewrite(time), zone);
}

/** Functions that read one time by its clocks. */
const reading =
  (name: string): Rewrite =>
  ([time], t) =>
    callNode(name, onClock(time, t));

function patternOf(name: string, argument: unknown): string {
  const pattern = stringLiteral(argument);
  if (pattern === undefined) {
    throw new Refusal(`the pattern of ${name} has to be a text to be known here`, name);
  }
  return pattern;
}

const zoned = (instant: unknown, zone: unknown, t: Translation): Node => {
  literalZone(zone);
  return callNode('athena_instant', t.rewrite(instant));
};

/** An instant with the zone whose clocks it is read by; the zone is kept beside it (see `Kind`). */
export function rewriteAtTimeZone(payload: Node, t: Translation): Node {
  return zoned(payload['this'], payload['zone'], t);
}

export const TIME_FUNCTIONS: Readonly<Record<string, Rewrite>> = {
  ...Object.fromEntries(
    `day hour minute month quarter second year`.split(' ').map((name) => [name, reading(name)]),
  ),
  day_of_month: reading('day'),
  day_of_week: reading('athena_day_of_week'),
  dow: reading('athena_day_of_week'),
  day_of_year: reading('dayofyear'),
  doy: reading('dayofyear'),
  week: reading('week'),
  week_of_year: reading('week'),
  year_of_week: reading('isoyear'),
  yow: reading('isoyear'),
  millisecond: reading('athena_millisecond'),
  last_day_of_month: reading('last_day'),
  date: ([time], t) => callNode('athena_to_date', onClock(time, t)),
  at_timezone: ([instant, zone], t) => zoned(instant, zone, t),
  with_timezone: ([clock, zone], t) => instantOf(castNode(t.rewrite(clock), 'TIMESTAMP'), literalZone(zone)),
  from_unixtime: ([seconds, zone], t) => {
    if (zone !== undefined) literalZone(zone);
    return callNode('athena_from_unixtime', t.rewrite(seconds));
  },
  from_iso8601_timestamp: ([time], t) =>
    callNode(
      stringLiteral(time) === undefined ? 'athena_from_iso8601_timestamp' : 'athena_iso_instant',
      t.rewrite(time),
    ),
  localtimestamp: () => callNode('athena_in_utc', callNode('now')),
  date_trunc: ([unit, time], t) => {
    const kind = t.kindOf(time);
    const zone = otherZone(kind);
    if (zone !== undefined) {
      return instantOf(callNode('date_trunc', t.rewrite(unit), clockOf(t.rewrite(time), zone)), zone);
    }
    if (kind?.is === 'instant') return callNode('athena_date_trunc_zoned', t.rewrite(unit), t.rewrite(time));
    if (
      kind?.is === 'date' &&
      ['millisecond', 'second', 'minute', 'hour'].includes(stringLiteral(unit) ?? '')
    ) {
      throw new Refusal(`'${stringLiteral(unit)}' is not a valid DATE field`, stringLiteral(unit));
    }
    const cut = callNode('date_trunc', t.rewrite(unit), t.rewrite(time));
    return kind?.is === 'date' ? castNode(cut, 'DATE') : cut;
  },
  date_add: ([unit, count, time], t) => {
    const kind = t.kindOf(time);
    const zone = otherZone(kind);
    const add = (to: Node) => callNode('athena_date_add', t.rewrite(unit), t.rewrite(count), to);
    if (zone !== undefined && BY_CLOCK.has(stringLiteral(unit)?.toLowerCase() ?? 'day')) {
      return instantOf(add(clockOf(t.rewrite(time), zone)), zone);
    }
    return kind?.is === 'date' ? castNode(add(t.rewrite(time)), 'DATE') : add(t.rewrite(time));
  },
  date_diff: ([unit, from, to], t) => {
    const zone = otherZone(t.kindOf(from));
    if (zone === undefined || !BY_CLOCK.has(stringLiteral(unit)?.toLowerCase() ?? 'day')) return undefined;
    return callNode(
      'athena_date_diff',
      t.rewrite(unit),
      clockOf(t.rewrite(from), zone),
      clockOf(t.rewrite(to), zone),
    );
  },
  to_iso8601: ([time], t) => {
    const kind = t.kindOf(time);
    const zone = otherZone(kind);
    const format = text(`%Y-%m-%dT%H:%M:%S${fractionOf(time)}`);
    if (kind?.is === 'timestamp') return callNode('strftime', t.rewrite(time), format);
    if (zone === undefined) return undefined;
    const [instant, clock] = [t.rewrite(time), clockOf(t.rewrite(time), zone)];
    return callNode('athena_to_iso8601_zoned', clock, instant, format);
  },
  date_format: ([time, pattern], t) =>
    callNode('athena_strftime', onClock(time, t), text(strftimeOfMySql(patternOf('date_format', pattern)))),
  date_parse: ([written, pattern], t) => {
    const converted = strftimeOfMySql(patternOf('date_parse', pattern));
    // What the pattern does not say is that of the first of January 1970.
    const isWholeDate = /%[Yy]/.test(converted);
    const value = t.rewrite(written);
    return isWholeDate
      ? callNode('athena_strptime', value, text(converted))
      : callNode('athena_strptime', operatorNode('concat', text('1970 '), value), text(`%Y ${converted}`));
  },
  format_datetime: ([time, pattern], t) => {
    const kind = t.kindOf(time);
    const zone = kind?.is === 'instant' ? kind.zone : kind === undefined ? UTC : undefined;
    return callNode(
      'athena_strftime',
      onClock(time, t),
      text(formatOfJoda(patternOf('format_datetime', pattern), zone)),
    );
  },
  parse_datetime: ([written, pattern], t) => {
    const converted = formatOfJoda(patternOf('parse_datetime', pattern), undefined, true);
    const name = converted.includes('%z') ? 'athena_parse_with_zone' : 'athena_parse_in_utc';
    return callNode(name, t.rewrite(written), text(converted));
  },
};
