import type { Connection } from './connections';

/** SSHCure, MIN_SSH_AUTH_PPF: fewer client packets do not get as far as an authentication. */
export const FEWEST_AUTH_PACKETS = 11;
/** SSHCure: brute-force connections have at most 51 packets; MaxAuthTries ends them before that. */
export const MOST_GUESS_PACKETS = 51;
/**
 * Until it lets somebody in, a server sends its version, key exchange and refusals (RFC 4252, RFC 4253): 1.6 to
 * 3.1 KB in our measurements of OpenSSH 9.2 with six clients. After that come its host keys and what the session
 * prints: 3.1 KB and more, 4 KB with OpenSSH's own client. A long banner counts for a success here.
 */
const MOST_REFUSAL_PAYLOAD = 3_072;

/** A connection that was long enough to try a password, and over before much was said. */
export function isAuthLike({ answered, packets }: Connection): boolean {
  return answered && packets >= FEWEST_AUTH_PACKETS && packets <= MOST_GUESS_PACKETS;
}

/** One that was most likely turned away: the server said no more than it does before a login. */
export function isRefusalLike(connection: Connection): boolean {
  return isAuthLike(connection) && connection.replyPayload < MOST_REFUSAL_PAYLOAD;
}
