import type { Detection } from '../../detections/detection';
import type { CauseLog } from './cause-log';
import { compositeAlarm } from './composite-alarm';
import { type AlarmSpan, filterAlarm } from './filter-alarm';
import type { AlarmChange } from './replay-result';
import { silenceAlarm } from './silence-alarm';

/** What alarms are judged on. */
export interface AlarmEvidence {
  /** The records that a filter detection matched. */
  logOf(id: string): CauseLog;
  /** Epoch minutes with records of the kind, ascending. */
  minutesOf(kind: 'cloudtrail' | 'flow-logs'): readonly number[];
  readonly span: AlarmSpan;
}

const KINDS = { cloudtrail: 'CloudTrail', 'flow-logs': 'flow log' } as const;

/**
 * The state changes of all alarms in time order; where times are equal, in the catalogue's order.
 *
 * They are judged as CloudWatch would if every record were delivered at once: CloudTrail itself takes about five
 * minutes, flow logs too, and alarms come that much later.
 */
export function alarmsOf(detections: readonly Detection[], evidence: AlarmEvidence): readonly AlarmChange[] {
  const simple = detections.flatMap((detection) => judge(detection, evidence));
  const composite = detections.flatMap((detection) =>
    detection.detector.kind === 'composite' ? compositeAlarm(detection, detection.detector.of, simple) : [],
  );
  return [...simple, ...composite].sort((one, other) => one.at - other.at);
}

function judge(detection: Detection, { logOf, minutesOf, span }: AlarmEvidence): readonly AlarmChange[] {
  const { id, detector, alarm } = detection;
  if (alarm === undefined) return [];
  if (detector.kind === 'filter' || detector.kind === 'container-filter')
    return filterAlarm(detection, alarm, logOf(id), span);
  if (detector.kind !== 'silence') return [];
  return silenceAlarm(detection, alarm, minutesOf(detector.of), KINDS[detector.of], span.to);
}
