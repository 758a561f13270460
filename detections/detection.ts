import type { Finding, Severity } from '../analysis/finding';
import type { SshActivity } from '../analysis/ssh/activity';
import type { SshPolicy } from '../analysis/ssh/policy';
import type { GivenThresholds } from '../analysis/ssh/thresholds';
import type {
  CallTest,
  ChainRule,
  CountRule,
  FirstTimeRule,
  PredicateRule,
} from '../analysis/trail/trail-rule';

/**
 * What a fleet's owner says about it, and what some patterns are written with.
 * Every field is optional in the settings file; `DEFAULT_SETTINGS` says what absence means.
 */
export interface CatalogueSettings {
  /** Exact ARNs of the roles that deploy: their calls are excluded where a detection says so. */
  readonly deployRoles: readonly string[];
  /** Regions the fleet lives in; empty means unknown, and detections that need it are then left out. */
  readonly homeRegions: readonly string[];
  /**
   * What the deployment is called: its topics begin with it.
   *
   * @default DEFAULT_DEPLOYMENT_NAME
   */
  readonly deploymentName?: string;
  /**
   * How much is too much, by name; runbooks say it.
   *
   * @default - the standard of each
   */
  readonly thresholds?: GivenThresholds;
}

/** What a deployment is called unless its settings say otherwise. */
export const DEFAULT_DEPLOYMENT_NAME = 'harborwatch';

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

/** What makes two findings of a detection parts of one story, for whoever keeps stories between runs. */
export interface StoryShape {
  /**
   * A story about a `target` has ever more sources, one about a `source` ever more targets; one about a `pair` is
   * another one for the next pair.
   */
  readonly about: 'source' | 'target' | 'pair';
  /** Nothing new for so long ends it. */
  readonly quietMinutes: number;
  /**
   * Where a detection about sources makes a second claim about one target of theirs: is the finding one of these?
   *
   * @default - it makes one claim
   */
  readonly isAboutOneTarget?: (finding: Finding) => boolean;
}

/** A filter as it would be written if deploy roles were named, for the trail analyzer. */
export interface WiderFilter {
  readonly pattern: string;
  readonly severity: Severity;
}

export type Detector =
  /**
   * A CloudWatch Logs filter pattern on CloudTrail records: the very string that is deployed. What is the same deed
   * and cannot be said in a pattern (all rules of a call, sums of ranges) stands in `beyond`; the trail analyzer looks
   * at it, and tells only what the pattern does not match.
   */
  | {
      readonly kind: 'filter';
      readonly pattern: string;
      readonly beyond?: readonly CallTest[];
      /** The same, of the roles that it leaves out while nobody has said which of them deploy. */
      readonly wider?: WiderFilter;
    }
  /** A CloudWatch Logs filter pattern on the lines that containers write, by the columns of `container_logs`. */
  | { readonly kind: 'container-filter'; readonly pattern: string }
  /** Code over one whole API record, which the trail analyzer asks. */
  | PredicateRule
  /** So many records, or different values, of one key within a span of time. */
  | CountRule
  /** Steps that belong together, within a span of time. */
  | ChainRule
  /** A value that was never seen for a key, against a learned baseline. */
  | FirstTimeRule
  /** A rule over SSH and scan activity in flow logs. */
  | {
      readonly kind: 'analyzer';
      readonly rule: (activity: SshActivity, policy: SshPolicy) => readonly Finding[];
      readonly story: StoryShape;
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
  /** MITRE ATT&CK techniques, `T1609` or `T1685.002`. */
  readonly attack: readonly string[];
  /** `cis` for the exact strings that Security Hub compares, `tuned` for ours. */
  readonly set: 'cis' | 'tuned';
  readonly detector: Detector;
  /** Absent for what an analyzer finds: that is told by itself. */
  readonly alarm?: AlarmSettings;
  readonly runbook: Runbook;
}

/** A small family of detections that are written, read and deployed together. */
export type DetectionFamily = (settings: CatalogueSettings) => readonly Detection[];
