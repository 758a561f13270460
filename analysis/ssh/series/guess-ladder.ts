import type { Connection } from '../connections';

/**
 * One more password is one more message each way, padded and authenticated (RFC 4252, RFC 4253): 52 to 76 bytes in
 * our measurements, one packet of the client's, and one or two of the server's.
 */
const LEAST_MESSAGE_BYTES = 44;
const MOST_MESSAGE_BYTES = 88;
const MOST_PACKETS = 3;
/** Some servers answer a password with two messages (the refusal, and the methods that are left). */
const MOST_REPLY_BYTES = 2 * MOST_MESSAGE_BYTES;
const RUNGS = 2;
/** More different sizes than this are no series of anything. */
const MOST_SIZES = 24;

/**
 * Whether the connections differ by whole passwords: some held one more message each way than others. A tool that
 * tries several passwords in one connection leaves such a ladder, wherever the server cut it off.
 */
export function isGuessLadder(talks: readonly Connection[]): boolean {
  const sizes = new Map<string, Connection>();
  for (const talk of talks) {
    sizes.set(`${talk.payload} ${talk.replyPayload >> 4}`, talk);
    if (sizes.size > MOST_SIZES) return false;
  }
  if (sizes.size < RUNGS) return false;
  const inOrder = [...sizes.values()].sort((one, other) => one.payload - other.payload);
  const heights: number[] = [];
  for (const [index, talk] of inOrder.entries()) {
    const below = inOrder
      .slice(0, index)
      .map((lower, at) => (isOneGuessAbove(lower, talk) ? (heights[at] as number) + 1 : 1));
    const height = Math.max(1, ...below);
    if (height >= RUNGS) return true;
    heights.push(height);
  }
  return false;
}

function isOneGuessAbove(lower: Connection, higher: Connection): boolean {
  return (
    isWithin(higher.payload - lower.payload, MOST_MESSAGE_BYTES) &&
    isWithin(higher.replyPayload - lower.replyPayload, MOST_REPLY_BYTES) &&
    Math.abs(higher.packets - lower.packets) <= MOST_PACKETS
  );
}

function isWithin(bytes: number, most: number): boolean {
  return bytes >= LEAST_MESSAGE_BYTES && bytes <= most;
}
