import type { Detection } from '../../detections/detection';
import type { CauseLog } from './cause-log';
import { compositeAlarm } from './composite-alarm';
import { type AlarmSpan, filterAlarm } from './filter-alarm';
import type { AlarmChange } from './replay-result';
import { silenceAlarm } from './silence-alarm';

/** Records whose silence would say something: when they came, and until when they were to be expected. */
export interface Stream {
  /** Epoch minutes with records, ascending. */
  readonly minutes: readonly number[];
  /** Epoch seconds. */
  readonly until: number;
}

/** What the alarms of one account are judged on. */
export interface AlarmEvidence {
  /** Undefined where one trail feeds the alarms of all accounts, and where no record names one. */
  readonly account: string | undefined;
  /** The records that a filter detection matched. */
  logOf(id: string): CauseLog;
  /** Undefined where there were none, or where their end says nothing. */
  streamOf(kind: 'cloudtrail' | 'flow-logs'): Stream | undefined;
  readonly span: AlarmSpan;
}

const KINDS = { cloudtrail: 'CloudTrail', 'flow-logs': 'flow log' } as const;

/**
 * The state changes of all alarms in time order; where times are equal, by account, and in the catalogue's order.
 *
 * They are judged as CloudWatch would if every record were delivered at once: CloudTrail itself takes about five
 * minutes, flow logs too, and alarms come that much later.
 */
export function alarmsOf(
  detections: readonly Detection[],
  accounts: readonly AlarmEvidence[],
): readonly AlarmChange[] {
  return accounts
    .flatMap((evidence) => alarmsOfAccount(detections, evidence))
    .sort((one, other) => one.at - other.at);
}

function alarmsOfAccount(detections: readonly Detection[], evidence: AlarmEvidence): readonly AlarmChange[] {
  const simple = detections.flatMap((detection) => judge(detection, evidence));
  const composite = detections.flatMap((detection) =>
    detection.detector.kind === 'composite'
      ? compositeAlarm(detection, detection.detector.of, simple, evidence.account)
      : [],
  );
  return [...simple, ...composite];
}

function judge(
  detection: Detection,
  { account, logOf, streamOf, span }: AlarmEvidence,
): readonly AlarmChange[] {
  const { id, detector, alarm } = detection;
  if (alarm === undefined) return [];
  if (detector.kind === 'filter' || detector.kind === 'container-filter')
    return filterAlarm(detection, alarm, logOf(id), span, account);
  if (detector.kind !== 'silence') return [];
  const stream = streamOf(detector.of);
  if (stream === undefined) return [];
  return silenceAlarm(detection, alarm, stream.minutes, KINDS[detector.of], stream.until, account);
}
