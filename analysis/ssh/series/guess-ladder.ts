import type { Connection } from '../connections/connection';

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
export const STEP = { least: 64, most: 176 };
/** What the server answers to each: 39 to 112 bytes measured (a refusal with the methods that are left). */
export const REPLY = { least: 32, most: 128 };
/** Each password is answered the same, but for a block of padding: that far off, and half a block more with each rung. */
export const SAME_REPLY = { once: 16, eachRung: 8 };
/** Most connections stand on a rung; a tool also asks for the methods first, and leaves off in the middle. */
export const SHARE_ON_RUNGS = 0.6;
/** More different sizes than this are no series of anything. */
export const MOST_SIZES = 24;

/**
 * pam_unix holds each refusal up for two seconds, pam_fail_delay(3) makes a quarter more of it at most; up to the lowest rung
 * there may have been six (MaxAuthTries, sshd_config(5)), and a slow handshake.
 */
export const SECONDS_A_RUNG = 2.5;
export const SECONDS_TO_LOWEST = 20;

/**
 * Two lengths far apart are a ladder where their packets and their seconds are those of so many refusals: each holds the client
 * up for pam_fail_delay's two seconds, less a quarter or more by half where the machine is busy, and is a packet either way
 * with an acknowledgement of its own at most.
 */
export const HELD_UP_A_RUNG = { least: 1.2, most: 3.2 };
export const PACKETS_A_RUNG = { least: 1, most: 2, besides: 2 };

/** Servers without a limit hang up on nobody; what is further apart is not looked at. */
export const MOST_RUNGS = 16;
/** Two lengths that lie several passwords apart may be anything; three that fit to the byte on both sides are not. */
export const SIZES_OF_LONG_STEPS = 3;

/** Of those on rungs, that stand not on the fullest: one packet sent again among dozens of equals is no ladder. */
export const LEAST_SHARE_BESIDE = 0.05;

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
      const step = stepBetween(lowest, next, inOrder, talks.length * SHARE_ON_RUNGS);
      if (step === undefined) continue;
      const ladder = { lowest: (inOrder[0] as Size).talk.payload, step };
      return isClimbedInTime(talks, ladder) ? ladder : undefined;
    }
  }
  return undefined;
}

/** What one password adds, if the two connections differ by one or several and enough others stand on the same rungs. */
function stepBetween(
  lowest: Connection,
  next: Connection,
  sizes: readonly Size[],
  fewest: number,
): number | undefined {
  const more = next.payload - lowest.payload;
  for (let rungs = 1; rungs <= MOST_RUNGS && more / rungs >= STEP.least; rungs += 1) {
    const step = more / rungs;
    if (step > STEP.most || !Number.isInteger(step)) continue;
    const reply = (next.replyPayload - lowest.replyPayload) / rungs;
    if (reply < REPLY.least || reply > REPLY.most) continue;
    const isExact = rungs > 1;
    const on = sizes.filter(({ talk }) => isOnRung(talk, lowest, { step, reply, isExact }));
    if (rungs > 1 && on.length < SIZES_OF_LONG_STEPS && !areHeldUp(lowest, next, rungs)) continue;
    const counts = on.map(({ count }) => count);
    const onRungs = counts.reduce((total, count) => total + count, 0);
    if (onRungs >= fewest && onRungs - Math.max(...counts) >= onRungs * LEAST_SHARE_BESIDE) return step;
  }
  return undefined;
}

/** Does the larger one have the packets and the seconds of so many refusals more? */
function areHeldUp(lowest: Connection, next: Connection, rungs: number): boolean {
  const seconds = (next.last - next.first - (lowest.last - lowest.first)) / rungs;
  if (seconds < HELD_UP_A_RUNG.least || seconds > HELD_UP_A_RUNG.most) return false;
  const { least, most, besides } = PACKETS_A_RUNG;
  return [next.packets - lowest.packets, next.replyPackets - lowest.replyPackets].every(
    (more) => more >= rungs * least - 1 && more <= rungs * most + besides,
  );
}

function isOnRung(
  talk: Connection,
  lowest: Connection,
  { step, reply, isExact }: { readonly step: number; readonly reply: number; readonly isExact: boolean },
): boolean {
  const rung = (talk.payload - lowest.payload) / step;
  if (!Number.isInteger(rung)) return false;
  const off = Math.abs(talk.replyPayload - lowest.replyPayload - rung * reply);
  return off <= (isExact ? 0 : SAME_REPLY.once + SAME_REPLY.eachRung * Math.abs(rung));
}

/** Keepalives of an idle connection are rungs, too, and take much longer than passwords. */
function isClimbedInTime(talks: readonly Connection[], { lowest, step }: GuessLadder): boolean {
  const inTime = talks.filter(
    ({ first, last, payload }) =>
      last - first <= SECONDS_TO_LOWEST + (SECONDS_A_RUNG * Math.max(0, payload - lowest)) / step,
  );
  return inTime.length * 2 >= talks.length;
}
