import type { SshPolicy } from './policy';

/** A number that a rule on flow records compares with, and what an owner may make of it. */
export interface FlowThreshold {
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

const from = (usual: number, least: number, most: number): FlowThreshold => ({ usual, least, most });

/**
 * What fleets differ in, by detection and name. Where each usual number comes from stands in the rule that it is of;
 * what follows from a protocol is no threshold and stays there.
 */
export const FLOW_THRESHOLDS = {
  'address-scan': { targets: from(6, 3, 1_000), targetsPerHour: from(25, 6, 10_000) },
  'port-scan': { ports: from(10, 5, 1_000) },
  'ssh-brute-force': { guesses: from(9, 3, 1_000), manyGuesses: from(30, 9, 10_000) },
  'ssh-brute-force-flat': { connections: from(10, 5, 1_000), connectionsInside: from(30, 5, 10_000) },
  'ssh-distributed-brute-force': { sources: from(20, 5, 1_000), attemptsEach: from(3, 1, 20) },
  'ssh-filtered-probe': { rejects: from(10, 3, 10_000) },
  'ssh-flood': { connectionsPerMinute: from(100, 20, 100_000), minutes: from(3, 1, 5) },
  'ssh-horizontal-scan': { targets: from(6, 3, 1_000), targetsPerHour: from(25, 6, 10_000) },
  'ssh-on-unlisted-port': { connections: from(5, 3, 1_000) },
  'ssh-probable-login': { guesses: from(9, 3, 1_000), manyGuesses: from(30, 9, 10_000) },
  'ssh-probe-burst': { connections: from(5, 3, 1_000) },
  'ssh-slow-brute-force': { attempts: from(10, 5, 1_000) },
  'ssh-vertical-scan': { ports: from(10, 5, 1_000) },
  'task-beacon': { connections: from(16, 8, 64), hoursLearned: from(3, 1, 720) },
  'task-slow-upload': {
    mebibytesADay: from(10, 1, 100_000),
    mebibytesOnce: from(100, 1, 1_000_000),
    daysLearned: from(7, 2, 60),
  },
  'task-spread': { targets: from(3, 2, 100), hoursLearned: from(24, 1, 720) },
} as const satisfies { readonly [detection: string]: { readonly [name: string]: FlowThreshold } };

type Table = typeof FLOW_THRESHOLDS;

/** The numbers of all rules, by detection and name. */
export type FlowNumbers = { readonly [D in keyof Table]: { readonly [name in keyof Table[D]]: number } };

/** Rules ask for each source or target: the answer of a policy is kept for as long as the policy is. */
const kept = new WeakMap<object, Map<string, object>>();

/** All numbers of one rule, the owner's where there are any. */
export function thresholdsOf<D extends keyof Table>(
  policy: Pick<SshPolicy, 'thresholds'>,
  detection: D,
): FlowNumbers[D] {
  let ofPolicy = kept.get(policy);
  if (ofPolicy === undefined) {
    ofPolicy = new Map();
    kept.set(policy, ofPolicy);
  }
  const known = ofPolicy.get(detection);
  if (known !== undefined) return known as FlowNumbers[D];
  const given = policy.thresholds?.[detection] ?? {};
  const numbers = Object.fromEntries(
    Object.entries(FLOW_THRESHOLDS[detection]).map(([name, { usual }]) => [name, given[name] ?? usual]),
  ) as FlowNumbers[D];
  ofPolicy.set(detection, numbers);
  return numbers;
}

/** Those of all rules. */
export function allThresholds(policy: Pick<SshPolicy, 'thresholds'>): FlowNumbers {
  const detections = Object.keys(FLOW_THRESHOLDS) as (keyof Table)[];
  return Object.fromEntries(
    detections.map((detection) => [detection, thresholdsOf(policy, detection)]),
  ) as FlowNumbers;
}
