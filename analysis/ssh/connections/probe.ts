import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { areOfSynLength, IPV6_EXTRA, MOST_SYNS } from './syn-length';
import { ACK, FIN, SYN } from './who-opened';

/** IPv4 header 20 + TCP header with the options of a SYN at most 44 (RFC 9293): more than that is payload. */
const LARGEST_BARE_PACKET = 64;
/** IPv4 and TCP header with no option in either. */
const BARE_PACKET = 40;

/**
 * Lengths of an IPv4 SYN: bare, with MSS, with MSS and window scale or SACK, Windows (52), Linux (60), macOS (64).
 * A connection that was answered has acknowledgements of 40 or 52 bytes among its packets, which pull the
 * average off these values.
 */
const SYN_LENGTHS = new Set([40, 44, 48, 52, 60, 64]);

/** More bytes than headers explain: data was sent, which takes a connection that was answered. */
export function hasPayload(packets: number, bytes: number, isIpv6: boolean): boolean {
  return bytes > packets * (LARGEST_BARE_PACKET + (isIpv6 ? IPV6_EXTRA : 0));
}

/**
 * One or two packets without any option: what stealth scans send instead of a SYN (a closed port has to answer
 * them, RFC 9293 3.10.7). Clients do so as well, in the middle of a connection, where they use no timestamps.
 */
export function isBare(packets: number, bytes: number, isIpv6: boolean): boolean {
  return packets > 0 && packets <= 2 && bytes === packets * (BARE_PACKET + (isIpv6 ? IPV6_EXTRA : 0));
}

/**
 * Every packet of the length of a reset: it has no options, where a SYN carries at least an MSS option on any
 * system that people use (RFC 9293).
 */
export function isResetLength(packets: number, bytes: number, isIpv6: boolean): boolean {
  return packets > 0 && bytes === packets * (BARE_PACKET + (isIpv6 ? IPV6_EXTRA : 0));
}

/** Few packets and none with payload: what a port probe looks like from the prober's side, answered or not. */
export function isProbeLike(record: FlowRecord, isIpv6: boolean): boolean {
  const { packets, bytes, tcpFlags } = record;
  if (packets === undefined || bytes === undefined || packets === 0) return false;
  if (packets > MOST_SYNS) return false;
  if (hasPayload(packets, bytes, isIpv6)) return false;
  if (tcpFlags === undefined || ((tcpFlags & SYN) !== 0 && (tcpFlags & ACK) === 0)) return true;
  return (tcpFlags & ~FIN) === 0 && isBare(packets, bytes, isIpv6);
}

/** Nothing but SYNs: nobody answered, or what answered was a reset. */
export function isSynOnly(
  packets: number,
  bytes: number,
  flags: number | undefined,
  isIpv6: boolean,
): boolean {
  if (packets === 0 || packets > MOST_SYNS) return false;
  if (flags === undefined) return areOfSynLength(packets, bytes, isIpv6);
  return flags === SYN && (packets === 1 || SYN_LENGTHS.has(bytes / packets - (isIpv6 ? IPV6_EXTRA : 0)));
}
