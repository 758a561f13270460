import type { Evidence } from '../../finding';
import type { Attempt } from '../connections/conversations';
import { type StoryFacts, sampleRecords } from './story';

/** How many addresses the evidence lists by name. */
const MOST_LISTED = 20;
/** How many targets and ports the finding itself lists; `targetCount` and `portCount` in the evidence are of all. */
const MOST_NAMED = 100;

/** The members of a finding that follow from its attempts alone. */
export function attemptFacts(
  attempts: readonly Attempt[],
): Pick<StoryFacts, 'targets' | 'ports' | 'times' | 'lastSeen'> {
  return {
    targets: distinctOf(attempts, ({ target }) => target, MOST_NAMED),
    ports: distinctOf(attempts, ({ port }) => port, MOST_NAMED),
    times: attempts.map(({ connection }) => connection.first),
    lastSeen: lastOf(attempts),
  };
}

function lastOf(attempts: readonly Attempt[]): number {
  let last = 0;
  for (const { connection } of attempts) if (connection.last > last) last = connection.last;
  return last;
}

/** The numbers behind a claim about attempts, and a few of the records; gathered in one pass. */
export function attemptEvidence(attempts: readonly Attempt[], extra: Evidence = {}): Evidence {
  const targets = new Set<string>();
  const ports = new Set<number>();
  const services = new Set<string>();
  const packetCounts = new Map<number, number>();
  let [answered, rejected, bytes, replyBytes] = [0, 0, 0, 0];
  let before: Attempt | undefined;
  for (const attempt of attempts) {
    const { target, port, targetTask, connection } = attempt;
    // Attempts on one target mostly follow each other: comparing costs less than a set.
    if (before?.target !== target) targets.add(target);
    if (before?.port !== port) ports.add(port);
    if (before?.targetTask !== targetTask && targetTask?.service !== undefined)
      services.add(targetTask.service);
    before = attempt;
    packetCounts.set(connection.packets, (packetCounts.get(connection.packets) ?? 0) + 1);
    if (connection.answered) answered += 1;
    if (connection.rejected) rejected += 1;
    bytes += connection.bytes;
    replyBytes += connection.replyBytes;
  }
  return {
    attempts: attempts.length,
    targetCount: targets.size,
    portCount: ports.size,
    answered,
    rejected,
    packetsPerFlowMin: Math.min(...packetCounts.keys()),
    packetsPerFlowMode: mostFrequent(packetCounts) ?? 0,
    packetsPerFlowMax: Math.max(0, ...packetCounts.keys()),
    bytes,
    replyBytes,
    ...(services.size > 0 && { ecsServices: [...services].slice(0, MOST_LISTED) }),
    ...extra,
    records: sampleRecords(attempts),
  };
}

/** How many addresses were reached for. */
export function countTargets(attempts: readonly Attempt[]): number {
  return distinctOf(attempts, ({ target }) => target).length;
}

/** Values in order of first appearance. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** What `distinct` gives of one value of each item, as far as `most` of them. */
export function distinctOf<Item, T>(
  items: readonly Item[],
  of: (item: Item) => T,
  most: number = Number.POSITIVE_INFINITY,
): T[] {
  const values = new Set<T>();
  let before: T | undefined;
  for (const item of items) {
    if (values.size >= most) break;
    const value = of(item);
    // Equal ones mostly follow each other: comparing costs less than a set.
    if (value === before && values.size > 0) continue;
    before = value;
    values.add(value);
  }
  return [...values];
}

/** The first values by name, for a finding's evidence. */
export function listed<T>(values: readonly T[]): T[] {
  return values.slice(0, MOST_LISTED);
}

export function count<T>(items: readonly T[], isCounted: (item: T) => boolean): number {
  return items.reduce((total, item) => total + (isCounted(item) ? 1 : 0), 0);
}

/** The most frequent value, the smallest of several; `undefined` for no values. */
export function modeOf(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return mostFrequent(counts);
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  let mode: number | undefined;
  let most = 0;
  for (const [value, times] of counts) {
    if (times < most || (times === most && mode !== undefined && mode < value)) continue;
    mode = value;
    most = times;
  }
  return mode;
}

/** The middle value, the mean of the middle two; `undefined` for no values. */
export function medianOf(values: readonly number[]): number | undefined {
  // Numbers in a typed array are put in order without a call for each comparison.
  const inOrder = new Float64Array(values).sort();
  const middle = inOrder.length >> 1;
  const upper = inOrder[middle];
  if (upper === undefined) return undefined;
  return inOrder.length % 2 === 1 ? upper : (upper + (inOrder[middle - 1] as number)) / 2;
}
