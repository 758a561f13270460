import type { Finding, FindingChange } from '../../finding';

/**
 * Keeps the stories told so far when the activity behind them is judged several times over: in a stream that
 * outgrows memory, or batch by batch. The same story told again is the same story, with its new end.
 */
export class StoryBook {
  readonly #stories = new Map<string, Finding[]>();

  /** Takes in what one judgement found. */
  add(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const key = storyKey(finding);
      const known = this.#stories.get(key) ?? [];
      const index = known.findIndex((story) => isContinuation(story, finding));
      if (index < 0) known.push(finding);
      else known[index] = continued(known[index] as Finding, finding);
      this.#stories.set(key, known);
    }
  }

  /** All stories, in the order in which they were first told. */
  stories(): Finding[] {
    return [...this.#stories.values()]
      .flat()
      .sort((one, other) => startOf(one) - startOf(other) || (one.id < other.id ? -1 : 1));
  }
}

/** Findings with one key are about the same thing; where they also touch in time they are the same story. */
export function storyKey(finding: Finding): string {
  return `${finding.detection} ${finding.source} ${scopeOf(finding)}`;
}

/** A story about one target is another one for the next target; a story about many is one. */
function scopeOf({ targets, source, ports }: Finding): string {
  const target = targets.length === 1 || source === '*' ? (targets[0] ?? '') : 'many';
  return ports.length === 1 ? `${target} ${ports[0]}` : target;
}

function isContinuation(story: Finding, finding: Finding): boolean {
  return finding.firstSeen <= story.lastSeen && story.firstSeen <= finding.lastSeen;
}

function startOf({ changes, firstSeen }: Finding): number {
  return changes[0]?.at ?? firstSeen;
}

/** What was told stays told: an end that came too early is taken back, and what is new is added. */
function continued(story: Finding, finding: Finding): Finding {
  const [earlier, later] = story.firstSeen <= finding.firstSeen ? [story, finding] : [finding, story];
  const told = earlier.changes.filter(({ state }) => state !== 'END');
  const last = told[told.length - 1]?.at ?? earlier.firstSeen;
  const added = later.changes.filter(({ state, at }) => state !== 'START' && at > last);
  const changes: FindingChange[] = [...told, ...added];
  const fuller = (later.changes.at(-1)?.count ?? 0) >= (earlier.changes.at(-1)?.count ?? 0) ? later : earlier;
  return {
    ...fuller,
    id: earlier.id,
    firstSeen: earlier.firstSeen,
    lastSeen: Math.max(earlier.lastSeen, later.lastSeen),
    targets: [...new Set([...earlier.targets, ...later.targets])],
    changes,
    state: (changes.at(-1) as FindingChange).state,
  };
}
