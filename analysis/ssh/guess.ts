import type { Connection } from './connections';

/** SYN, ACK and the two packets of a close: fewer is a port probe and no talk with an SSH daemon. */
const FEWEST_PACKETS = 4;
/** SSHCure, MIN_SSH_AUTH_PPF: fewer client packets do not get as far as an authentication. */
export const FEWEST_AUTH_PACKETS = 11;
/** SSHCure: brute-force connections have at most 51 packets; MaxAuthTries ends them before that. */
export const MOST_GUESS_PACKETS = 51;

/** A connection that talked to the daemon and was over before much was said: what a guess looks like. */
export function isGuessLike(connection: Connection): boolean {
  return (
    connection.answered && connection.packets >= FEWEST_PACKETS && connection.packets <= MOST_GUESS_PACKETS
  );
}

/** A guess that was long enough to have tried a password. */
export function isAuthLike(connection: Connection): boolean {
  return isGuessLike(connection) && connection.packets >= FEWEST_AUTH_PACKETS;
}
