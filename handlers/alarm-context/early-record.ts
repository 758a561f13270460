import { type FilterPattern, parseFilterPattern } from '../../analysis/filter-pattern';
import type { Detection } from '../../detections/detection';
import { isOnFastPath } from '../../detections/fast-path';
import { type JsonValue, understandCloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { typedRecord } from '../../records/cloudtrail/typed-record';
import type { FetchedRecord } from './fetch-records';

/** What EventBridge calls the events that carry a CloudTrail record. */
const VIA_CLOUDTRAIL = / via CloudTrail$/;

/** A record that came minutes before its alarm. */
export interface EarlyRecord extends FetchedRecord {
  /** As CloudTrail wrote it: what a pattern judges. */
  readonly text: string;
}

/**
 * The CloudTrail record of an event that EventBridge hands on; undefined for any other event, and for a record
 * without an id, which could not be known again when the alarm comes.
 */
export function earlyRecordIn(event: unknown): EarlyRecord | undefined {
  const { 'detail-type': type, detail } = (event ?? {}) as { 'detail-type'?: unknown; detail?: JsonValue };
  if (typeof type !== 'string' || !VIA_CLOUDTRAIL.test(type)) return undefined;
  const outcome = understandCloudTrailRecord(detail);
  if (outcome.kind !== 'record') return undefined;
  const record = typedRecord(outcome.record);
  return record.eventID === undefined
    ? undefined
    : { id: record.eventID, record, text: JSON.stringify(detail) };
}

const filters = new Map<string, FilterPattern>();

/** The detections of the fast path whose pattern, the deployed one, matches the record. */
export function detectionsFor(
  { text }: EarlyRecord,
  detections: ReadonlyMap<string, Detection>,
): readonly Detection[] {
  return [...detections.values()].filter((detection) => {
    if (!isOnFastPath(detection) || detection.detector.kind !== 'filter') return false;
    const { pattern } = detection.detector;
    const filter = filters.get(pattern) ?? parseFilterPattern(pattern);
    filters.set(pattern, filter);
    return filter.matchesText(text);
  });
}
