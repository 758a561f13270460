import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import type { SshPolicy } from '../policy';
import { cidrMatcher } from './addresses';
import type { Connection } from './connection';
import { connectionsOf } from './connections';
import type { EcsTask, FlowPair } from './flow-pair';
import { settlePairs } from './pair-directions';

/** A pair and its connections, in order of their first packet. */
export interface Conversation {
  readonly pair: FlowPair;
  readonly connections: readonly Connection[];
  /** The connections as attempts: one object each, whichever rule asks. */
  readonly attempts: readonly Attempt[];
}

/** One connection with the pair it belongs to. */
export interface Attempt {
  readonly source: string;
  readonly target: string;
  readonly port: number;
  readonly targetTask: EcsTask | undefined;
  readonly connection: Connection;
}

/** What the rules look at: conversations without the trusted ones, grouped the ways the rules ask for them. */
export interface ActivityView {
  /** Everything, whatever the port. */
  readonly all: readonly Conversation[];
  /** On the fleet's SSH ports. */
  readonly ssh: readonly Conversation[];
  readonly sshBySource: ReadonlyMap<string, readonly Conversation[]>;
  /** Those with one port of one target each. */
  readonly sshByTarget: readonly (readonly Conversation[])[];
  /** How many of `all` are of a source. */
  readonly countBySource: ReadonlyMap<string, number>;
}

interface Kept {
  readonly version: number;
  readonly policy: SshPolicy;
  readonly view: ActivityView;
}

const kept = new WeakMap<SshActivity, Kept>();

/** Derives the view, or gives the one derived last if nothing has changed since: all rules share it. */
export function viewOf(activity: SshActivity, policy: SshPolicy): ActivityView {
  const current = currentView(activity, policy);
  if (current !== undefined) return current;
  // Gone before the new one is made: in a long replay either takes tens of megabytes.
  kept.delete(activity);
  const view = derive(activity, policy);
  kept.set(activity, { version: activity.version, policy, view });
  return view;
}

/** Lets the view go that was derived last, where the next one is far off. */
export function forgetView(activity: SshActivity): void {
  kept.delete(activity);
}

function currentView(activity: SshActivity, policy: SshPolicy): ActivityView | undefined {
  const known = kept.get(activity);
  return known?.version === activity.version && known.policy === policy ? known.view : undefined;
}

function derive(activity: SshActivity, policy: SshPolicy): ActivityView {
  const isTrusted = cidrMatcher(policy.trustedCidrs);
  const sshPorts = new Set(policy.sshPorts);
  const all: Conversation[] = [];
  const ssh: Conversation[] = [];
  for (const pair of pairsOf(activity)) {
    if (isTrusted(pair.source) || isTrusted(pair.target)) continue;
    const connections = connectionsOf(pair);
    if (connections.length === 0) continue;
    const { source, target, port, targetTask } = pair;
    const attempts = connections.map((connection) => ({ source, target, port, targetTask, connection }));
    const conversation = { pair, connections, attempts };
    all.push(conversation);
    if (pair.protocol === 6 && sshPorts.has(pair.port)) ssh.push(conversation);
  }
  return {
    all,
    ssh,
    sshBySource: groupBy(ssh, ({ pair }) => pair.source),
    sshByTarget: byTarget(ssh),
    countBySource: countsBySource(all),
  };
}

/** In order of first appearance. A key glued together for each of many sources would be the largest part of the work. */
function byTarget(conversations: readonly Conversation[]): Conversation[][] {
  const groups: Conversation[][] = [];
  const byPort = new Map<number, Map<string, Conversation[]>>();
  for (const conversation of conversations) {
    const { port, target } = conversation.pair;
    let ofPort = byPort.get(port);
    if (ofPort === undefined) {
      ofPort = new Map();
      byPort.set(port, ofPort);
    }
    const group = ofPort.get(target);
    if (group !== undefined) {
      group.push(conversation);
      continue;
    }
    const fresh = [conversation];
    ofPort.set(target, fresh);
    groups.push(fresh);
  }
  return groups;
}

function countsBySource(conversations: readonly Conversation[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { pair } of conversations) counts.set(pair.source, (counts.get(pair.source) ?? 0) + 1);
  return counts;
}

/** Those of sources with at least `fewest` conversations, in order: most sources of an internet scan have one. */
export function ofBusySources(
  conversations: readonly Conversation[],
  { countBySource }: ActivityView,
  fewest: number,
): readonly Conversation[] {
  return conversations.filter(({ pair }) => (countBySource.get(pair.source) ?? 0) >= fewest);
}

/** All pairs, those whose direction had to be decided with the record of the other direction among them. */
function pairsOf({ pairs, undecided }: SshActivity): Iterable<FlowPair> {
  if (undecided.size === 0) return pairs.values();
  const all = new Map(pairs);
  for (const settled of settlePairs(undecided.values())) {
    const key = `${settled.source} ${settled.target} ${settled.port}`;
    const known = all.get(key);
    const slices = [...(known?.slices ?? []), ...settled.slices];
    all.set(key, known === undefined ? settled : { ...known, slices, byClientPort: undefined });
  }
  return all.values();
}

/** When an attempt began, epoch seconds. */
export function beginOf({ connection }: Attempt): number {
  return connection.first;
}

/** The attempts at connections that are some of the conversation's own, in its order. */
export function attemptsAt({ attempts }: Conversation, connections: readonly Connection[]): Attempt[] {
  const wanted: Attempt[] = [];
  for (const attempt of attempts) {
    if (attempt.connection === connections[wanted.length]) wanted.push(attempt);
  }
  if (wanted.length === connections.length) return wanted;
  // They are in another order.
  const all = new Set(connections);
  return attempts.filter(({ connection }) => all.has(connection));
}

/** All connections of the conversations that `isWanted`, in time order. */
export function attemptsOf(
  conversations: readonly Conversation[],
  isWanted: (connection: Connection) => boolean,
): Attempt[] {
  const wanted: Attempt[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let isInOrder = true;
  for (const { attempts } of conversations) {
    for (const attempt of attempts) {
      const { connection } = attempt;
      if (!isWanted(connection)) continue;
      wanted.push(attempt);
      if (connection.first < last) isInOrder = false;
      last = connection.first;
    }
  }
  return isInOrder ? wanted : wanted.sort((one, other) => one.connection.first - other.connection.first);
}
