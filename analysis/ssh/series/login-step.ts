/** What both sides of a connection sent: packets, and bytes without headers. */
export interface Sizes {
  readonly packets: number;
  readonly payload: number;
  readonly replyPackets: number;
  readonly replyPayload: number;
}

/**
 * What a login with one short command adds to a refusal of the same client by the same server: a channel is
 * opened, a command asked for, its output and its status are sent, and the channel is closed (RFC 4254). Of 173
 * pairs that we measured nine in ten lie within these limits, whatever the server; the server's side is larger
 * where it announces its further host keys after the login (OpenSSH).
 */
export const LEAST = { packets: 3, payload: 40, replyPayload: 150 };
export const MOST = { packets: 11, payload: 900, replyPayload: 1_300 };

/** Enough more on both sides than in a refusal that somebody may have been let in; any length of session counts. */
export function isAboveByLogin(refusal: Sizes, other: Sizes): boolean {
  return (
    other.packets - refusal.packets >= LEAST.packets &&
    other.payload - refusal.payload >= LEAST.payload &&
    other.replyPayload - refusal.replyPayload >= LEAST.replyPayload
  );
}

/** Larger by what a login with one short command adds, and by no more. */
export function isOneLoginAbove(refusal: Sizes, other: Sizes): boolean {
  return (
    isAboveByLogin(refusal, other) &&
    other.packets - refusal.packets <= MOST.packets &&
    other.payload - refusal.payload <= MOST.payload &&
    other.replyPayload - refusal.replyPayload <= MOST.replyPayload
  );
}
