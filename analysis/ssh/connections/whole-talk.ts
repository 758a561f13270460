import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { FIN, RST, SYN } from './who-opened';

/** IPv4 and TCP headers with the timestamps option. */
const HEADER_LENGTH = 52;
/** One side of a key exchange and a try to log in, with room: measured are 8 to 62 packets and 800 to 4,500 bytes. */
const PACKETS = { least: 7, most: 80 };
const PAYLOAD = { least: 600, most: 8_000 };
/** Daemons make a refused client wait (PAM: two seconds); requests to services are quicker. */
const LEAST_SECONDS = 1;

/**
 * One direction of a connection that began and ended in this record and was as long as a try to log in over SSH.
 * Needs tcp-flags: without them nobody knows where a connection began.
 */
export function isWholeTalk({ tcpFlags, packets = 0, bytes = 0, start, end, action }: FlowRecord): boolean {
  if (packets < PACKETS.least || packets > PACKETS.most || tcpFlags === undefined) return false;
  if ((tcpFlags & SYN) === 0 || (tcpFlags & (FIN | RST)) === 0 || action === 'REJECT') return false;
  const payload = bytes - packets * HEADER_LENGTH;
  if (payload < PAYLOAD.least || payload > PAYLOAD.most) return false;
  return start !== undefined && end !== undefined && end - start >= LEAST_SECONDS;
}
