import type { Detection } from '../../detections/detection';
import { EXAMPLES } from '../../detections/examples/index';
import { TRAIL_EXAMPLES } from '../../detections/examples/trail/index';
import { describeNeed, FLOW_LOG_NEEDS } from '../../detections/flow-log-needs';
import { type CloudTrailRecord, kindOfApiCall } from '../../records/cloudtrail-record';
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
 */
export function blindSpots(catalogue: readonly Detection[], seen: VolumeSink): readonly BlindSpot[] {
  const blind = new Map<string, string>();
  for (const detection of catalogue) {
    const reason = reasonOf(detection, seen);
    if (reason !== undefined) blind.set(detection.id, reason);
  }
  for (const { id, detector } of catalogue) {
    if (detector.kind !== 'composite') continue;
    const part = detector.of.find((one) => blind.has(one));
    if (part !== undefined) blind.set(id, `it is made of ${part}, which cannot fire`);
  }
  return [...blind].map(([detection, reason]) => ({ detection, reason }));
}

function reasonOf({ id, detector }: Detection, seen: VolumeSink): string | undefined {
  switch (detector.kind) {
    case 'analyzer':
      return flowReason(id, seen);
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
      return trailReason(id, seen);
    default:
      return trailReason(id, seen);
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

/** What every way to raise it needs and the trail does not record. */
function trailReason(id: string, seen: VolumeSink): string | undefined {
  if (seen.apiEvents === 0) return 'there are no CloudTrail records';
  const ways = [
    ...(EXAMPLES[id]?.fires ?? []).map((record) => [record]),
    ...(TRAIL_EXAMPLES[id]?.fires ?? []).map(({ records }) => records),
  ];
  if (ways.length === 0 || seen.apiEvents < FEWEST_RECORDS) return undefined;
  const reasons = ways.map((records) =>
    records.map((record) => missingFor(record, seen)).find((one) => one !== undefined),
  );
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
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
