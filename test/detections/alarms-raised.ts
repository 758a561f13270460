import { evaluateAlarm } from '../../analysis/alarm';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import { SEVERITIES } from '../../analysis/finding';
import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord, JsonValue } from '../../records/cloudtrail/cloudtrail-record';

const HOUR = 3600;

/** Ids of the detections of medium severity or more whose alarm turns red over these records, each once a turn. */
export function alarmsRaised(
  catalogue: readonly Detection[],
  records: readonly CloudTrailRecord[],
): readonly string[] {
  return catalogue.flatMap(({ id, severity, detector, alarm }) => {
    if (detector.kind !== 'filter' || alarm === undefined || SEVERITIES.indexOf(severity) < 1) {
      return [];
    }
    const pattern = parseFilterPattern(detector.pattern);
    const times = records
      .filter((record) => pattern.matchesRecord(record))
      .map(({ eventTime }) => Date.parse(eventTime) / 1000);
    if (times.length === 0) {
      return [];
    }
    const sums = new Map<number, number>();
    for (const minute of times.map((time) => Math.floor(time / 60))) {
      sums.set(minute, (sums.get(minute) ?? 0) + 1);
    }
    const span = { from: Math.min(...times) - HOUR, to: Math.max(...times) + HOUR };
    return evaluateAlarm(alarm, sums, span)
      .filter(({ state }) => state === 'ALARM')
      .map(() => id);
  });
}

/** All CloudTrail records in a document, however deep they lie: lists, envelopes, and JSON inside strings. */
export function recordsWithin(value: JsonValue | undefined): readonly CloudTrailRecord[] {
  if (typeof value === 'string') {
    return value.includes('"eventName"') ? recordsWithin(parsed(value)) : [];
  }
  if (value === null || typeof value !== 'object') {
    return [];
  }
  if (isRecord(value)) {
    return [value];
  }
  return Object.values(value).flatMap((inner) => recordsWithin(inner));
}

function isRecord(value: JsonValue): value is CloudTrailRecord {
  return value !== null && typeof value === 'object' && 'eventName' in value && 'eventSource' in value;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
