import type { Random } from '../random';

/** A client's source port, from Linux's default range. */
export function ephemeralPort(random: Random): number {
  return random.int(32_768, 60_999);
}
