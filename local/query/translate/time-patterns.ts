import { LocalQueryError } from '../query-errors';

/** MySQL's letters (date_format and date_parse of Athena) where strftime has others. */
const MYSQL: Readonly<Record<string, string>> = {
  W: '%A',
  M: '%B',
  i: '%M',
  s: '%S',
  e: '%-d',
  c: '%-m',
  k: '%-H',
  l: '%-I',
  h: '%I',
  T: '%H:%M:%S',
  r: '%I:%M:%S %p',
};

/** A pattern of date_format as one of strftime. */
export function strftimeOfMySql(pattern: string): string {
  return pattern.replaceAll(/%(.)/g, (whole, letter: string) => MYSQL[letter] ?? whole);
}

/** Joda's runs of letters (format_datetime and parse_datetime). */
const JODA: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  YYYY: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  ss: '%S',
  SSS: '%g',
  EEEE: '%A',
  EEE: '%a',
  a: '%p',
  DDD: '%j',
  Z: '%z',
};

/**
 * A pattern of format_datetime as one of strftime.
 *
 * @throws LocalQueryError for letters that have no counterpart
 */
export function strftimeOfJoda(pattern: string): string {
  return pattern.replaceAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|%/g, (run, quoted: string | undefined) => {
    if (run === '%') return '%%';
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'").replaceAll('%', '%%');
    const known = JODA[run];
    if (known === undefined) {
      throw new LocalQueryError(
        `the time pattern ${JSON.stringify(pattern)} has ${run}, which is not known here; use date_format, or ask Athena`,
      );
    }
    return known;
  });
}
