/** IPv6 headers are 20 bytes longer than IPv4's. */
export const IPV6_EXTRA = 20;
/** A SYN and its retransmissions after 1, 3, 7, 15 and 31 s (Linux tcp_syn_retries) fit one 60-second window. */
export const MOST_SYNS = 7;
/** With MSS, with MSS and window scale or SACK, Linux (60), macOS (64): an acknowledgement has 40 or 52 bytes (RFC 9293, RFC 7323). */
const SYN_LENGTHS = new Set([44, 48, 60, 64]);

/** Whether every packet has a length that a SYN has and an acknowledgement or a reset has not: what tells where flags are missing. */
export function areOfSynLength(packets: number, bytes: number, isIpv6: boolean): boolean {
  return packets > 0 && packets <= MOST_SYNS && SYN_LENGTHS.has(bytes / packets - (isIpv6 ? IPV6_EXTRA : 0));
}
