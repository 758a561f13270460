import { Refusal } from './refusal';
import { stringLiteral } from './sql-tree';

export const UTC = 'UTC';

/** The zone that a text names: its own words, or nothing for UTC. */
export function zoneNamed(zone: string): string {
  if (/^(?:UTC|Z|GMT|UCT|Etc\/UTC|\+00:00|-00:00)$/i.test(zone)) {
    return UTC;
  }
  const isOffset = /^[+-]\d\d:?\d\d$/.test(zone);
  const isKnown = isOffset || isZoneName(zone);
  if (!isKnown) {
    throw new Refusal(`'${zone}' is not a time zone; name one such as 'Europe/Berlin' or '+02:00'`, zone);
  }
  return isOffset ? zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2') : zone;
}

function isZoneName(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A time as it is written with a zone behind it. */
export const WRITTEN_TIME =
  /^\s*(?<time>\d{4,}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?)(?:\s*(?<zone>[A-Za-z][\w/+-]*|[+-]\d\d:?\d\d))?\s*$/;

/** The zone that stands behind a time; undefined where none does. */
export function zoneOfText(text: string): string | undefined {
  const zone = text.match(WRITTEN_TIME)?.groups?.['zone'];
  return zone === undefined ? undefined : zoneNamed(zone);
}

/** The zone behind an ISO 8601 time. */
export function zoneOfIso(text: string): string {
  return zoneNamed(text.match(/[+-]\d\d:?\d\d$/)?.[0] ?? UTC);
}

/** The zone that an expression names; the local engine has to know it before the first record is read. */
export function literalZone(zone: unknown): string {
  const named = stringLiteral(zone);
  if (named === undefined) {
    throw new Refusal("the time zone has to be a text such as 'Europe/Berlin' to be known here", undefined);
  }
  return zoneNamed(named);
}
