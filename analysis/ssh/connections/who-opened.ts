import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { TCP } from './protocols';
import { areOfSynLength } from './syn-length';

/** TCP flag bits as flow logs report them. */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

/** Linux hands out ephemeral ports from here on (net.ipv4.ip_local_port_range); below are services. */
const FIRST_EPHEMERAL_PORT = 32_768;
/** Below are the well-known ports (RFC 6335): a client does not send from there. */
const FIRST_USER_PORT = 1_024;

/**
 * Whether the record's sender is the side that opened the connection; `undefined` where nothing tells.
 *
 * A flow log has one record a direction, and only the window with the handshake has the SYN bit. So: the SYN
 * bits decide where they are; else an SSH port on one side alone; else the lower port is the service's, unless
 * both are ephemeral. A rejected packet is an attempt of its sender, but for a late reply, which comes from a
 * service's port to an ephemeral one. Scanners send from such ports, too (53 passes many a packet filter): to a port that
 * clients are not given, packets of a SYN's length are no reply.
 */
export function isSentByClient(
  record: FlowRecord,
  srcport: number,
  dstport: number,
  isSshPort: (port: number) => boolean,
): boolean | undefined {
  const flags = record.tcpFlags;
  if (flags !== undefined && (flags & SYN) !== 0) return (flags & ACK) === 0;
  const fromSsh = isSshPort(srcport);
  if (fromSsh !== isSshPort(dstport)) return !fromSsh;
  if (record.action === 'REJECT') {
    const isToClient = srcport < FIRST_USER_PORT && dstport >= FIRST_USER_PORT;
    return !isToClient || (dstport < FIRST_EPHEMERAL_PORT && looksLikeSyn(record));
  }
  if (srcport >= FIRST_EPHEMERAL_PORT && dstport >= FIRST_EPHEMERAL_PORT) return undefined;
  if (srcport === dstport) return looksLikeSyn(record) || undefined;
  return dstport < srcport;
}

/** Nothing but packets of a SYN's length, in a format that has no flags to say so. */
function looksLikeSyn({ protocol, tcpFlags, packets = 0, bytes = 0, srcaddr = '' }: FlowRecord): boolean {
  return protocol === TCP && tcpFlags === undefined && areOfSynLength(packets, bytes, srcaddr.includes(':'));
}

/**
 * Whether `isSentByClient` had only the two port numbers to go by, and neither is one that clients are given: a NAT
 * gateway hands out ports from 1024 on, and scanners choose theirs. The record of the other direction must decide.
 */
export function isOpenToDoubt(record: FlowRecord, srcport: number, dstport: number): boolean {
  if (record.tcpFlags !== undefined || record.action === 'REJECT') return false;
  return srcport < FIRST_EPHEMERAL_PORT && dstport < FIRST_EPHEMERAL_PORT;
}
