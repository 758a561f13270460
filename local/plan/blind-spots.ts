import type { ExampleDocument } from '../../detections/custom/example-document';
import { doesFire, wholeRecord } from '../../detections/custom/run-examples';
import type { Detection } from '../../detections/detection';
import { EXAMPLES } from '../../detections/examples/index';
import { TRAIL_EXAMPLES } from '../../detections/examples/trail/index';
import { describeNeed, FLOW_LOG_NEEDS } from '../../detections/flow-log-needs';
import {
  type CloudTrailRecord,
  type JsonObject,
  kindOfApiCall,
} from '../../records/cloudtrail/cloudtrail-record';
import { READS, type VolumeSink } from './volume-sink';

/** A detection that these logs could never raise, whatever happens. */
export interface BlindSpot {
  readonly detection: string;
  readonly reason: string;
}

/** Of fewer records nothing is said about what is never among them. */
const FEWEST_RECORDS = 200;
/** Services whose calls are recorded in one region, whatever the caller's. */
const GLOBAL = /^(?:iam|organizations|cloudfront|route53|sts|signin|account|artifact)\.amazonaws\.com$/;

/**
 * What can never fire on such a trail and such flow logs. What a detection needs of a trail is read off the examples that
 * prove it: a field, a class of events, a region.
 *
 * @param fires by id, what the owners of their own detections show that fires; of one without nothing is said but that
 * its kind of log is missing
 */
export function blindSpots(
  catalogue: readonly Detection[],
  seen: VolumeSink,
  fires: ReadonlyMap<string, readonly ExampleDocument[]> = new Map(),
): readonly BlindSpot[] {
  const blind = new Map<string, string>();
  for (const detection of catalogue) {
    const reason = reasonOf(detection, seen, fires.get(detection.id) ?? []);
    if (reason !== undefined) blind.set(detection.id, reason);
  }
  for (const { id, detector } of catalogue) {
    if (detector.kind !== 'composite') continue;
    const part = detector.of.find((one) => blind.has(one));
    if (part !== undefined) blind.set(id, `it is made of ${part}, which cannot fire`);
  }
  return [...blind].map(([detection, reason]) => ({ detection, reason }));
}

function reasonOf(
  detection: Detection,
  seen: VolumeSink,
  own: readonly ExampleDocument[],
): string | undefined {
  const { id, detector } = detection;
  switch (detector.kind) {
    case 'analyzer':
      return flowReason(id, seen) ?? ownFlowReason(detection, seen, own);
    case 'silence':
      return detector.of === 'flow-logs' ? flowReason(id, seen) : undefined;
    case 'container-filter':
      return seen.containerLines === 0 ? 'there are no lines of containers' : undefined;
    case 'composite':
      return undefined;
    case 'chain':
      if (detector.steps.some(({ flow }) => flow !== undefined)) {
        return 'one of its steps is seen in flow logs, which a deployment does not join with calls; a replay does';
      }
      return trailReason(id, seen, own);
    default:
      return trailReason(id, seen, own);
  }
}

function flowReason(id: string, seen: VolumeSink): string | undefined {
  if (seen.flowRecords === 0) return 'there are no flow logs';
  const missing = (FLOW_LOG_NEEDS[id]?.needs ?? []).filter(
    (need) => ![need].flat().some((field) => seen.flowFields.has(field)),
  );
  return missing.length === 0
    ? undefined
    : `the flow logs have no field ${missing.map(describeNeed).join(', ')}`;
}

/** The fields that no example of an own rule fires without, and the flow logs do not have. */
function ownFlowReason(
  detection: Detection,
  seen: VolumeSink,
  own: readonly ExampleDocument[],
): string | undefined {
  const missing = new Set<string>();
  for (const { flows = [] } of own) {
    const recorded = flows.map((flow) =>
      Object.fromEntries(Object.entries(flow).filter(([field]) => seen.flowFields.has(field))),
    );
    if (doesFire(detection, { flows: recorded })) return undefined;
    for (const field of flows.flatMap(Object.keys)) if (!seen.flowFields.has(field)) missing.add(field);
  }
  return missing.size === 0 ? undefined : `the flow logs have no field ${[...missing].sort().join(', ')}`;
}

/** What every way to raise it needs and the trail does not record. */
function trailReason(id: string, seen: VolumeSink, own: readonly ExampleDocument[]): string | undefined {
  if (seen.apiEvents === 0) return 'there are no CloudTrail records';
  const ways = [
    ...(EXAMPLES[id]?.fires ?? []).map((record) => [record]),
    ...(TRAIL_EXAMPLES[id]?.fires ?? []).map(({ records }) => records),
    ...own.map(({ records = [] }) => records.flatMap((record, index) => knownRecord(record, index, seen))),
  ];
  if (ways.length === 0 || seen.apiEvents < FEWEST_RECORDS) return undefined;
  const reasons = ways.map((records) =>
    records.map((record) => missingFor(record, seen)).find((one) => one !== undefined),
  );
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
}

/**
 * An own example as a whole record. One that does not say whether it is a management or a data event may be either where
 * the trail records both, and nothing is said of it.
 */
function knownRecord(record: JsonObject, index: number, seen: VolumeSink): readonly CloudTrailRecord[] {
  const isClear = ['eventCategory', 'managementEvent', 'eventType'].some((key) => record[key] !== undefined);
  return isClear || !seen.kinds.has('data') ? [wholeRecord(record, index)] : [];
}

function missingFor(record: CloudTrailRecord, seen: VolumeSink): string | undefined {
  const kind = kindOfApiCall(record);
  if ((kind === 'data' || kind === 'network activity') && !seen.kinds.has(kind)) {
    return `the trail records no ${kind} events`;
  }
  const isRead = kind === 'management' && READS.test(record.eventName);
  if (isRead && seen.readEvents === 0) return 'the trail records no read events';
  const isElsewhere = seen.regions.size > 0 && !seen.regions.has('us-east-1');
  if (isElsewhere && GLOBAL.test(record.eventSource)) {
    return 'the trail has no records of us-east-1, where global services such as IAM are recorded';
  }
  return undefined;
}

/** Techniques that the catalogue knows and nothing would see here. */
export function uncoveredTechniques(
  catalogue: readonly Detection[],
  blind: readonly BlindSpot[],
): readonly string[] {
  const unseen = new Set(blind.map(({ detection }) => detection));
  const covered = new Set(catalogue.filter(({ id }) => !unseen.has(id)).flatMap(({ attack }) => attack));
  const all = new Set(catalogue.flatMap(({ attack }) => attack));
  return [...all].filter((technique) => !covered.has(technique)).sort();
}
