import { Refusal } from './refusal';
import { UTC } from './zones';

/** MySQL's letters (date_format and date_parse of Athena) in the words of strftime. */
const MYSQL: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  v: '%V',
  W: '%A',
  x: '%G',
  Y: '%Y',
  y: '%y',
  '%': '%%',
};

/** Letters of MySQL that Athena refuses, too. */
const REFUSED = new Set(['D', 'U', 'u', 'V', 'w', 'X']);

/**
 * A pattern of date_format or date_parse as one of strftime; a letter that means nothing is itself, as in Athena.
 *
 * @throws Refusal for letters that Athena refuses
 */
export function strftimeOfMySql(pattern: string): string {
  return pattern.replaceAll(/%(.)/g, (_whole, letter: string) => {
    if (REFUSED.has(letter)) {
      throw new Refusal(`%${letter} is not supported in a date format string by Athena`, pattern);
    }
    return MYSQL[letter] ?? letter;
  });
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
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSS: '%g',
  EEEE: '%A',
  EEE: '%a',
  EE: '%a',
  E: '%a',
  a: '%p',
  DDD: '%j',
  D: '%-j',
  e: '%u',
  w: '%-V',
  ww: '%V',
  xxxx: '%G',
};

/** The zone's own letters: `Z` its offset, `ZZ` with a colon, `ZZZ` its name. */
function zoneText(run: string, zone: string | undefined, pattern: string): string {
  if (zone === undefined) {
    throw new Refusal(
      `the time has no zone, and the pattern '${pattern}' asks for one; Athena refuses this too`,
      pattern,
    );
  }
  const isOffset = /^[+-]/.test(zone);
  if (run === 'ZZZ') return zone;
  if (!isOffset && zone !== UTC) {
    throw new Refusal(
      `${run} of a time in ${zone} is not known here, only ZZZ; use to_iso8601, or ask --on athena`,
      pattern,
    );
  }
  const offset = zone === UTC ? '+00:00' : zone;
  return run === 'ZZ' ? offset : offset.replace(':', '');
}

/**
 * A pattern of format_datetime as one of strftime.
 *
 * @param zone of the time; undefined where it has none
 * @throws Refusal for letters that have no counterpart
 */
export function formatOfJoda(pattern: string, zone: string | undefined, isParsing = false): string {
  return pattern.replaceAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|%/g, (run, quoted: string | undefined) => {
    if (run === '%') return '%%';
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'").replaceAll('%', '%%');
    if (/^Z{1,3}$/.test(run)) return isParsing ? '%z' : zoneText(run, zone, pattern);
    const known = JODA[run];
    if (known === undefined) {
      throw new Refusal(
        `the time pattern ${JSON.stringify(pattern)} has ${run}, which is not known here; use date_format, or ask Athena`,
        pattern,
      );
    }
    return known;
  });
}
