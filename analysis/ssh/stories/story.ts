import type { Evidence, Finding, FindingChange, Severity } from '../../finding';
import type { Connection } from '../connections/connection';
import type { Slice } from '../connections/flow-pair';

/** What a rule knows of one story; the rest of the finding follows from it. */
export interface StoryFacts {
  readonly detection: string;
  readonly severity: Severity;
  readonly confidence: number;
  readonly source: string;
  readonly targets: readonly string[];
  readonly ports: readonly number[];
  /** What the rule counts, in time order: epoch seconds. */
  readonly times: readonly number[];
  /** When the rule's condition became true, epoch seconds. */
  readonly reachedAt: number;
  readonly lastSeen: number;
  /** Nothing new for so long ends the story, seconds. */
  readonly quietSeconds: number;
  /** Latest time any record speaks of: decides whether the story is over. */
  readonly until: number;
  readonly summary: string;
  readonly evidence: Evidence;
}

/** After the start a story is told again when its count has doubled, so that hours of it are a handful of lines. */
const UPDATE_FACTOR = 2;

/** Turns the facts of a story into the finding that is told. */
export function tellStory(facts: StoryFacts): Finding {
  const firstSeen = facts.times[0] ?? facts.reachedAt;
  const changes = changesOf(facts);
  return {
    id: storyId(facts, firstSeen),
    detection: facts.detection,
    severity: facts.severity,
    confidence: facts.confidence,
    state: (changes[changes.length - 1] as FindingChange).state,
    source: facts.source,
    targets: facts.targets,
    ports: facts.ports,
    firstSeen,
    lastSeen: facts.lastSeen,
    changes,
    summary: facts.summary,
    evidence: facts.evidence,
  };
}

function changesOf({ times, reachedAt, lastSeen, quietSeconds, until }: StoryFacts): FindingChange[] {
  let count = 0;
  for (const at of times) if (at <= reachedAt) count += 1;
  const changes: FindingChange[] = [{ state: 'START', at: reachedAt, count }];
  let nextUpdate = count * UPDATE_FACTOR;
  for (const at of times) {
    if (at <= reachedAt) continue;
    count += 1;
    if (count < nextUpdate) continue;
    changes.push({ state: 'UPDATE', at, count });
    nextUpdate = count * UPDATE_FACTOR;
  }
  const endsAt = lastSeen + quietSeconds;
  if (until >= endsAt) changes.push({ state: 'END', at: endsAt, count });
  return changes;
}

/** Readable and the same wherever the story is told: what, who, where, and the minute it began. */
function storyId(facts: StoryFacts, firstSeen: number): string {
  const began = new Date(firstSeen * 1000).toISOString().slice(0, 16);
  const where = facts.source === '*' || facts.targets.length === 1 ? `/${facts.targets[0] ?? '*'}` : '';
  const port = facts.ports.length === 1 ? `/${facts.ports[0]}` : '';
  return `${facts.detection}/${facts.source}${where}${port}/${began}`;
}

/** How many records a finding shows; the numbers beside them are of all. */
const MOST_SAMPLES = 3;

/**
 * Records as a flow log writes them: interface, source, destination, ports, protocol, packets, bytes, start,
 * end, action. Enough to find the very line.
 */
export function sampleRecords(
  samples: readonly { source: string; target: string; port: number; connection: Connection }[],
): string[] {
  return samples
    .slice(0, MOST_SAMPLES)
    .map(({ source, target, port, connection }) => recordLine(source, target, port, connection.sample));
}

function recordLine(source: string, target: string, port: number, slice: Slice): string {
  const action = slice.rejected ? 'REJECT' : 'ACCEPT';
  const ends = slice.fromClient
    ? `${source} ${target} ${slice.clientPort} ${port}`
    : `${target} ${source} ${port} ${slice.clientPort}`;
  return `${slice.interfaceId} ${ends} 6 ${slice.packets} ${slice.bytes} ${slice.start} ${slice.end} ${action}`;
}
