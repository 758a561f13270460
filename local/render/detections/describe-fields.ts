import { describeNeed, FLOW_LOG_NEEDS } from '../../../detections/flow-log-needs';

/** Which fields of flow logs a detection reads, in sentences; none for one that reads other logs. */
export function describeFields(id: string): readonly string[] {
  const fields = FLOW_LOG_NEEDS[id];
  if (fields === undefined) return [];
  const needed = `Sees nothing without ${fields.needs.map(describeNeed).join(', ')}.`;
  return fields.better.length === 0
    ? [needed]
    : [needed, `Sees less, or is less sure, without ${fields.better.join(', ')}.`];
}
