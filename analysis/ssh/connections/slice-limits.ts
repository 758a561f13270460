/**
 * A port scan needs to know that a port was touched, not every packet: slices held per pair and day off SSH ports. By the
 * day, so that what a task does every night for a month is told of its first nights as of its last.
 */
export const MOST_SLICES_PER_PROBED_PORT = 8;
/**
 * A scan from one source port is one pair until it is known who asked: with the answers, sixty ports of it, which is
 * more than a day's scan has to touch.
 */
export const MOST_SLICES_IN_DOUBT = 128;
/** Ten connections with their replies show what a port is used for. */
export const MOST_SLICES_PER_TALK = 20;

/**
 * A pair without its slices takes what so many of them take: its key, its addresses and, while it is judged, a conversation
 * with its place in three groupings (by what is live after a collection, with sources that come once).
 */
export const SLICES_A_PAIR = 4;

/** On SSH ports everything is held. */
export function mostSlices(isSsh: boolean): number {
  return isSsh ? Number.POSITIVE_INFINITY : MOST_SLICES_PER_PROBED_PORT;
}
