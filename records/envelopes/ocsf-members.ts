import { isJsonObject, type JsonObject, type JsonValue } from '../cloudtrail/cloudtrail-record';

/** The member at the end of a path; undefined where there is none. */
export function at(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (inner, name) => (isJsonObject(inner) ? inner[name] : undefined),
    value,
  );
}

/** A text or a number as text; what stands for nothing is undefined. */
export function text(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value !== '-' ? value : undefined;
}

/** The last time that a date can say, in epoch milliseconds (ECMAScript, "Time Values and Time Range"). */
const LAST_TIME = 8.64e15;

/** Epoch milliseconds of one of OCSF's pairs `time` and `time_dt`; DuckDB writes timestamps without a zone, in UTC. */
export function milliseconds(value: JsonObject, name: string): number | undefined {
  const pair = [value[name], value[`${name}_dt`]];
  const number = pair.map((each) => Number(text(each))).find((each) => each > 0);
  if (number !== undefined) {
    const time = number > 1e14 ? Math.floor(number / 1000) : number;
    return time > LAST_TIME ? undefined : time;
  }
  const written = pair.find((each) => typeof each === 'string' && each !== '');
  if (typeof written !== 'string') return undefined;
  const iso = written.replace(' ', 'T');
  const parsed = Date.parse(
    /(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(iso) ? iso.replace(/([+-]\d\d)$/, '$1:00') : `${iso}Z`,
  );
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** The account of a row's cloud or user, whichever version wrote it. */
export function accountOf(value: JsonValue | undefined): string | undefined {
  return text(at(value, 'account', 'uid')) ?? text(at(value, 'account_uid'));
}
