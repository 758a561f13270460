import type { FlowRecord } from '../../records/flow-logs/flow-record';
import { FlowInterest, isOfTask, isProbe } from './connections/flow-interest';
import {
  type FlowPair,
  firstTask,
  ICMP,
  RECENT_PAIRS,
  recentSlot,
  type Slice,
  sliceOf,
  smaller,
} from './connections/flow-pair';
import { attributeTask, holdSlice, keepSlices } from './connections/hold-slice';
import { type Places, placesOf } from './connections/places';
import { TCP, UDP } from './connections/protocols';
import {
  MOST_SLICES_IN_DOUBT,
  MOST_SLICES_PER_PROBED_PORT,
  MOST_SLICES_PER_TALK,
  mostSlices,
  SLICES_A_PAIR,
} from './connections/slice-limits';
import { isOpenToDoubt, isSentByClient } from './connections/who-opened';
import { isWholeTalk } from './connections/whole-talk';
import { EventsAroundFlows } from './context/events-around-flows';
import type { TaskHabits } from './habits/task-habits';
import type { SshPolicy } from './policy';

/** Multicast and link-local: how neighbours find each other (RFC 4861), and nobody looks for hosts so. */
const TO_NEIGHBOURS = /^(?:ff|fe[89ab])[0-9a-f]*:|^2(?:2[4-9]|3\d)\./i;

/**
 * The mergeable summary of the flows that the rules look at: all flows on SSH ports, port probes, and what ECS
 * tasks send to the internet beyond the expected ports.
 *
 * It is a set of slices, so a record that is seen twice (a batch delivered again, the same flow in text and in
 * Parquet) counts once, and merging is associative, commutative and idempotent. Connections, attempts and
 * packets per flow are derived from it when a rule asks (`connections/connections.ts`).
 */
export class SshActivity extends EventsAroundFlows {
  readonly pairs = new Map<string, FlowPair>();
  /** Probes whose direction the record of the other direction has to decide (`connections/pair-directions.ts`). */
  readonly undecided = new Map<string, FlowPair>();
  /** Connections off SSH ports that are as long as a try to log in (`connections/whole-talk.ts`), to servers inside. */
  readonly talks = new Map<string, FlowPair>();
  /** What tasks are used to, for as long as logs go on; absent where nobody has logs for so long. */
  readonly habits: TaskHabits | undefined;
  /** Slices held. */
  size = 0;
  /** Pairs met last, by a hash of their addresses: a key glued together for each record took a fifth of `add`. */
  readonly #recent = new Array<FlowPair | undefined>(RECENT_PAIRS).fill(undefined);
  /** The same of `talks`, which come with every request to a service. */
  readonly #recentTalks = new Array<FlowPair | undefined>(RECENT_PAIRS).fill(undefined);
  readonly #sshPorts: ReadonlySet<number>;
  readonly #interest: FlowInterest;
  readonly #isSshPort: (port: number) => boolean;
  readonly #places: Places;
  readonly policy: SshPolicy;

  /** @param habits empty; takes in what tasks send, too */
  constructor(policy: SshPolicy, habits?: TaskHabits) {
    super();
    this.policy = policy;
    this.#sshPorts = new Set(policy.sshPorts);
    this.#interest = new FlowInterest(policy);
    this.#places = placesOf(policy);
    this.#isSshPort = (port) => this.#sshPorts.has(port);
    this.habits = habits;
  }

  /** What is held, in slices: what bounds memory. */
  get weight(): number {
    return this.size + SLICES_A_PAIR * (this.pairs.size + this.undecided.size + this.talks.size);
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
    this.habits?.add(record);
    const onSsh = protocol === TCP && (this.#sshPorts.has(dstport) || this.#sshPorts.has(srcport));
    if (!onSsh && !this.#interest.mayMatter(record, protocol, srcport, dstport)) return false;

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
      if (protocol === TCP && isOpenToDoubt(record, srcport, dstport) && isProbe(record, sender, TCP)) {
        pairs = this.undecided;
      } else if (
        !fromClient ||
        (!isProbe(record, sender, protocol) && !this.#interest.isEgress(record, receiver, port))
      ) {
        const isTalk = protocol === TCP && isWholeTalk(record);
        if (!isTalk || this.#places.isPublic(fromClient ? receiver : sender)) return false;
        pairs = this.talks;
      }
    }
    const [source, target] = fromClient ? [sender, receiver] : [receiver, sender];
    const pair = this.#pair(pairs, source, target, port, protocol);
    attributeTask(pair, record, fromClient);
    const clientPort = fromClient ? srcport : dstport;
    this.#insert(pair, this.#mostIn(pairs, isSsh), sliceOf(record, start, end, clientPort, fromClient));
    return true;
  }

  /**
   * ICMP has no ports: kept for whom it reaches, and for its size and count. Of protocols beyond (tunnels) what a task sends
   * to the internet is kept.
   */
  #addOther(record: FlowRecord): boolean {
    const { protocol, packets, start, end } = record;
    const sender = record.pktSrcaddr ?? record.srcaddr;
    const receiver = record.pktDstaddr ?? record.dstaddr;
    if (protocol === undefined || !packets || sender === undefined || receiver === undefined) return false;
    if (start === undefined || end === undefined || TO_NEIGHBOURS.test(receiver)) return false;
    if (!ICMP.has(protocol) && !(isOfTask(record) && this.#places.isPublic(receiver))) return false;
    const pair = this.#pair(this.pairs, sender, receiver, 0, protocol);
    attributeTask(pair, record, true);
    this.#insert(pair, MOST_SLICES_PER_PROBED_PORT, sliceOf(record, start, end, 0, true));
    return true;
  }

  /** Everything that either has seen; neither is changed. */
  static merge(one: SshActivity, other: SshActivity): SshActivity {
    const merged = new SshActivity(one.policy, one.habits?.another());
    for (const activity of [one, other]) merged.#absorb(activity);
    return merged;
  }

  /** Forgets slices that ended before `time` (epoch seconds) and pairs with none left; gives how many went. */
  forgetBefore(time: number): number {
    const before = this.size;
    for (const pairs of [this.pairs, this.undecided, this.talks]) {
      for (const [key, pair] of pairs) {
        const change = keepSlices(
          pair,
          pair.slices.filter((slice) => slice.end >= time),
        );
        if (change !== 0) this.version += 1;
        this.size += change;
        if (pair.slices.length === 0) pairs.delete(key);
      }
    }
    this.#recent.fill(undefined);
    this.#recentTalks.fill(undefined);
    this.forgetEventsBefore(time);
    return before - this.size;
  }

  #absorb(activity: SshActivity): void {
    this.absorbEvents(activity);
    this.#absorbPairs(this.pairs, activity.pairs);
    this.#absorbPairs(this.undecided, activity.undecided);
    this.#absorbPairs(this.talks, activity.talks);
    if (activity.habits !== undefined) this.habits?.absorb(activity.habits);
  }

  #absorbPairs(pairs: Map<string, FlowPair>, others: ReadonlyMap<string, FlowPair>): void {
    for (const theirs of others.values()) {
      const ours = this.#pair(pairs, theirs.source, theirs.target, theirs.port, theirs.protocol);
      ours.sourceTask = firstTask(ours.sourceTask, theirs.sourceTask);
      ours.targetTask = firstTask(ours.targetTask, theirs.targetTask);
      ours.vpcId = smaller(ours.vpcId, theirs.vpcId);
      ours.left = Math.max(ours.left, theirs.left);
      const isSsh = theirs.protocol === TCP && this.#sshPorts.has(theirs.port);
      const most = this.#mostIn(pairs, isSsh);
      for (const slice of theirs.slices) this.#insert(ours, most, { ...slice, next: undefined });
    }
  }

  #pair(
    pairs: Map<string, FlowPair>,
    source: string,
    target: string,
    port: number,
    protocol: number,
  ): FlowPair {
    const slot = recentSlot(source, target);
    const latest = this.#recentOf(pairs);
    const recent = latest?.[slot];
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
      if (latest !== undefined) latest[slot] = known;
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
      areDaysMixed: false,
    };
    pairs.set(key, pair);
    if (latest !== undefined) latest[slot] = pair;
    return pair;
  }

  #recentOf(pairs: ReadonlyMap<string, FlowPair>): (FlowPair | undefined)[] | undefined {
    if (pairs === this.pairs) return this.#recent;
    return pairs === this.talks ? this.#recentTalks : undefined;
  }

  #mostIn(pairs: ReadonlyMap<string, FlowPair>, isSsh: boolean): number {
    if (pairs === this.undecided) return MOST_SLICES_IN_DOUBT;
    return pairs === this.talks ? MOST_SLICES_PER_TALK : mostSlices(isSsh);
  }

  #insert(pair: FlowPair, most: number, slice: Slice): void {
    this.size += holdSlice(pair, most, slice);
    this.version += 1;
  }
}
