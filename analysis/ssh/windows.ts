const MINUTE = 60;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/**
 * Spans of time that rules on flow records look at, seconds: rules and their runbooks read the same. Where each comes from
 * stands in the rule that it is of; those of scans in `scan-horizons.ts`.
 */
export const FLOW_WINDOWS = {
  'ssh-probable-login': HOUR,
  'ssh-port-opened-then-probed': HOUR,
  'ssh-brute-force-flat': 10 * MINUTE,
  'ssh-flood': 5 * MINUTE,
  'ssh-brute-force': HOUR,
  'ssh-brute-force: on several': HOUR / 2,
  'ssh-slow-brute-force': DAY,
  'ssh-slow-brute-force: median gap': 10 * MINUTE,
  'ssh-distributed-brute-force': HOUR,
  'ssh-probe-burst': 2 * MINUTE,
  'ssh-filtered-probe': HOUR,
  'ssh-horizontal-scan': 5 * MINUTE,
  'ssh-horizontal-scan: slow': HOUR,
  'ssh-horizontal-scan: slowest': DAY,
  'ssh-vertical-scan': HOUR,
  'ssh-vertical-scan: slow': DAY,
  'ssh-on-unlisted-port': DAY,
  'address-scan': 5 * MINUTE,
  'address-scan: slow': HOUR,
  'address-scan: slowest': DAY,
  'port-scan': HOUR,
  'port-scan: slow': DAY,
  'unusual-egress': HOUR,
  'task-spread': HOUR,
  /** What a task does so long after a shell in it, or after a release of its service, may come of that. */
  'shell before': HOUR,
  'release before': DAY,
} as const;

/** The spans by name, whatever they are long. */
export type FlowWindows = { readonly [name in keyof typeof FLOW_WINDOWS]: number };
