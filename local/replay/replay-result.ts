import type { Cause } from '../../analysis/cause';
import type { Finding, Severity } from '../../analysis/finding';
import type { OpenEnd } from '../../analysis/open-ends';
import type { ReadReport } from '../reading/read-report';
import type { ReplaySettings } from '../settings/replay-settings';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** One state change of one alarm, as CloudWatch would have made it, with the records behind it. */
export interface AlarmChange {
  readonly detection: string;
  readonly title: string;
  readonly severity: Severity;
  /** The account whose alarm it is; undefined where one trail feeds the alarms of all, and where no record names one. */
  readonly account: string | undefined;
  readonly state: AlarmState;
  /** Epoch seconds: the end of the minute that decided it. */
  readonly at: number;
  /** Sum over the latest period; undefined where there is none (composite alarms, missing data). */
  readonly value: number | undefined;
  readonly threshold: number | undefined;
  /** ALARM: the records that caused it. OK: those that came while it was red. In time order. */
  readonly causes: readonly Cause[];
  /** How many records there were; more than `causes` where not all were kept. */
  readonly causeCount: number;
  /** ALARM: the records that came while it was red, also when it still is at the end of the replay. */
  readonly whileRed: { readonly causes: readonly Cause[]; readonly count: number };
  /** One sentence with the facts where there are no records to show: silence, composites. */
  readonly note: string | undefined;
}

/** A finding with the title of its detection. */
export interface TitledFinding extends Finding {
  readonly title: string;
  /** Whose flows it is about, where there are flows of several accounts. */
  readonly account?: string | undefined;
  /** Set where `--since` cuts off how it began. */
  readonly beganBefore?: true;
}

/** Records that the window left out. */
export interface OutsideRecords {
  readonly count: number;
  /** Epoch seconds of the first and the last of them. */
  readonly from: number;
  readonly to: number;
}

/** What one silence did to these logs. */
export interface Silenced {
  readonly kind: 'suppression' | 'mute window';
  /** `suppressions[0]`. */
  readonly setting: string;
  readonly detections: readonly string[];
  readonly owner: string;
  readonly expires: string;
  readonly alarms: number;
  readonly findings: number;
}

/** Everything a replay found out; plain data, and all that the renderers get. */
export interface ReplayResult {
  readonly folder: string;
  readonly settings: ReplaySettings;
  /** Regions taken as home because the settings name none; empty when the records said too little. */
  readonly learnedHomeRegions: readonly string[] | undefined;
  /** First and last analyzed record, epoch seconds; undefined when nothing was analyzed. */
  readonly span: { readonly from: number; readonly to: number } | undefined;
  /** Undefined where `--since` and `--until` left nothing out. */
  readonly outside: OutsideRecords | undefined;
  /** How many alarms and findings filters such as `--actor` keep back, in words; absent where they keep back none. */
  readonly hidden?: string;
  /** Accounts that the analyzed records speak of, ascending. */
  readonly accounts: readonly string[];
  /** Which settings file rules what. */
  readonly ruling: readonly string[];
  readonly read: ReadReport;
  /** Files whose flow logs lack a field without which no rule sees a connection. */
  readonly blindFlowLogs: readonly string[];
  /**
   * Whether CloudTrail's digests vouch for the files.
   *
   * @default 'not checked'
   */
  readonly integrity?: 'valid' | 'broken' | 'not all checked';
  /** In time order. */
  readonly alarms: readonly AlarmChange[];
  readonly findings: readonly TitledFinding[];
  /**
   * What each suppression and mute window kept quiet, which is neither among the alarms nor the findings.
   *
   * @default - there are none
   */
  readonly silenced?: readonly Silenced[];
  /** What calls began and none ended, in time order. */
  readonly open: readonly OpenEnd[];
  /** What the reader must know to trust the rest: what was left out, capped or learned. */
  readonly notes: readonly string[];
}
