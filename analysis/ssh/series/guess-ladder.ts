import type { Connection } from '../connections/connections';

/** Connections that differ by whole passwords: by multiples of what one more try sends. */
export interface GuessLadder {
  /** Client payload of the smallest connection of the series, bytes. */
  readonly lowest: number;
  /** What each further password adds, bytes. */
  readonly step: number;
}

/**
 * One more password is one message of the client's, or two where the server asks for it first. A password request
 * has 44 bytes besides the password and the user's name, and is padded and authenticated (RFC 4252, 8; RFC 4253, 6):
 * 76 bytes with chacha20-poly1305 in every tool that we measured, and 64 at the very least.
 */
const STEP = { least: 64, most: 176 };
/** What the server answers to each: 39 to 112 bytes measured (a refusal with the methods that are left). */
const REPLY = { least: 32, most: 128 };
/** Most connections stand on a rung; a tool also asks for the methods first, and leaves off in the middle. */
const SHARE_ON_RUNGS = 0.6;
/** More different sizes than this are no series of anything. */
const MOST_SIZES = 24;

interface Size {
  readonly talk: Connection;
  count: number;
}

/**
 * Finds whether the connections differ by whole passwords: a tool that tries several in one connection leaves such
 * a ladder, wherever the server cut it off. One size alone is none.
 */
export function findGuessLadder(talks: readonly Connection[]): GuessLadder | undefined {
  const sizes = new Map<number, Size>();
  for (const talk of talks) {
    const known = sizes.get(talk.payload);
    if (known === undefined) sizes.set(talk.payload, { talk, count: 1 });
    else known.count += 1;
    if (sizes.size > MOST_SIZES) return undefined;
  }
  const inOrder = [...sizes.values()].sort((one, other) => one.talk.payload - other.talk.payload);
  for (const [index, { talk: lowest }] of inOrder.entries()) {
    for (const { talk: next } of inOrder.slice(index + 1)) {
      const step = next.payload - lowest.payload;
      if (step > STEP.most) break;
      if (step < STEP.least) continue;
      const onRungs = inOrder
        .slice(index)
        .filter(({ talk }) => isOnRung(talk, lowest, step))
        .reduce((total, { count }) => total + count, 0);
      const hasNext = isOnRung(next, lowest, step);
      if (hasNext && onRungs >= talks.length * SHARE_ON_RUNGS) {
        return { lowest: (inOrder[0] as Size).talk.payload, step };
      }
    }
  }
  return undefined;
}

function isOnRung(talk: Connection, lowest: Connection, step: number): boolean {
  const rung = (talk.payload - lowest.payload) / step;
  if (rung === 0) return true;
  const reply = (talk.replyPayload - lowest.replyPayload) / rung;
  return Number.isInteger(rung) && reply >= REPLY.least && reply <= REPLY.most;
}
