import type { FindingState } from '../../analysis/finding';
import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';

/** What is told of one alarm: the records that nobody was told of yet. */
export interface ToldAlarm {
  readonly detection: Detection;
  /** The alarm that it shares with others of its family. */
  readonly group?: string;
  /** Epoch seconds. */
  readonly raisedAt: number;
  /** Told on the event itself, before CloudWatch could turn the alarm red. */
  readonly isEarly: boolean;
  /** In time order; empty where there are none to show. */
  readonly records: readonly CloudTrailRecord[];
  /** All that were told so far, these included. */
  readonly total: number;
  /** There are too many to be listed: these are the first, and so many were counted. */
  readonly flood?: { readonly counted: number };
  /** Why it is red in CloudWatch's words, or why there are no records. */
  readonly note: string | undefined;
}

export interface AlarmStory {
  readonly id: string;
  readonly thread: string;
  readonly state: FindingState;
  /** When it is told, epoch seconds. */
  readonly at: number;
  readonly alarms: readonly ToldAlarm[];
}
