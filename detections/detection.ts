import type { Finding, Severity } from '../analysis/finding';
import type { SshActivity } from '../analysis/ssh/activity';
import type { SshPolicy } from '../analysis/ssh/policy';

/**
 * What a fleet's owner says about it, and what some patterns are written with.
 * Every field is optional in the settings file; `DEFAULT_SETTINGS` says what absence means.
 */
export interface CatalogueSettings {
  /** Exact ARNs of the roles that deploy: their calls are excluded where a detection says so. */
  readonly deployRoles: readonly string[];
  /** Regions the fleet lives in; empty means unknown, and detections that need it are then left out. */
  readonly homeRegions: readonly string[];
}

export const DEFAULT_SETTINGS: CatalogueSettings = { deployRoles: [], homeRegions: [] };

/** How CloudWatch judges the metric of a detection. */
export interface AlarmSettings {
  /** The alarm compares `Sum >= threshold` over one period. */
  readonly threshold: number;
  /**
   * `below` compares `Sum < threshold` instead: for records that should be there.
   *
   * @default 'at-least'
   */
  readonly comparison?: 'at-least' | 'below';
  readonly periodMinutes: number;
  /** N periods are looked at … */
  readonly evaluationPeriods: number;
  /** … and M of them must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: 'notBreaching' | 'breaching' | 'ignore' | 'missing';
}

/** What the person who was woken needs: never "check the logs". */
export interface Runbook {
  /** What happened, in terms of the API or the network. */
  readonly meaning: string;
  /** What it can cost. */
  readonly impact: string;
  /** Steps to find out, each with a window and a field to look at. */
  readonly diagnosis: readonly string[];
  /** Steps to stop it and to put it right. */
  readonly response: readonly string[];
}

export type Detector =
  /** A CloudWatch Logs filter pattern on CloudTrail records: the very string that is deployed. */
  | { readonly kind: 'filter'; readonly pattern: string }
  /** A CloudWatch Logs filter pattern on the lines that containers write, by the columns of `container_logs`. */
  | { readonly kind: 'container-filter'; readonly pattern: string }
  /** A rule over SSH and scan activity in flow logs. */
  | {
      readonly kind: 'analyzer';
      readonly rule: (activity: SshActivity, policy: SshPolicy) => readonly Finding[];
    }
  /** Records that should be there and are not: judged on the number of records of one kind of log. */
  | { readonly kind: 'silence'; readonly of: 'cloudtrail' | 'flow-logs' }
  /** All of the named detections' alarms are red at once. */
  | { readonly kind: 'composite'; readonly of: readonly string[] };

/** One record of the catalogue; filter, alarm, metric, dashboard row, replay and runbook are renderings of it. */
export interface Detection {
  /** `<subject>-<what-happened>`; also the name of its metric, alarm and runbook heading. */
  readonly id: string;
  /** One line of ASCII, at most 100 characters: the subject of the notification. */
  readonly title: string;
  readonly severity: Severity;
  /** MITRE ATT&CK techniques, `T1609` or `T1562.008`. */
  readonly attack: readonly string[];
  /** `cis` for the exact strings that Security Hub compares, `tuned` for ours. */
  readonly set: 'cis' | 'tuned';
  readonly detector: Detector;
  /** Absent for analyzers: their findings are told by themselves. */
  readonly alarm?: AlarmSettings;
  readonly runbook: Runbook;
}

/** A small family of detections that are written, read and deployed together. */
export type DetectionFamily = (settings: CatalogueSettings) => readonly Detection[];
