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
    targets: distinct(attempts.map(({ target }) => target)).slice(0, MOST_NAMED),
    ports: distinct(attempts.map(({ port }) => port)).slice(0, MOST_NAMED),
    times: attempts.map(({ connection }) => connection.first),
    lastSeen: attempts.reduce((last, { connection }) => Math.max(last, connection.last), 0),
  };
}

/** The numbers behind a claim about attempts, and a few of the records; gathered in one pass. */
export function attemptEvidence(attempts: readonly Attempt[], extra: Evidence = {}): Evidence {
  const targets = new Set<string>();
  const ports = new Set<number>();
  const services = new Set<string>();
  const packetCounts = new Map<number, number>();
  let [answered, rejected, bytes, replyBytes] = [0, 0, 0, 0];
  for (const { target, port, targetTask, connection } of attempts) {
    targets.add(target);
    ports.add(port);
    if (targetTask?.service !== undefined) services.add(targetTask.service);
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
  return new Set(attempts.map(({ target }) => target)).size;
}

/** Values in order of first appearance. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
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
  const inOrder = [...values].sort((one, other) => one - other);
  const middle = inOrder.length >> 1;
  const upper = inOrder[middle];
  if (upper === undefined) return undefined;
  return inOrder.length % 2 === 1 ? upper : (upper + (inOrder[middle - 1] as number)) / 2;
}
