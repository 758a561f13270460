const MINUTE = 60;
const HOUR = 3_600;

/**
 * Spans of time that rules on SSH look at, seconds: rules and their runbooks read the same. Where each comes from stands
 * in the rule that it is of.
 */
export const SSH_WINDOWS = {
  'ssh-probable-login': HOUR,
  'ssh-port-opened-then-probed': HOUR,
  'ssh-brute-force-flat': 10 * MINUTE,
  'ssh-flood': 5 * MINUTE,
  'ssh-brute-force': HOUR,
  'ssh-brute-force: on several': HOUR / 2,
  'ssh-slow-brute-force': 24 * HOUR,
  'ssh-slow-brute-force: median gap': 10 * MINUTE,
  'ssh-distributed-brute-force': HOUR,
  'ssh-probe-burst': 2 * MINUTE,
  'ssh-filtered-probe': HOUR,
} as const;

/** The spans by name, whatever they are long. */
export type SshWindows = { readonly [name in keyof typeof SSH_WINDOWS]: number };
