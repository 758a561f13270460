import type { GivenThresholds } from '../../analysis/ssh/policy';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import type { Suppression } from '../../analysis/suppression';
import type { MuteWindow } from '../../deployment/silences';
import { flowThresholds } from '../../detections/custom/apply-changes';
import type { CustomDetections } from '../../detections/detection';

/** What a fleet's owner says about it: `harborwatch.json`, or the command line. */
export interface ReplaySettings {
  /** Exact ARNs of the roles that deploy. */
  readonly deployRoles: readonly string[];
  /** Regions that the fleet lives in; absent, the replay learns them from the records. */
  readonly homeRegions?: readonly string[];
  readonly sshPorts: readonly number[];
  readonly trustedCidrs: readonly string[];
  /** Public ranges that are the owner's own. */
  readonly insideCidrs?: readonly string[];
  readonly egressPorts: readonly number[];
  /**
   * One trail of the organisation feeds one log group, so that the alarms there count the calls of all accounts
   * together. Otherwise each account has metrics and alarms of its own.
   */
  readonly organizationTrail: boolean;
  /** Metric filters that the trail's log group takes; what has no place runs in the trail analyzer. */
  readonly filterPlaces?: number;
  /** Names and ARNs of what the pipeline itself is made of: whoever changes one of them is told. */
  readonly own?: readonly string[];
  /** Days in which first times only learn. */
  readonly learningDays?: number;
  /** Known findings that nobody is told until they expire, as in the settings of a deployment. */
  readonly suppressions?: readonly Suppression[];
  /** Planned times in which alarms stay quiet, as in the settings of a deployment. */
  readonly muteWindows?: readonly MuteWindow[];
  /** Detections of somebody's own, and changes of ours: from a folder, never from the settings file. */
  readonly custom?: CustomDetections;
  /** What these changes make of the numbers that the rules on flow records compare with. */
  readonly thresholds?: GivenThresholds;
}

/** Any subset of the settings, as a file or the command line gives it. */
export type GivenSettings = Partial<ReplaySettings>;

/**
 * Checks one source of settings; the first wrong value ends in a sentence.
 *
 * @param where the file, or a function that names the command-line option of a setting
 */
export function checkSettings(given: unknown, where: (key: string) => string): GivenSettings {
  if (isNothing(given)) return {};
  // What knows their forms takes as long to load as Node does to start.
  const { checkGiven } = require('./check-given') as typeof import('./check-given');
  return checkGiven(given, where);
}

/** An object without a value in it, as a command line without a setting gives it. */
function isNothing(given: unknown): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  return Object.values(given).every((value) => value === undefined);
}

/** Later sources win, setting by setting; what nobody gives has its default. */
export function mergeSettings(...sources: readonly GivenSettings[]): ReplaySettings {
  const merged: ReplaySettings = Object.assign(
    { deployRoles: [], organizationTrail: false, ...DEFAULT_SSH_POLICY },
    ...sources,
  );
  const { custom } = merged;
  return custom === undefined ? merged : { ...merged, thresholds: flowThresholds(custom.changes) };
}
