import type { OpenEnd } from '../../analysis/open-ends';
import type { Detection } from '../../detections/detection';
import type { FULLER } from '../reading/log-sink';
import type { AlarmChange, OutsideRecords, TitledFinding } from './replay-result';

/** Why a record that could be read was not analyzed. */
export type ReplaySkipReason =
  | 'before-since'
  | 'after-until'
  | 'duplicate'
  /** It was judged for what the first does not say. */
  | typeof FULLER
  | 'no-event-time';

/** What the engine found out, besides what the reader knows. */
export interface ReplayOutcome {
  readonly detections: readonly Detection[];
  readonly learnedHomeRegions: readonly string[] | undefined;
  readonly span: { readonly from: number; readonly to: number } | undefined;
  readonly outside: OutsideRecords | undefined;
  readonly accounts: readonly string[];
  readonly blindFlowLogs: readonly string[];
  readonly alarms: readonly AlarmChange[];
  readonly findings: readonly TitledFinding[];
  readonly open: readonly OpenEnd[];
  readonly notes: readonly string[];
}
