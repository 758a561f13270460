import { isJsonObject, type JsonValue } from '../cloudtrail/cloudtrail-record';

/** Members whose lists are cut into their elements, however long: of files, and of what `lookup-events` and `filter-log-events` print. */
const LIST_NAMES: readonly string[] = ['Records', 'Events', 'events', 'records'];
const LIST_KEYS: readonly Buffer[] = LIST_NAMES.map((key) => Buffer.from(key));
const LONGEST_KEY = 7;
const SHORTEST_KEY = 6;
/** What CloudTrail begins each record with. */
const FIRST_KEY = Buffer.from('"eventVersion"');
/** A record's brace and its first key stand within this many bytes, also when indented. */
export const LOOK_BEHIND = 128;
const SPACE = 0x20;
const OPEN_BRACE = 0x7b;

/** Do the bytes spell the name of a member whose list is cut? */
export function isListKey(bytes: Buffer, begin: number, end: number): boolean {
  const length = end - begin;
  if (length > LONGEST_KEY || length < SHORTEST_KEY) return false;
  const name = bytes.subarray(begin, end);
  return LIST_KEYS.some((key) => key.equals(name));
}

/** Where the brace stands of a record whose first key ends with the quote at `at`; undefined where none begins behind `begin`. */
export function braceOfFirstKey(bytes: Buffer, at: number, begin: number): number | undefined {
  const key = at - FIRST_KEY.length + 1;
  if (key <= begin || !FIRST_KEY.equals(bytes.subarray(key, at + 1))) return undefined;
  const first = Math.max(begin + 1, key - LOOK_BEHIND, 0);
  let brace = key - 1;
  while (brace > first && (bytes[brace] ?? 0) <= SPACE) brace--;
  return brace < first || bytes[brace] !== OPEN_BRACE ? undefined : brace;
}

/**
 * A text that was cut where a record is likely to end, parsed; undefined where it is no JSON, or at the top the envelope
 * of a list, whose elements are the records.
 */
export function parsedWhole(text: string, isTop: boolean): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    const isEnvelope = isTop && isJsonObject(value) && LIST_NAMES.some((name) => name in value);
    return isEnvelope ? undefined : value;
  } catch {
    return undefined;
  }
}
