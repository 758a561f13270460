import type { Finding } from '../../analysis/finding';
import { countOf, type OtherStory, type StoryItem } from './story-item';

/** Of one subject; more than rules that look back for days find of one actor, a quiet hour apart each. */
const MOST_OTHERS = 16;

/**
 * The other stories of a subject once another one takes its place in the table. Only API records have any: rules on
 * them judge all that is remembered of an actor with each record, rules on flows what a window holds.
 */
export function othersAfter(known: StoryItem): readonly OtherStory[] {
  const { finding, told, others = [] } = known;
  if (finding.log !== 'cloudtrail') return [];
  const { id, firstSeen, lastSeen } = finding;
  const own = { id, firstSeen, lastSeen, count: countOf(finding), ...(told !== undefined && { told }) };
  return [...others.filter((other) => other.id !== id), own]
    .sort((one, other) => one.lastSeen - other.lastSeen)
    .slice(-MOST_OTHERS);
}

/** The one of them that a finding goes on with. */
export function otherStoryOf(
  { others = [] }: StoryItem,
  finding: Finding,
  quietSeconds: number,
): OtherStory | undefined {
  return others.find(
    ({ firstSeen, lastSeen }) =>
      finding.firstSeen <= lastSeen + quietSeconds && firstSeen <= finding.lastSeen + quietSeconds,
  );
}

/** What is older than all stories that there is room for was told when it was the latest, or is too late to be told apart. */
export function isBeforeOthers({ others = [] }: StoryItem, { lastSeen }: Finding): boolean {
  return others.length >= MOST_OTHERS && lastSeen < (others[0]?.firstSeen ?? 0);
}
