import type { Connection } from './connection';
import { connectionOf, type Ends } from './connection-of-sums';
import type { Slice } from './flow-pair';
import { FIN, RST, SYN } from './who-opened';

/**
 * Without flags, records of one 5-tuple that lie further apart are taken for two connections: sshd gives a login
 * 120 s (LoginGraceTime), and two windows come on top. A session that idles longer falls in two.
 */
export const LONGEST_SILENCE_SECONDS = 300;

/** Joins the records of one 5-tuple, and puts the connections that they are of to the others; `slices` is not kept. */
export function join(slices: readonly Slice[], ends: Ends, connections: Connection[]): void {
  const whole = joinedAtOnce(slices, ends);
  if (whole !== undefined) {
    if (whole !== NOBODY) connections.push(whole);
    return;
  }
  joinRuns(slices, ends, connections);
}

/** The same at more length, whatever the records are like. */
export function joinRuns(slices: readonly Slice[], ends: Ends, connections: Connection[]): void {
  for (const run of runsOf(slices)) {
    if (run.some((slice) => slice.fromClient)) connections.push(joined(run, ends));
  }
}

/** Records in which the client sent nothing: no connection is of them. */
const NOBODY = Symbol('nobody');

/**
 * One connection that was recorded at one interface, its records in order, in one pass: most are so. Undefined for all
 * others: they are left to `joinRuns`.
 */
function joinedAtOnce(slices: readonly Slice[], ends: Ends): Connection | typeof NOBODY | undefined {
  const begin = slices[0] as Slice;
  const { interfaceId } = begin;
  let sample = begin;
  let last = begin.end;
  let previous = begin;
  let closed = false;
  let isOfClient = false;
  let rejected = true;
  let [packets, bytes, replyPackets, replyBytes] = [0, 0, 0, 0];
  let clientFlags = -1;
  let replyFlags = -1;
  for (let at = 0; at < slices.length; at += 1) {
    const slice = slices[at] as Slice;
    const { start, end, flags } = slice;
    if (slice.interfaceId !== interfaceId) return undefined;
    if (start < previous.start || (start === previous.start && end < previous.end)) return undefined;
    if (at > 0 && start > last) {
      if (flags === undefined ? start - last > LONGEST_SILENCE_SECONDS : closed && (flags & SYN) !== 0)
        return undefined;
    }
    previous = slice;
    if (end > last) last = end;
    if (flags !== undefined && (flags & (FIN | RST)) !== 0) closed = true;
    if (slice.fromClient) {
      if (!isOfClient) sample = slice;
      isOfClient = true;
      if (!slice.rejected) rejected = false;
      packets += slice.packets;
      bytes += slice.bytes;
      if (flags !== undefined) clientFlags = clientFlags < 0 ? flags : clientFlags | flags;
    } else {
      if (!slice.rejected) {
        replyPackets += slice.packets;
        replyBytes += slice.bytes;
      }
      if (flags !== undefined) replyFlags = replyFlags < 0 ? flags : replyFlags | flags;
    }
  }
  if (!isOfClient) return NOBODY;
  return connectionOf(
    { sample, first: begin.start, last, rejected, clientFlags, replyFlags },
    packets,
    bytes,
    replyPackets,
    replyBytes,
    ends,
  );
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

function joined(slices: readonly Slice[], ends: Ends): Connection {
  const { packets, bytes, replyPackets, replyBytes } = sumsOf(slices);
  let sample = slices[0] as Slice;
  let first = sample.start;
  let last = sample.end;
  let rejected = true;
  let clientFlags = -1;
  let replyFlags = -1;
  for (const slice of slices) {
    if (slice.fromClient && !sample.fromClient) sample = slice;
    if (slice.start < first) first = slice.start;
    if (slice.end > last) last = slice.end;
    if (slice.fromClient) {
      if (!slice.rejected) rejected = false;
      if (slice.flags !== undefined) clientFlags = clientFlags < 0 ? slice.flags : clientFlags | slice.flags;
    } else if (slice.flags !== undefined) {
      replyFlags = replyFlags < 0 ? slice.flags : replyFlags | slice.flags;
    }
  }
  return connectionOf(
    { sample, first, last, rejected, clientFlags, replyFlags },
    packets,
    bytes,
    replyPackets,
    replyBytes,
    ends,
  );
}
