import type { JsonObject, JsonValue } from './cloudtrail-record';

/** Deeper than any request or answer of AWS. What writes or masks a value calls itself once a level, and a stack has an end. */
const MOST_DEPTH = 100;
const TOO_DEEP = 'nested too deep to be kept; the log has it';

/** The record with a few words in place of whatever lies deeper than 100 levels; itself, uncopied, where nothing does. */
export function withBoundedDepth<T extends JsonObject>(record: T): T {
  return isShallow(record, MOST_DEPTH) ? record : (cutOff(record, MOST_DEPTH) as T);
}

/**
 * Could the record in this JSON have anything deeper than 100 levels? Its brackets are counted, those within texts too:
 * that takes a sixth of walking through the record, and nearly all have a few.
 */
export function mayNestDeeper(json: string): boolean {
  let left = MOST_DEPTH;
  for (const bracket of ['{', '[']) {
    for (let at = json.indexOf(bracket); at !== -1; at = json.indexOf(bracket, at + 1)) {
      if (left === 0) return true;
      left -= 1;
    }
  }
  return false;
}

function isShallow(value: JsonValue | undefined, room: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (room === 0) return false;
  for (const name in value) {
    if (!isShallow((value as JsonObject)[name], room - 1)) return false;
  }
  return true;
}

function cutOff(value: JsonValue | undefined, room: number): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (room === 0) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((item) => cutOff(item, room - 1) ?? null);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cutOff(item, room - 1)]));
}
