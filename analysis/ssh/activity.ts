import type { FlowRecord } from '../../records/flow-record';
import { isPublicAddress } from './addresses';
import { OUTBOUND_SSH_PORTS, type SshPolicy } from './policy';
import { isProbeLike } from './probe';
import { isSentByClient, SYN } from './who-opened';

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
  /** Slices by client port, once there are too many to look through. */
  byClientPort: Map<number, Slice[]> | undefined;
}

/** A security group rule that let the world reach an SSH port. */
export interface PortOpening {
  readonly eventId: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly groupId: string;
  readonly vpcId: string | undefined;
  readonly fromPort: number;
  readonly toPort: number;
  /** Who did it, as the record's identity ARN. */
  readonly actor: string;
}

/** Somebody got a shell, or ran a command, in a container of a task. */
export interface TaskShell {
  readonly eventId: string;
  /** Epoch seconds. */
  readonly at: number;
  /** The task's id, without what stands before it in its ARN. */
  readonly task: string;
  /** Who, as the record's identity ARN, and as people say it. */
  readonly actor: string;
  readonly by: string;
}

/** Flow-log lines that say records were lost. */
export interface LostRecords {
  readonly interfaceId: string;
  readonly start: number;
  readonly end: number;
}

/** A port scan needs to know that a port was touched, not every packet: slices held per pair off SSH ports. */
const MOST_SLICES_PER_PROBED_PORT = 8;
/** 1 MiB in one window: what the rule on large transfers adds up (smaller windows cannot make 5 GiB an hour). */
const LARGE_WINDOW_BYTES = 1_048_576;

/** A pair with more slices than this gets an index: looking through a few is quicker than keeping one. */
const MOST_UNINDEXED_SLICES = 24;

/** A power of two. */
const RECENT_PAIRS = 256;

const TCP = 6;
const UDP = 17;

/**
 * The mergeable summary of the flows that the rules look at: all flows on SSH ports, port probes, and what ECS
 * tasks send to the internet beyond the expected ports.
 *
 * It is a set of slices, so a record that is seen twice (a batch delivered again, the same flow in text and in
 * Parquet) counts once, and merging is associative, commutative and idempotent. Connections, attempts and
 * packets per flow are derived from it when a rule asks (`connections.ts`).
 */
export class SshActivity {
  readonly pairs = new Map<string, FlowPair>();
  readonly openings = new Map<string, PortOpening>();
  readonly shells = new Map<string, TaskShell>();
  /** Security groups of network interfaces, from `CreateNetworkInterface` and `ModifyNetworkInterfaceAttribute`. */
  readonly interfaceGroups = new Map<string, readonly string[]>();
  readonly lost = new Map<string, LostRecords>();
  /** Slices held: what bounds memory. */
  size = 0;
  /** Goes up with every change, so that what is derived can be kept until then. */
  version = 0;
  /** Latest time any record speaks of, epoch seconds. */
  until = Number.NEGATIVE_INFINITY;

  /** Pairs met last, by a hash of their addresses: a key glued together for each record took a fifth of `add`. */
  readonly #recent = new Array<FlowPair | undefined>(RECENT_PAIRS).fill(undefined);
  readonly #sshPorts: ReadonlySet<number>;
  readonly #egressPorts: ReadonlySet<number>;
  readonly #isSshPort: (port: number) => boolean;

  readonly policy: SshPolicy;

  constructor(policy: SshPolicy) {
    this.policy = policy;
    this.#sshPorts = new Set(policy.sshPorts);
    this.#egressPorts = new Set(policy.egressPorts);
    this.#isSshPort = (port) => this.#sshPorts.has(port);
  }

  /** Takes one record in; false where no rule would look at it. */
  add(record: FlowRecord): boolean {
    const { protocol, srcport, dstport, start, end } = record;
    if (end !== undefined && end > this.until) {
      this.until = end;
      this.version += 1;
    }
    if (protocol !== TCP && protocol !== UDP) return false;
    if (srcport === undefined || dstport === undefined || start === undefined || end === undefined)
      return false;
    const onSsh = protocol === TCP && (this.#sshPorts.has(dstport) || this.#sshPorts.has(srcport));
    if (!onSsh && !this.#mayMatter(record, protocol, srcport, dstport)) return false;

    const fromClient = isSentByClient(record, srcport, dstport, this.#isSshPort);
    if (fromClient === undefined) return false;
    const port = fromClient ? dstport : srcport;
    const sender = record.pktSrcaddr ?? record.srcaddr;
    const receiver = record.pktDstaddr ?? record.dstaddr;
    if (sender === undefined || receiver === undefined) return false;
    const isSsh = protocol === TCP && this.#sshPorts.has(port);
    if (!isSsh) {
      if (!fromClient) return false;
      if (!this.#isProbe(record, sender, protocol) && !this.#isEgress(record, receiver, port)) return false;
    }
    const pair = this.#pair(fromClient ? sender : receiver, fromClient ? receiver : sender, port, protocol);
    this.#attribute(pair, record, fromClient);
    this.#insert(pair, isSsh, {
      interfaceId: record.interfaceId ?? '-',
      clientPort: fromClient ? srcport : dstport,
      fromClient,
      rejected: record.action === 'REJECT',
      start,
      end,
      packets: record.packets ?? 0,
      bytes: record.bytes ?? 0,
      flags: record.tcpFlags,
    });
    return true;
  }

  /** Notes a SKIPDATA line: counts from here on are lower bounds. */
  addLost(lost: LostRecords): void {
    this.lost.set(`${lost.interfaceId} ${lost.start}`, lost);
    if (lost.end > this.until) this.until = lost.end;
    this.version += 1;
  }

  /** Notes that an SSH port was opened to the world, and when. */
  addOpening(opening: PortOpening): void {
    this.openings.set(`${opening.eventId} ${opening.groupId} ${opening.fromPort}`, opening);
    this.version += 1;
  }

  /** Notes that somebody opened a shell in a task. */
  addShell(shell: TaskShell): void {
    this.shells.set(shell.eventId, shell);
    this.version += 1;
  }

  /** Notes the security groups of an interface. */
  addInterface(interfaceId: string, groups: readonly string[]): void {
    this.interfaceGroups.set(interfaceId, groups);
    this.version += 1;
  }

  /** Everything that either has seen; neither is changed. */
  static merge(one: SshActivity, other: SshActivity): SshActivity {
    const merged = new SshActivity(one.policy);
    for (const activity of [one, other]) merged.#absorb(activity);
    return merged;
  }

  /** Forgets slices that ended before `time` (epoch seconds) and pairs with none left; gives how many went. */
  forgetBefore(time: number): number {
    const before = this.size;
    for (const [key, pair] of this.pairs) {
      this.#keep(
        pair,
        pair.slices.filter((slice) => slice.end >= time),
      );
      if (pair.slices.length === 0) this.pairs.delete(key);
    }
    this.#recent.fill(undefined);
    for (const [key, lost] of this.lost) if (lost.end < time) this.lost.delete(key);
    for (const [key, opening] of this.openings) if (opening.at < time) this.openings.delete(key);
    for (const [key, shell] of this.shells) if (shell.at < time) this.shells.delete(key);
    return before - this.size;
  }

  #absorb(activity: SshActivity): void {
    this.until = Math.max(this.until, activity.until);
    for (const theirs of activity.pairs.values()) {
      const ours = this.#pair(theirs.source, theirs.target, theirs.port, theirs.protocol);
      ours.sourceTask = firstTask(ours.sourceTask, theirs.sourceTask);
      ours.targetTask = firstTask(ours.targetTask, theirs.targetTask);
      ours.vpcId = smaller(ours.vpcId, theirs.vpcId);
      const isSsh = theirs.protocol === TCP && this.#sshPorts.has(theirs.port);
      for (const slice of theirs.slices) this.#insert(ours, isSsh, { ...slice });
    }
    for (const [key, opening] of activity.openings) this.openings.set(key, opening);
    for (const [key, shell] of activity.shells) this.shells.set(key, shell);
    for (const [key, groups] of activity.interfaceGroups) this.interfaceGroups.set(key, groups);
    for (const [key, lost] of activity.lost) this.lost.set(key, lost);
  }

  /** The cheap test that most lines fail: before addresses are cut out of the text. */
  #mayMatter(record: FlowRecord, protocol: number, srcport: number, dstport: number): boolean {
    if (record.action === 'REJECT') return true;
    if (protocol === TCP && (isProbeLike(record, true) || isProbeLike(record, false))) return true;
    const isExpected = this.#egressPorts.has(dstport) || this.#egressPorts.has(srcport);
    if (isExpected && (record.bytes ?? 0) < LARGE_WINDOW_BYTES) return false;
    return record.flowDirection === 'egress' && record.ecsTaskId !== undefined;
  }

  #isProbe(record: FlowRecord, sender: string, protocol: number): boolean {
    return record.action === 'REJECT' || (protocol === TCP && isProbeLike(record, sender.includes(':')));
  }

  /** Sent by an ECS task to the internet: on a port that is not expected, on an SSH port, or a lot of it. */
  #isEgress(record: FlowRecord, receiver: string, port: number): boolean {
    if (record.ecsTaskId === undefined || record.flowDirection !== 'egress') return false;
    if (OUTBOUND_SSH_PORTS.has(port)) return true;
    const isExpected = this.#egressPorts.has(port) && (record.bytes ?? 0) < LARGE_WINDOW_BYTES;
    return !isExpected && isPublicAddress(receiver);
  }

  #pair(source: string, target: string, port: number, protocol: number): FlowPair {
    const slot = recentSlot(source, target);
    const recent = this.#recent[slot];
    if (
      recent !== undefined &&
      recent.source === source &&
      recent.target === target &&
      recent.port === port &&
      recent.protocol === protocol
    )
      return recent;
    const key = protocol === TCP ? `${source} ${target} ${port}` : `${source} ${target} ${port} ${protocol}`;
    const known = this.pairs.get(key);
    if (known !== undefined) {
      this.#recent[slot] = known;
      return known;
    }
    const pair: FlowPair = {
      source,
      target,
      port,
      protocol,
      sourceTask: undefined,
      targetTask: undefined,
      vpcId: undefined,
      slices: [],
      byClientPort: undefined,
    };
    this.pairs.set(key, pair);
    this.#recent[slot] = pair;
    return pair;
  }

  #attribute(pair: FlowPair, record: FlowRecord, fromClient: boolean): void {
    const { vpcId, ecsTaskId: task } = record;
    if (vpcId !== undefined && pair.vpcId !== vpcId) pair.vpcId = smaller(pair.vpcId, vpcId);
    if (task === undefined) return;
    const direction = record.flowDirection;
    if (direction === undefined) return;
    const isOfSource = (direction === 'egress') === fromClient;
    const known = isOfSource ? pair.sourceTask : pair.targetTask;
    if (known?.task === task) return;
    const found: EcsTask = { cluster: record.ecsClusterName, service: record.ecsServiceName, task };
    if (isOfSource) pair.sourceTask = firstTask(known, found);
    else pair.targetTask = firstTask(known, found);
  }

  #insert(pair: FlowPair, isSsh: boolean, slice: Slice): void {
    const { slices } = pair;
    for (const known of pair.byClientPort?.get(slice.clientPort) ??
      (pair.byClientPort === undefined ? slices : NONE)) {
      if (!isSameRecord(known, slice)) continue;
      if (slice.flags !== undefined) known.flags = (known.flags ?? 0) | slice.flags;
      this.version += 1;
      return;
    }
    slices.push(slice);
    this.size += 1;
    this.version += 1;
    if (pair.byClientPort !== undefined) index(pair.byClientPort, slice);
    else if (slices.length > MOST_UNINDEXED_SLICES) pair.byClientPort = byClientPortOf(slices);
    if (!isSsh && slices.length > MOST_SLICES_PER_PROBED_PORT) this.#dropLeast(pair);
  }

  /** Of the small slices: large transfers are added up and stay. */
  #dropLeast(pair: FlowPair): void {
    const small = pair.slices.filter(({ bytes }) => bytes < LARGE_WINDOW_BYTES);
    if (small.length <= MOST_SLICES_PER_PROBED_PORT) return;
    const least = small.reduce((one, other) => (isLessWorth(other, one) ? other : one));
    this.#keep(
      pair,
      pair.slices.filter((slice) => slice !== least),
    );
  }

  #keep(pair: FlowPair, slices: Slice[]): void {
    if (slices.length === pair.slices.length) return;
    this.size += slices.length - pair.slices.length;
    this.version += 1;
    pair.slices = slices;
    pair.byClientPort = slices.length > MOST_UNINDEXED_SLICES ? byClientPortOf(slices) : undefined;
  }
}

/** Addresses differ most at their end. */
function recentSlot(source: string, target: string): number {
  const from = source.length;
  const to = target.length;
  const hash =
    source.charCodeAt(from - 1) +
    source.charCodeAt(from - 2) * 5 +
    source.charCodeAt(from - 3) * 29 +
    target.charCodeAt(to - 1) * 67;
  return hash & (RECENT_PAIRS - 1);
}

const NONE: readonly Slice[] = [];

/** Slices by their client's port. */
export function byClientPortOf(slices: readonly Slice[]): Map<number, Slice[]> {
  const byClientPort = new Map<number, Slice[]>();
  for (const slice of slices) index(byClientPort, slice);
  return byClientPort;
}

function index(byClientPort: Map<number, Slice[]>, slice: Slice): void {
  const known = byClientPort.get(slice.clientPort);
  if (known === undefined) byClientPort.set(slice.clientPort, [slice]);
  // The first push would make room for 17, and most connections have two records.
  else if (known.length === 1) byClientPort.set(slice.clientPort, [...known, slice]);
  else known.push(slice);
}

/** The same flow, whatever the format it was read from: flags are the one field a format may lack. */
function isSameRecord(one: Slice, other: Slice): boolean {
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
function isLessWorth(one: Slice, other: Slice): boolean {
  const [opens, otherOpens] = [((one.flags ?? 0) & SYN) !== 0, ((other.flags ?? 0) & SYN) !== 0];
  if (opens !== otherOpens) return otherOpens;
  if (one.start !== other.start) return one.start < other.start;
  if (one.clientPort !== other.clientPort) return one.clientPort < other.clientPort;
  if (one.end !== other.end) return one.end < other.end;
  if (one.packets !== other.packets) return one.packets < other.packets;
  if (one.bytes !== other.bytes) return one.bytes < other.bytes;
  if (one.rejected !== other.rejected) return one.rejected;
  return one.interfaceId < other.interfaceId;
}

function smaller(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other < one ? other : one;
}

function firstTask(one: EcsTask | undefined, other: EcsTask | undefined): EcsTask | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.task < one.task ? other : one;
}
