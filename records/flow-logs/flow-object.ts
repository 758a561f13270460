import type { JsonObject, JsonValue } from '../cloudtrail/cloudtrail-record';
import { flowLogFieldOf } from './flow-log-header';

/** A flow log record as a line and the names of its columns, as a header would give them. */
export interface FlowObject {
  readonly names: string;
  readonly line: string;
}

const ADDRESSES = ['srcaddr', 'dstaddr'] as const;

/**
 * A flow log record that was written as a JSON object: names as AWS writes them, with `_` (tables), in capitals or in
 * camel case (what Logs Insights finds in flow logs by itself). Undefined for an object that lacks the two addresses.
 */
export function flowObject(value: JsonObject): FlowObject | undefined {
  const fields = new Map<string, string>();
  for (const [key, member] of Object.entries(value)) {
    const field = flowLogFieldOf(key);
    if (field !== undefined && !fields.has(field)) fields.set(field, textOf(member));
  }
  // A window without traffic has `-` in their place.
  if (!ADDRESSES.every((name) => fields.get(name))) return undefined;
  return {
    names: [...fields.keys()].join(' '),
    line: [...fields.values()].map((value) => value || '-').join(' '),
  };
}

/** A list or an object becomes a text that no field can hold, so that the line is refused with the field's name. */
function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value).replaceAll(' ', '') : String(value);
}
