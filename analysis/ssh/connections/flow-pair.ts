import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { TCP } from './protocols';
import { SYN } from './who-opened';

/** Pairs met last that are remembered; a power of two. */
export const RECENT_PAIRS = 256;

/** IANA protocol numbers of ICMP over IPv4 and IPv6. */
export const ICMP: ReadonlySet<number> = new Set([1, 58]);

/** What one flow-log record says about one connection: one direction, one aggregation window. */
export interface Slice {
  readonly interfaceId: string;
  readonly clientPort: number;
  /** Sent by the side that opened the connection. */
  readonly fromClient: boolean;
  readonly rejected: boolean;
  /** Epoch seconds. */
  readonly start: number;
  readonly end: number;
  readonly packets: number;
  readonly bytes: number;
  /** `undefined` where the format has no tcp-flags. */
  flags: number | undefined;
  /** The next of its client's port, where its pair has an index; its own pair's business. */
  next: Slice | undefined;
}

/** What a record says; a flow log with tcp-flags has 0 there for what is not TCP, which says nothing about a handshake. */
export function sliceOf(
  record: FlowRecord,
  start: number,
  end: number,
  clientPort: number,
  fromClient: boolean,
): Slice {
  return {
    interfaceId: record.interfaceId ?? '-',
    clientPort,
    fromClient,
    rejected: record.action === 'REJECT',
    start,
    end,
    packets: record.packets ?? 0,
    bytes: record.bytes ?? 0,
    flags: record.protocol === TCP ? record.tcpFlags : undefined,
    next: undefined,
  };
}

/** The ECS task on one end of a pair, as far as the flow log names it. */
export interface EcsTask {
  readonly cluster: string | undefined;
  readonly service: string | undefined;
  readonly task: string;
}

/** Everything seen between one source and one port of one target. */
export interface FlowPair {
  readonly source: string;
  readonly target: string;
  readonly port: number;
  readonly protocol: number;
  sourceTask: EcsTask | undefined;
  targetTask: EcsTask | undefined;
  vpcId: string | undefined;
  /** In order of arrival. */
  slices: Slice[];
  /** Slices that were seen and not kept: counts of this pair are lower bounds. */
  left: number;
  /** The first slice of each client port, once there are too many to look through; `next` leads to the others. */
  byClientPort: Map<number, Slice> | undefined;
  /** Did any slice arrive behind one of a later day? */
  areDaysMixed: boolean;
}

/** Addresses differ most at their end. */
export function recentSlot(source: string, target: string): number {
  const from = source.length;
  const to = target.length;
  const hash =
    source.charCodeAt(from - 1) +
    source.charCodeAt(from - 2) * 5 +
    source.charCodeAt(from - 3) * 29 +
    target.charCodeAt(to - 1) * 67;
  return hash & (RECENT_PAIRS - 1);
}

/** Slices by their client's port, in order of arrival. */
export function byClientPortOf(slices: readonly Slice[]): Map<number, Slice[]> {
  const byClientPort = new Map<number, Slice[]>();
  for (const slice of slices) {
    const known = byClientPort.get(slice.clientPort);
    if (known === undefined) byClientPort.set(slice.clientPort, [slice]);
    else known.push(slice);
  }
  return byClientPort;
}

/** Chains a pair's own slices by their client's port, in order of arrival: an array for each connection is twice the room. */
export function indexSlices(slices: readonly Slice[]): Map<number, Slice> {
  const byClientPort = new Map<number, Slice>();
  const last = new Map<number, Slice>();
  for (const slice of slices) {
    slice.next = undefined;
    const before = last.get(slice.clientPort);
    if (before === undefined) byClientPort.set(slice.clientPort, slice);
    else before.next = slice;
    last.set(slice.clientPort, slice);
  }
  return byClientPort;
}

/** Takes a slice out of its chain again. */
export function unindex(byClientPort: Map<number, Slice>, slice: Slice): void {
  const { clientPort, next } = slice;
  slice.next = undefined;
  const first = byClientPort.get(clientPort);
  if (first === slice) {
    if (next === undefined) byClientPort.delete(clientPort);
    else byClientPort.set(clientPort, next);
    return;
  }
  for (let at = first; at !== undefined; at = at.next) {
    if (at.next !== slice) continue;
    at.next = next;
    return;
  }
}

/** The same flow, whatever the format it was read from: flags are the one field a format may lack. */
export function isSameRecord(one: Slice, other: Slice): boolean {
  return (
    one.clientPort === other.clientPort &&
    one.start === other.start &&
    one.fromClient === other.fromClient &&
    one.packets === other.packets &&
    one.bytes === other.bytes &&
    one.end === other.end &&
    one.rejected === other.rejected &&
    one.interfaceId === other.interfaceId
  );
}

/**
 * A total order, so that what a full pair keeps does not depend on the order of arrival. The window with the
 * handshake outlives the others: without it a long connection would no longer be known as opened.
 */
export function isLessWorth(one: Slice, other: Slice): boolean {
  const opens = (one.flags ?? 0) & SYN;
  const otherOpens = (other.flags ?? 0) & SYN;
  if (opens !== otherOpens) return otherOpens !== 0;
  if (one.start !== other.start) return one.start < other.start;
  if (one.clientPort !== other.clientPort) return one.clientPort < other.clientPort;
  if (one.end !== other.end) return one.end < other.end;
  if (one.packets !== other.packets) return one.packets < other.packets;
  if (one.bytes !== other.bytes) return one.bytes < other.bytes;
  if (one.rejected !== other.rejected) return one.rejected;
  return one.interfaceId < other.interfaceId;
}

export function smaller(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other < one ? other : one;
}

export function firstTask(one: EcsTask | undefined, other: EcsTask | undefined): EcsTask | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.task < one.task ? other : one;
}
