import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';

/** How many characters of texts and names are still taken; each value and name counts as one more. */
export interface Room {
  left: number;
}

/**
 * The beginning of a value in the order in which JSON writes it, for as many characters as there is room: whoever shows
 * six hundred need not look at a hundred thousand.
 *
 * @example
 * beginningOf({ command: ['abc', 'def', 'ghi'] }, { left: 15 }) // { command: ['abc', 'd'] }
 */
export function beginningOf(value: JsonValue | undefined, room: Room): JsonValue | undefined {
  if (room.left <= 0) return undefined;
  room.left -= 1;
  if (typeof value === 'string') {
    const kept = value.length <= room.left ? value : value.slice(0, room.left);
    room.left -= kept.length;
    return kept;
  }
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (const item of value) {
      if (room.left <= 0) break;
      items.push(beginningOf(item, room) ?? null);
    }
    return items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members: [string, JsonValue | undefined][] = [];
  for (const [name, item] of Object.entries(value as JsonObject)) {
    if (room.left <= 0) break;
    room.left -= name.length;
    members.push([name, beginningOf(item, room)]);
  }
  return Object.fromEntries(members);
}
