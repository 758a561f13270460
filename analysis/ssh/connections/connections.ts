import { byClientPortOf, type FlowPair, type Slice } from './flow-pair';
import { hasPayload, isSynOnly } from './probe';
import { ACK, FIN, RST, SYN } from './who-opened';

/** One connection, or one attempt at it: the records of both directions and all windows, joined. */
export interface Connection {
  readonly clientPort: number;
  /** Epoch seconds. */
  readonly first: number;
  readonly last: number;
  /** Client to server: "packets per flow" in the literature. */
  readonly packets: number;
  readonly bytes: number;
  /** What the client said, without headers, as far as header lengths can be known. */
  readonly payload: number;
  readonly replyPackets: number;
  readonly replyBytes: number;
  /** What the server said, likewise. */
  readonly replyPayload: number;
  /** A security group or a network ACL turned every packet away. */
  readonly rejected: boolean;
  /** Something listens there: the reply is more than a reset, or the client went on to send data. */
  readonly answered: boolean;
  /** The client sent SYNs and nothing else. */
  readonly synOnly: boolean;
  /** The handshake was seen (or the format has no flags to see it by): a new connection, not the rest of one. */
  readonly opened: boolean;
  /** The slice with the first packet: the sample that evidence shows. */
  readonly sample: Slice;
}

const TCP = 6;

/**
 * A reset has no options: 40 bytes over IPv4, 60 over IPv6 (RFC 9293). A SYN-ACK carries at least an MSS option,
 * so a reply whose packets average no more than this answers "nobody is here".
 */
const RESET_LENGTH = { ipv4: 40, ipv6: 60 };
/** IPv4 or IPv6 header, TCP header, and the timestamps option that Linux sends with every segment (RFC 7323). */
const HEADER_LENGTH = { ipv4: 52, ipv6: 72 };
/**
 * Without flags, records of one 5-tuple that lie further apart are taken for two connections: sshd gives a login
 * 120 s (LoginGraceTime), and two windows come on top. A session that idles longer falls in two.
 */
export const LONGEST_SILENCE_SECONDS = 300;

/** The connections of a pair, in order of their first packet. */
export function connectionsOf(pair: FlowPair): Connection[] {
  const isIpv6 = pair.target.includes(':');
  const connections: Connection[] = [];
  for (const slices of slicesByClientPort(pair)) {
    for (const run of runsOf(slices)) {
      if (run.some((slice) => slice.fromClient)) connections.push(joined(run, isIpv6, pair.protocol === TCP));
    }
  }
  return connections.sort((one, other) => one.first - other.first || one.clientPort - other.clientPort);
}

/** Most pairs of an internet scan are one contact, for which a map would be the largest part of the work. */
function slicesByClientPort({ slices, byClientPort }: FlowPair): Iterable<readonly Slice[]> {
  const [first] = slices;
  if (first === undefined) return [];
  if (slices.every(({ clientPort }) => clientPort === first.clientPort)) return [slices];
  return (byClientPort ?? byClientPortOf(slices)).values();
}

/** Splits the records of one 5-tuple where the client's port was used again. */
function runsOf(slices: readonly Slice[]): (readonly Slice[])[] {
  const inOrder = isInOrder(slices)
    ? slices
    : [...slices].sort((one, other) => one.start - other.start || one.end - other.end);
  let runs: (readonly Slice[])[] | undefined;
  let begin = 0;
  let lastEnd = (inOrder[0] as Slice).end;
  let closed = false;
  for (let index = 0; index < inOrder.length; index += 1) {
    const slice = inOrder[index] as Slice;
    const isLater = slice.start > lastEnd;
    const isReopened = slice.flags !== undefined && (slice.flags & SYN) !== 0 && closed;
    const isFarOff = slice.flags === undefined && slice.start - lastEnd > LONGEST_SILENCE_SECONDS;
    if (index > begin && isLater && (isReopened || isFarOff)) {
      runs ??= [];
      runs.push(inOrder.slice(begin, index));
      begin = index;
      closed = false;
    }
    if (slice.end > lastEnd) lastEnd = slice.end;
    if (slice.flags !== undefined && (slice.flags & (FIN | RST)) !== 0) closed = true;
  }
  if (runs === undefined) return [inOrder];
  runs.push(inOrder.slice(begin));
  return runs;
}

function isInOrder(slices: readonly Slice[]): boolean {
  for (let index = 1; index < slices.length; index += 1) {
    const one = slices[index - 1] as Slice;
    const other = slices[index] as Slice;
    if (one.start > other.start || (one.start === other.start && one.end > other.end)) return false;
  }
  return true;
}

interface Sums {
  packets: number;
  bytes: number;
  replyPackets: number;
  replyBytes: number;
}

/** A connection inside the VPC is recorded at both of its interfaces: the fuller of the two records counts. */
function sumsOf(slices: readonly Slice[]): Sums {
  const [first] = slices;
  if (slices.every(({ interfaceId }) => interfaceId === first?.interfaceId)) return totalOf(slices);
  const fullest: Sums = { packets: 0, bytes: 0, replyPackets: 0, replyBytes: 0 };
  for (const interfaceId of new Set(slices.map((slice) => slice.interfaceId))) {
    const sums = totalOf(slices.filter((slice) => slice.interfaceId === interfaceId));
    fullest.packets = Math.max(fullest.packets, sums.packets);
    fullest.bytes = Math.max(fullest.bytes, sums.bytes);
    fullest.replyPackets = Math.max(fullest.replyPackets, sums.replyPackets);
    fullest.replyBytes = Math.max(fullest.replyBytes, sums.replyBytes);
  }
  return fullest;
}

function totalOf(slices: readonly Slice[]): Sums {
  const sums: Sums = { packets: 0, bytes: 0, replyPackets: 0, replyBytes: 0 };
  for (const slice of slices) {
    if (slice.fromClient) {
      sums.packets += slice.packets;
      sums.bytes += slice.bytes;
    } else if (!slice.rejected) {
      sums.replyPackets += slice.packets;
      sums.replyBytes += slice.bytes;
    }
  }
  return sums;
}

function joined(slices: readonly Slice[], isIpv6: boolean, isTcp: boolean): Connection {
  const sums = sumsOf(slices);
  const { packets, bytes, replyPackets, replyBytes } = sums;
  const headerLength = isIpv6 ? HEADER_LENGTH.ipv6 : HEADER_LENGTH.ipv4;
  let sample = slices[0] as Slice;
  let first = sample.start;
  let last = sample.end;
  let rejected = true;
  let clientFlags: number | undefined;
  let replyFlags: number | undefined;
  for (const slice of slices) {
    if (slice.fromClient && !sample.fromClient) sample = slice;
    if (slice.start < first) first = slice.start;
    if (slice.end > last) last = slice.end;
    if (slice.fromClient) {
      if (!slice.rejected) rejected = false;
      if (slice.flags !== undefined) clientFlags = (clientFlags ?? 0) | slice.flags;
    } else if (slice.flags !== undefined) {
      replyFlags = (replyFlags ?? 0) | slice.flags;
    }
  }
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
    answered: !rejected && (isTcp ? isAnswered(sums, replyFlags, isIpv6) : replyPackets > 0),
    synOnly: isTcp && isSynOnly(packets, bytes, clientFlags, isIpv6),
    opened: clientFlags === undefined || (clientFlags & SYN) !== 0,
    sample,
  };
}

function isAnswered(sums: Sums, replyFlags: number | undefined, isIpv6: boolean): boolean {
  if (hasPayload(sums.packets, sums.bytes, isIpv6)) return true;
  if (sums.replyPackets === 0) return false;
  if (replyFlags !== undefined && (replyFlags & (SYN | ACK)) === (SYN | ACK)) return true;
  return sums.replyBytes > sums.replyPackets * (isIpv6 ? RESET_LENGTH.ipv6 : RESET_LENGTH.ipv4);
}
