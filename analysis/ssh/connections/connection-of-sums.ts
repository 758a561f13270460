import type { Connection } from './connection';
import type { Slice } from './flow-pair';
import { hasPayload, isSynOnly } from './probe';
import { ACK, SYN } from './who-opened';

/**
 * A reset has no options: 40 bytes over IPv4, 60 over IPv6 (RFC 9293). A SYN-ACK carries at least an MSS option,
 * so a reply whose packets average no more than this answers "nobody is here".
 */
const RESET_LENGTH = { ipv4: 40, ipv6: 60 };
/** IPv4 or IPv6 header, TCP header, and the timestamps option that Linux sends with every segment (RFC 7323). */
const HEADER_LENGTH = { ipv4: 52, ipv6: 72 };
/** What headers and answers are like at these ends. */
export interface Ends {
  readonly isIpv6: boolean;
  readonly isTcp: boolean;
}

/** What the records of a connection say besides their sums; flags are -1 where no record has any. */
export interface Course {
  readonly sample: Slice;
  readonly first: number;
  readonly last: number;
  readonly rejected: boolean;
  readonly clientFlags: number;
  readonly replyFlags: number;
}

/** One connection of the sums of its records, bytes and packets of both ways. */
export function connectionOf(
  { sample, first, last, rejected, clientFlags, replyFlags }: Course,
  packets: number,
  bytes: number,
  replyPackets: number,
  replyBytes: number,
  { isIpv6, isTcp }: Ends,
): Connection {
  const headerLength = isIpv6 ? HEADER_LENGTH.ipv6 : HEADER_LENGTH.ipv4;
  return {
    clientPort: sample.clientPort,
    first,
    last,
    packets,
    bytes,
    payload: Math.max(0, bytes - packets * headerLength),
    replyPackets,
    replyBytes,
    replyPayload: Math.max(0, replyBytes - replyPackets * headerLength),
    rejected,
    answered:
      !rejected &&
      (isTcp ? isAnswered(packets, bytes, replyPackets, replyBytes, replyFlags, isIpv6) : replyPackets > 0),
    synOnly: isTcp && isSynOnly(packets, bytes, clientFlags < 0 ? undefined : clientFlags, isIpv6),
    opened: clientFlags < 0 || (clientFlags & SYN) !== 0,
    sample,
  };
}

function isAnswered(
  packets: number,
  bytes: number,
  replyPackets: number,
  replyBytes: number,
  replyFlags: number,
  isIpv6: boolean,
): boolean {
  if (hasPayload(packets, bytes, isIpv6)) return true;
  if (replyPackets === 0) return false;
  if (replyFlags >= 0 && (replyFlags & (SYN | ACK)) === (SYN | ACK)) return true;
  return replyBytes > replyPackets * (isIpv6 ? RESET_LENGTH.ipv6 : RESET_LENGTH.ipv4);
}
