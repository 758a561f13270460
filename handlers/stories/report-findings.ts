import type { Finding } from '../../analysis/finding';
import { groupBy } from '../../analysis/group-by';
import { subjectOf } from '../tell/finding-notification';
import { advanceStory, isQuiet } from './advance-story';
import { boundedFinding, notAhead } from './bounded-finding';
import { type Claim, claimAndTell } from './claim-and-tell';
import { type Change, type ChangeOf, STORY_KIND } from './claim-story';
import type { Reporting } from './reporting';
import { tellStoryFlood } from './story-flood';
import { countOf, type StoryItem } from './story-item';
import { storyShapeOf, subjectKey } from './subject-key';
import { isLoud, worstFirst } from './tell-claimed';

/** Stories that one run follows, and of the quiet ones, which no message is sent for; the worst come first. */
const MOST_STORIES = 1_000;
const MOST_QUIET_STORIES = 300;
/** The end of the story that people know, one that came late, its end, and the one that gets its place back. */
const MOST_TURNS = 4;

/**
 * Takes findings into their stories and tells what is new: each change once, what one actor did in one message, worst
 * severity first. Of a flood of stories the worst are followed, and one message of each detection says how many more
 * there were.
 *
 * The change is written down before it is published and struck out after. Whoever dies between leaves a claim that
 * runs out and is taken over, so that nothing is lost; a publish that succeeded right before the death comes once
 * more, with the same id.
 *
 * @returns how many messages were published
 */
export async function reportFindings(findings: readonly Finding[], reporting: Reporting): Promise<number> {
  const now = reporting.now() / 1000;
  const sorted = findings.map((finding) => ({ finding: notAhead(finding, now) })).sort(worstFirst);
  const loud = sorted.filter(({ finding }) => isLoud(finding, reporting));
  const quiet = sorted.filter(({ finding }) => !isLoud(finding, reporting));
  const followed = [...loud.slice(0, MOST_STORIES), ...quiet.slice(0, MOST_QUIET_STORIES)];
  let published = 0;
  let next: readonly Finding[] = followed.map(({ finding }) => finding);
  for (let turn = 1; turn <= MOST_TURNS && next.length > 0; turn += 1) {
    const later: Finding[] = [];
    const wait = turn === MOST_TURNS ? undefined : (finding: Finding) => later.push(finding);
    published += await claimAndTell(
      next.map((finding) => claimFor(finding, reporting, wait)),
      reporting,
    );
    next = later;
  }
  let floods = 0;
  const leftOut = loud.slice(MOST_STORIES).map(({ finding }) => finding);
  for (const [detection, more] of groupBy(leftOut, (finding) => finding.detection)) {
    floods += await tellStoryFlood(detection, more, MOST_STORIES, reporting);
  }
  return published + floods;
}

/**
 * Takes a finding into its story, and claims what is to be told of it. A story that people know and that would lose its
 * place to a later one of the same subject is ended first.
 *
 * @param wait is given what has to be taken in once this was told; without it, nothing waits
 */
function claimFor(
  finding: Finding,
  reporting: Reporting,
  wait: ((finding: Finding) => void) | undefined,
): Claim {
  const shape = storyShapeOf(finding.detection, reporting.detections);
  let waiting: Finding | undefined;
  const change: ChangeOf = (known) => {
    const advanced = advanceStory(known?.body, boundedFinding(finding), shape);
    waiting = undefined;
    if (known === undefined || advanced.item.finding.id === known.body.finding.id) return advanced;
    const { body: left } = known;
    if (left.isOver || wait === undefined) return advanced;
    const isNext = isAfter(finding, left.finding);
    if (!isNext) {
      // It comes late: the story that still goes on gets its place back.
      waiting = left.finding;
      return advanced;
    }
    if (advanced.tell !== undefined && (left.told === undefined || left.pending !== undefined))
      return advanced;
    waiting = finding;
    return left.told === undefined || left.pending !== undefined ? undefined : ended(left);
  };
  const onTaken = () => {
    if (waiting !== undefined) wait?.(waiting);
  };
  return { actor: subjectOf(finding), key: subjectKey(finding, shape), change, onTaken };
}

function isAfter(finding: Finding, other: Finding): boolean {
  return finding.firstSeen > other.lastSeen;
}

/** The story as over, with its end to be told. */
function ended(item: StoryItem): Change {
  return { item: { ...item, isOver: true }, tell: { state: 'END', count: countOf(item.finding) } };
}

/**
 * Goes through all stories: tells what dead runs left behind, and the end of those that have been quiet for long
 * enough. `seenUntil`: records up to then have been delivered, epoch seconds.
 */
export async function closeStories(seenUntil: number, reporting: Reporting): Promise<number> {
  const isDue = (item: StoryItem) =>
    !item.isOver && isQuiet(item, storyShapeOf(item.finding.detection, reporting.detections), seenUntil);
  const due: { readonly id: string; readonly finding: Finding }[] = [];
  // The worst of those that are due, of however many there are; the next run takes the others.
  const cut = () => due.sort(worstFirst).splice(MOST_STORIES);
  await reporting.state.visit<StoryItem>(STORY_KIND, ({ id, body }) => {
    if (body.pending !== undefined || isDue(body)) due.push({ id, finding: body.finding });
    if (due.length >= 2 * MOST_STORIES) cut();
  });
  cut();
  return await claimAndTell(
    due.map(({ id, finding }) => ({
      actor: subjectOf(finding),
      key: id,
      change: (known) => {
        if (known === undefined) return undefined;
        const { body: item } = known;
        if (item.pending !== undefined || !isDue(item)) return { item, tell: undefined };
        return item.told === undefined ? { item: { ...item, isOver: true }, tell: undefined } : ended(item);
      },
    })),
    reporting,
  );
}
