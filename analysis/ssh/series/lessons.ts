import { isOneLoginAbove, type Sizes } from './login-step';

/** What the other sources of one target teach about a series there. */
export interface Lesson {
  /** Sources whose connections are one login larger than those of the series: it was refused where they were let in. */
  readonly larger: number;
  /** Sources whose connections are one login smaller. */
  readonly smaller: number;
  /** Sources that came from the internet once or twice and left with the very same sizes, as who is refused does. */
  readonly passers: number;
}

/** What most connections of a source with the target are like. */
export interface Example {
  readonly source: string;
  readonly base: Sizes;
  /** Came from the internet, once or twice. */
  readonly isPasser: boolean;
}

/** Equal, but for one retransmission or one padded message (RFC 4253, 6). */
export const SAME = { packets: 1, payload: 48 };

/** Compares a series with what other sources have with the same target. */
export function lessonFor(source: string, base: Sizes, examples: readonly Example[]): Lesson {
  let [larger, smaller, passers] = [0, 0, 0];
  for (const other of examples) {
    if (other.source === source) continue;
    if (isOneLoginAbove(base, other.base)) larger += 1;
    else if (isOneLoginAbove(other.base, base)) smaller += 1;
    else if (other.isPasser && isSame(base, other.base)) passers += 1;
  }
  return { larger, smaller, passers };
}

function isSame(one: Sizes, other: Sizes): boolean {
  return (
    Math.abs(one.packets - other.packets) <= SAME.packets &&
    Math.abs(one.payload - other.payload) <= SAME.payload &&
    Math.abs(one.replyPayload - other.replyPayload) <= SAME.payload
  );
}
