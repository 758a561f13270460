const HOUR = 3_600;

/** The stories that go on over other pauses than an hour. */
const OTHERWISE: Readonly<Record<string, number>> = {
  /** Slower than any hour: half a day. */
  'ssh-slow-brute-force': 12 * HOUR,
  /** One story a day and target, however many find the open port. */
  'ssh-accepted-from-internet': 24 * HOUR,
  /** It is told to have the port listed: once a day is enough. */
  'ssh-on-unlisted-port': 24 * HOUR,
  /** Scanners come round again all day: one story each. */
  'ssh-filtered-probe': 6 * HOUR,
  /** Some come once in hours. */
  'task-beacon': 24 * HOUR,
  /** Told by the day, and not every day has one. */
  'task-slow-upload': 7 * 24 * HOUR,
  /** Either it comes by the minute or it is over. */
  'ssh-flood': HOUR / 4,
};

/**
 * How long nothing must come before a story of a detection is over, seconds: for the rules that find it, and for
 * whoever keeps it between their runs.
 */
export function quietSeconds(detectionId: string): number {
  return OTHERWISE[detectionId] ?? HOUR;
}
