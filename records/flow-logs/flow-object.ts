import type { JsonObject, JsonValue } from '../cloudtrail/cloudtrail-record';
import { FLOW_LOG_FIELDS } from './flow-log-fields';

/** A flow log record as a line and the names of its columns, as a header would give them. */
export interface FlowObject {
  readonly names: string;
  readonly line: string;
}

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const FIELD_OF: ReadonlyMap<string, string> = new Map(FLOW_LOG_FIELDS.map(({ name }) => [bare(name), name]));

/**
 * A flow log record that was written as a JSON object: names as AWS writes them, with `_` (tables), or in camel case
 * (what Logs Insights finds in flow logs by itself). Undefined for an object that lacks the two addresses.
 */
export function flowObject(value: JsonObject): FlowObject | undefined {
  if (
    textOf(value['srcaddr'] ?? value['srcAddr']) === '' ||
    textOf(value['dstaddr'] ?? value['dstAddr']) === ''
  )
    return undefined;
  const fields = new Map<string, string>();
  for (const [key, member] of Object.entries(value)) {
    const field = FIELD_OF.get(bare(key));
    if (field !== undefined && !fields.has(field)) fields.set(field, textOf(member) || '-');
  }
  return { names: [...fields.keys()].join(' '), line: [...fields.values()].join(' ') };
}

/** A list or an object becomes a text that no field can hold, so that the line is refused with the field's name. */
function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value).replaceAll(' ', '') : String(value);
}
