const HOUR = 3_600;

/** How long nothing must come before a story is over; the rules that differ from an hour. */
const QUIET_SECONDS: Readonly<Record<string, number>> = {
  'ssh-slow-brute-force': 12 * HOUR,
  'ssh-accepted-from-internet': 24 * HOUR,
  'ssh-filtered-probe': 6 * HOUR,
  'ssh-flood': HOUR / 4,
};

/** As the rule of the detection has it, seconds. */
export function quietSeconds(detectionId: string): number {
  return QUIET_SECONDS[detectionId] ?? HOUR;
}
