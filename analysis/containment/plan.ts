import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';

/** What can be isolated, by its kind. */
export const CONTAINED_KINDS = ['task', 'role', 'user', 'key', 'security-group'] as const;
export type ContainedKind = (typeof CONTAINED_KINDS)[number];

/** In this order: what is evidence is gone once the task is stopped, and what is stopped is not yet clean. */
export const PHASES = ['evidence', 'cut off', 'clean', 'afterwards'] as const;
export type Phase = (typeof PHASES)[number];

/** A change that a step makes, as CloudTrail records it; reads leave records too, which no detection minds. */
export interface LeftRecord {
  /** `ec2` for `ec2.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly request: JsonObject;
}

export interface Step {
  readonly phase: Phase;
  readonly title: string;
  readonly why: string;
  /** Lines for a shell, as a person pastes them. */
  readonly commands: readonly string[];
  /** What the commands leave in the trail. */
  readonly leaves: readonly LeftRecord[];
}

/** Steps that isolate one thing; nothing runs them but a person. */
export interface ContainmentPlan {
  readonly kind: ContainedKind;
  readonly target: string;
  readonly steps: readonly Step[];
}

export function step(
  phase: Phase,
  title: string,
  why: string,
  commands: readonly string[],
  leaves: readonly LeftRecord[] = [],
): Step {
  return { phase, title, why, commands, leaves };
}

export function left(service: string, name: string, request: JsonObject): LeftRecord {
  return { service, name, request };
}
