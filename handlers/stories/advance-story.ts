import { type Finding, type FindingState, SEVERITIES } from '../../analysis/finding';
import { isOneOfMany, joinStory } from '../../analysis/trail/join-by-actor';
import type { StoryShape } from '../../detections/detection';
import { boundedFinding } from './bounded-finding';
import { isBeforeOthers, otherStoryOf, othersAfter } from './other-stories';
import { countOf, type OtherStory, type StoryItem } from './story-item';

/** A story with what was just found, and what of it people do not know yet. */
export interface Advanced {
  readonly item: StoryItem;
  readonly tell?: { readonly state: FindingState; readonly count: number };
}

/** A story is told again when it has doubled. */
const UPDATE_FACTOR = 2;
/**
 * Takes a finding into the story that is known, if it is the same one. A batch that comes again, late or beside
 * itself changes nothing: what counts is the widest and fullest picture, and counts are never added up.
 */
export function advanceStory(known: StoryItem | undefined, finding: Finding, shape: StoryShape): Advanced {
  if (known !== undefined && !isSameStory(known.finding, finding, shape)) {
    return advanceOther(known, boundedFinding(finding), shape);
  }
  const story = known;
  const merged = story === undefined ? boundedFinding(finding) : merge(story.finding, finding);
  const isOver = story?.isOver === true && finding.lastSeen <= story.finding.lastSeen;
  const item: StoryItem = {
    finding: merged,
    ...(story?.told !== undefined && { told: story.told }),
    ...(story?.pending !== undefined && { pending: story.pending }),
    isOver,
    ...(story?.others !== undefined && { others: story.others }),
  };
  const count = countOf(merged);
  if (story?.pending !== undefined || isOver) return { item };
  const state = stateToTell(story?.told, merged.severity, count);
  return state === undefined ? { item } : { item, tell: { state, count } };
}

/** A finding of another story of the same subject: a new one, or one that is known and has told it already. */
function advanceOther(known: StoryItem, finding: Finding, { quietMinutes }: StoryShape): Advanced {
  if (isBeforeOthers(known, finding)) return { item: known };
  const other = otherStoryOf(known, finding, quietMinutes * 60);
  const count = Math.max(countOf(finding), other?.count ?? 0);
  const state = stateToTell(other?.told, finding.severity, count);
  // It has its place back only where it is the later one: else each look at an old record would move both.
  if (other !== undefined && state === undefined && finding.lastSeen <= known.finding.lastSeen)
    return { item: known };
  const others = othersAfter(known).filter(({ id }) => id !== other?.id);
  const item: StoryItem = {
    finding: other === undefined ? finding : { ...finding, id: other.id },
    ...(other?.told !== undefined && { told: other.told }),
    isOver: false,
    ...(others.length > 0 && { others }),
  };
  return state === undefined ? { item } : { item, tell: { state, count } };
}

/** What people do not know yet of a story, if anything: that it began, that it is worse, that it has doubled. */
function stateToTell(
  told: OtherStory['told'],
  severity: Finding['severity'],
  count: number,
): FindingState | undefined {
  if (told === undefined) return 'START';
  const isWorse = SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(told.severity);
  return isWorse || count >= told.count * UPDATE_FACTOR ? 'UPDATE' : undefined;
}

/** Has nothing come for so long that the story is over? `now` in epoch seconds, with the delivery lag taken off. */
export function isQuiet({ finding }: StoryItem, { quietMinutes }: StoryShape, now: number): boolean {
  return finding.lastSeen + quietMinutes * 60 <= now;
}

/** Nothing lies between the two that would have ended the first. */
function isSameStory(story: Finding, finding: Finding, { quietMinutes }: StoryShape): boolean {
  const quiet = quietMinutes * 60;
  return finding.firstSeen <= story.lastSeen + quiet && story.firstSeen <= finding.lastSeen + quiet;
}

/** The id stays what was told first; severity never falls while the story goes on. */
function merge(story: Finding, finding: Finding): Finding {
  // Mostly a later look sees all of it; where it sees one of many things that somebody did, they add up.
  const fuller =
    isOneOfMany(story) && isOneOfMany(finding)
      ? joinStory([story, finding])
      : countOf(finding) >= countOf(story)
        ? finding
        : story;
  const severity =
    SEVERITIES.indexOf(finding.severity) > SEVERITIES.indexOf(story.severity)
      ? finding.severity
      : story.severity;
  return boundedFinding({
    ...fuller,
    id: story.id,
    severity,
    confidence: Math.max(story.confidence, finding.confidence),
    firstSeen: Math.min(story.firstSeen, finding.firstSeen),
    lastSeen: Math.max(story.lastSeen, finding.lastSeen),
    targets: [...new Set([...story.targets, ...finding.targets])],
    ports: [...new Set([...story.ports, ...finding.ports])],
  });
}
