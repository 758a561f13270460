import type { Connection } from '../connections/connection';
import { medianOf } from '../stories/attempt-facts';

/** Fewer requests could differ by chance. */
export const FEWEST_REQUESTS = 8;
/** What the same request differs by: another name or password, padded to whole blocks. */
export const SAME_REQUEST = 80;
/** A tool says the same nearly each time; retransmissions and a shorter last connection are fewer than this. */
export const SHARE_OF_SAME = 0.6;
/** A tool that packs several guesses into a connection has a few lengths, each again and again. */
export const SHARE_OF_REPEATED = 0.5;

/**
 * Whether the client said more here and less there, hardly ever the same twice: it sent files, input or commands of
 * different lengths. Who is refused says the same each time, but for a name and a password, or whole passwords more.
 */
export function doRequestsVary(connections: readonly Connection[]): boolean {
  if (connections.length < FEWEST_REQUESTS) return false;
  const payloads = connections.map(({ payload }) => payload);
  const usual = medianOf(payloads) as number;
  const same = payloads.filter((payload) => Math.abs(payload - usual) <= SAME_REQUEST).length;
  if (same >= payloads.length * SHARE_OF_SAME) return false;
  const times = new Map<number, number>();
  for (const payload of payloads) times.set(payload, (times.get(payload) ?? 0) + 1);
  const repeated = payloads.filter((payload) => (times.get(payload) as number) > 1).length;
  return repeated < payloads.length * SHARE_OF_REPEATED;
}
