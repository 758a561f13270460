import type { FlowRecord } from '../../records/flow-record';
import { isPublicAddress } from './addresses';
import type { DaemonWord } from './daemon-word';
import {
  byClientPortOf,
  type EcsTask,
  type FlowPair,
  firstTask,
  ICMP,
  index,
  isLessWorth,
  isSameRecord,
  NONE,
  RECENT_PAIRS,
  recentSlot,
  type Slice,
  smaller,
} from './flow-pair';
import { TaskHabits } from './habits/task-habits';
import { DAY_SECONDS } from './habits/upload-days';
import type { FirstImage } from './image-changes';
import type { LostRecords, PortOpening, Release, TaskShell } from './known-events';
import { OUTBOUND_SSH_PORTS, type SshPolicy } from './policy';
import { isProbeLike } from './probe';
import { isOpenToDoubt, isSentByClient } from './who-opened';
import { isWholeTalk } from './whole-talk';

/**
 * A port scan needs to know that a port was touched, not every packet: slices held per pair and day off SSH ports. By the
 * day, so that what a task does every night for a month is told of its first nights as of its last.
 */
const MOST_SLICES_PER_PROBED_PORT = 8;
/** Ten connections with their replies show what a port is used for. */
const MOST_SLICES_PER_TALK = 20;
/** 1 MiB in one window: what the rule on large transfers adds up (smaller windows cannot make 5 GiB an hour). */
const LARGE_WINDOW_BYTES = 1_048_576;

/** A pair with more slices than this gets an index: looking through a few is quicker than keeping one. */
const MOST_UNINDEXED_SLICES = 24;

/** About 200 bytes each. */
const MOST_DAEMON_WORDS = 100_000;
/** What is known of images and releases: more than that has a fleet of thousands of services. */
const MOST_RELEASES = 20_000;

/** Multicast and link-local: how neighbours find each other (RFC 4861), and nobody looks for hosts so. */
const TO_NEIGHBOURS = /^(?:ff|fe[89ab])[0-9a-f]*:|^2(?:2[4-9]|3\d)\./i;

const TCP = 6;
const UDP = 17;
/** What scanners send to a UDP port: at most a hundred bytes of a protocol's greeting, besides 28 of headers. */
const LONGEST_UDP_PROBE = 128;
const MOST_UDP_PROBE_PACKETS = 7;

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
  /** Probes whose direction the record of the other direction has to decide (`pair-directions.ts`). */
  readonly undecided = new Map<string, FlowPair>();
  /** Connections off SSH ports that are as long as a try to log in (`whole-talk.ts`), to servers inside. */
  readonly talks = new Map<string, FlowPair>();
  readonly openings = new Map<string, PortOpening>();
  readonly shells = new Map<string, TaskShell>();
  /** The first naming of each image's repository by each family of task definitions. */
  readonly images = new Map<string, FirstImage>();
  readonly releases = new Map<string, Release>();
  /** What tasks are used to, for as long as logs go on. */
  readonly habits: TaskHabits;
  /** Security groups of network interfaces, from `CreateNetworkInterface` and `ModifyNetworkInterfaceAttribute`. */
  readonly interfaceGroups = new Map<string, readonly string[]>();
  /** What SSH daemons wrote, by all of it: a line that is read twice counts once. */
  readonly daemonWords = new Map<string, DaemonWord>();
  /** Words that memory had no room for. */
  daemonWordsLeft = 0;
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
    this.habits = new TaskHabits(this.#isSshPort);
  }

  /** Takes one record in; false where no rule would look at it. */
  add(record: FlowRecord): boolean {
    const { protocol, srcport, dstport, start, end } = record;
    if (end !== undefined && end > this.until) {
      this.until = end;
      this.version += 1;
    }
    if (protocol !== TCP && protocol !== UDP) return this.#addOther(record);
    if (srcport === undefined || dstport === undefined || start === undefined || end === undefined)
      return false;
    this.habits.add(record);
    const onSsh = protocol === TCP && (this.#sshPorts.has(dstport) || this.#sshPorts.has(srcport));
    if (!onSsh && !this.#mayMatter(record, protocol, srcport, dstport)) return false;

    const fromClient =
      isSentByClient(record, srcport, dstport, this.#isSshPort) ??
      ((protocol === UDP && isOfTask(record)) || undefined);
    if (fromClient === undefined) return false;
    const port = fromClient ? dstport : srcport;
    const sender = record.pktSrcaddr ?? record.srcaddr;
    const receiver = record.pktDstaddr ?? record.dstaddr;
    if (sender === undefined || receiver === undefined) return false;
    const isSsh = protocol === TCP && this.#sshPorts.has(port);
    let pairs = this.pairs;
    if (!isSsh) {
      if (protocol === TCP && isOpenToDoubt(record, srcport, dstport) && this.#isProbe(record, sender, TCP)) {
        pairs = this.undecided;
      } else if (
        !fromClient ||
        (!this.#isProbe(record, sender, protocol) && !this.#isEgress(record, receiver, port))
      ) {
        const isTalk = protocol === TCP && isWholeTalk(record);
        if (!isTalk || isPublicAddress(fromClient ? receiver : sender)) return false;
        pairs = this.talks;
      }
    }
    const pair = this.#pair(
      pairs,
      fromClient ? sender : receiver,
      fromClient ? receiver : sender,
      port,
      protocol,
    );
    this.#attribute(pair, record, fromClient);
    this.#insert(pair, pairs === this.talks ? MOST_SLICES_PER_TALK : mostSlices(isSsh), {
      interfaceId: record.interfaceId ?? '-',
      clientPort: fromClient ? srcport : dstport,
      fromClient,
      rejected: record.action === 'REJECT',
      start,
      end,
      packets: record.packets ?? 0,
      bytes: record.bytes ?? 0,
      // A flow log with tcp-flags has 0 there for UDP: that says nothing about a handshake.
      flags: protocol === TCP ? record.tcpFlags : undefined,
    });
    return true;
  }

  /** ICMP has no ports: kept for whom it reaches, and for its size and count. */
  #addOther(record: FlowRecord): boolean {
    const { protocol, start, end } = record;
    if (protocol === undefined || !ICMP.has(protocol) || !record.packets) return false;
    const sender = record.pktSrcaddr ?? record.srcaddr;
    const receiver = record.pktDstaddr ?? record.dstaddr;
    if (start === undefined || end === undefined || sender === undefined || receiver === undefined)
      return false;
    if (TO_NEIGHBOURS.test(receiver)) return false;
    const pair = this.#pair(this.pairs, sender, receiver, 0, protocol);
    this.#attribute(pair, record, true);
    this.#insert(pair, MOST_SLICES_PER_PROBED_PORT, {
      interfaceId: record.interfaceId ?? '-',
      clientPort: 0,
      fromClient: true,
      rejected: record.action === 'REJECT',
      start,
      end,
      packets: record.packets,
      bytes: record.bytes ?? 0,
      flags: undefined,
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

  /** Notes the images of a task definition: of one repository and family the earliest. */
  addImages(images: readonly FirstImage[]): void {
    for (const image of images) {
      const key = `${image.family} ${image.repository}`;
      const known = this.images.get(key);
      if (known === undefined ? this.images.size >= MOST_RELEASES : !isEarlier(image, known)) continue;
      this.images.set(key, image);
      this.version += 1;
    }
  }

  /** Notes which services and tasks were given a task definition. */
  addReleases(releases: readonly Release[]): void {
    for (const release of releases) {
      if (this.releases.size >= MOST_RELEASES) return;
      this.releases.set(`${release.of} ${release.family} ${release.at}`, release);
      this.version += 1;
    }
  }

  /** Notes what a daemon wrote; more than memory holds is left out. */
  addDaemonWord(word: DaemonWord): void {
    if (this.daemonWords.size >= MOST_DAEMON_WORDS) {
      this.daemonWordsLeft += 1;
      return;
    }
    const { at, source, clientPort, outcome, login } = word;
    this.daemonWords.set(`${at} ${source} ${clientPort} ${outcome} ${login}`, word);
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
    for (const pairs of [this.pairs, this.undecided, this.talks]) {
      for (const [key, pair] of pairs) {
        this.#keep(
          pair,
          pair.slices.filter((slice) => slice.end >= time),
        );
        if (pair.slices.length === 0) pairs.delete(key);
      }
    }
    this.#recent.fill(undefined);
    for (const [key, lost] of this.lost) if (lost.end < time) this.lost.delete(key);
    for (const [key, opening] of this.openings) if (opening.at < time) this.openings.delete(key);
    for (const [key, word] of this.daemonWords) if (word.at < time) this.daemonWords.delete(key);
    for (const [key, shell] of this.shells) if (shell.at < time) this.shells.delete(key);
    for (const [key, release] of this.releases) if (release.at < time) this.releases.delete(key);
    return before - this.size;
  }

  #absorb(activity: SshActivity): void {
    this.until = Math.max(this.until, activity.until);
    this.#absorbPairs(this.pairs, activity.pairs);
    this.#absorbPairs(this.undecided, activity.undecided);
    this.#absorbPairs(this.talks, activity.talks);
    for (const [key, opening] of activity.openings) this.openings.set(key, opening);
    for (const [key, shell] of activity.shells) this.shells.set(key, shell);
    this.addImages([...activity.images.values()]);
    this.addReleases([...activity.releases.values()]);
    this.habits.absorb(activity.habits);
    for (const [key, groups] of activity.interfaceGroups) this.interfaceGroups.set(key, groups);
    for (const [key, word] of activity.daemonWords) this.daemonWords.set(key, word);
    for (const [key, lost] of activity.lost) this.lost.set(key, lost);
  }

  #absorbPairs(pairs: Map<string, FlowPair>, others: ReadonlyMap<string, FlowPair>): void {
    for (const theirs of others.values()) {
      const ours = this.#pair(pairs, theirs.source, theirs.target, theirs.port, theirs.protocol);
      ours.sourceTask = firstTask(ours.sourceTask, theirs.sourceTask);
      ours.targetTask = firstTask(ours.targetTask, theirs.targetTask);
      ours.vpcId = smaller(ours.vpcId, theirs.vpcId);
      ours.left = Math.max(ours.left, theirs.left);
      const isSsh = theirs.protocol === TCP && this.#sshPorts.has(theirs.port);
      const most = pairs === this.talks ? MOST_SLICES_PER_TALK : mostSlices(isSsh);
      for (const slice of theirs.slices) this.#insert(ours, most, { ...slice });
    }
  }

  /** The cheap test that most lines fail: before addresses are cut out of the text. */
  #mayMatter(record: FlowRecord, protocol: number, srcport: number, dstport: number): boolean {
    if (record.action === 'REJECT') return true;
    if (protocol === TCP && (isProbeLike(record, true) || isProbeLike(record, false))) return true;
    const isExpected = this.#egressPorts.has(dstport) || this.#egressPorts.has(srcport);
    if (isExpected && (record.bytes ?? 0) < LARGE_WINDOW_BYTES) return false;
    if (isOfTask(record) || (protocol === UDP && isUdpProbe(record))) return true;
    return protocol === TCP && isWholeTalk(record);
  }

  #isProbe(record: FlowRecord, sender: string, protocol: number): boolean {
    if (record.action === 'REJECT') return true;
    return protocol === TCP ? isProbeLike(record, sender.includes(':')) : isUdpProbe(record);
  }

  /** Sent by an ECS task to the internet: on a port that is not expected, on an SSH port, or a lot of it. */
  #isEgress(record: FlowRecord, receiver: string, port: number): boolean {
    if (!isOfTask(record)) return false;
    if (OUTBOUND_SSH_PORTS.has(port)) return true;
    const isExpected = this.#egressPorts.has(port) && (record.bytes ?? 0) < LARGE_WINDOW_BYTES;
    return !isExpected && isPublicAddress(receiver);
  }

  #pair(
    pairs: Map<string, FlowPair>,
    source: string,
    target: string,
    port: number,
    protocol: number,
  ): FlowPair {
    const slot = recentSlot(source, target);
    const recent = pairs === this.pairs ? this.#recent[slot] : undefined;
    if (
      recent !== undefined &&
      recent.source === source &&
      recent.target === target &&
      recent.port === port &&
      recent.protocol === protocol
    )
      return recent;
    const key = protocol === TCP ? `${source} ${target} ${port}` : `${source} ${target} ${port} ${protocol}`;
    const known = pairs.get(key);
    if (known !== undefined) {
      if (pairs === this.pairs) this.#recent[slot] = known;
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
      left: 0,
      byClientPort: undefined,
    };
    pairs.set(key, pair);
    if (pairs === this.pairs) this.#recent[slot] = pair;
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

  #insert(pair: FlowPair, most: number, slice: Slice): void {
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
    if (slices.length > most) this.#dropLeast(pair, most, slice);
  }

  /** Of the small slices of the newcomer's day: large transfers are added up and stay. */
  #dropLeast(pair: FlowPair, most: number, { start }: Slice): void {
    const day = dayOf(start);
    const small = pair.slices.filter(
      (slice) => dayOf(slice.start) === day && slice.bytes < LARGE_WINDOW_BYTES,
    );
    if (small.length <= most) return;
    pair.left += 1;
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

function isEarlier(one: FirstImage, other: FirstImage): boolean {
  return one.at < other.at || (one.at === other.at && one.eventId < other.eventId);
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_SECONDS);
}

/** On SSH ports everything is held. */
function mostSlices(isSsh: boolean): number {
  return isSsh ? Number.POSITIVE_INFINITY : MOST_SLICES_PER_PROBED_PORT;
}

/** Sent by an ECS task. */
function isOfTask({ flowDirection, ecsTaskId }: FlowRecord): boolean {
  return flowDirection === 'egress' && ecsTaskId !== undefined;
}

/** Few and small: what asks a UDP port whether anybody is there. */
function isUdpProbe({ packets = 0, bytes = 0 }: FlowRecord): boolean {
  return packets > 0 && packets <= MOST_UDP_PROBE_PACKETS && bytes <= packets * LONGEST_UDP_PROBE;
}
