import type { Finding } from '../../analysis/finding';
import { pauseBefore } from '../state/pause';
import type { ReadAhead } from '../state/read-ahead';
import type { Stored } from '../state/state-table';
import type { Reporting } from './reporting';
import type { StoryItem, Telling } from './story-item';
import { storyShapeOf } from './subject-key';

export const STORY_KIND = 'story';
/**
 * A run that dies is taken over after this. A run that lives longer finds its telling told by whoever took it over:
 * the id of a message is that of its story and change.
 */
const CLAIM_MILLISECONDS = 120_000;
/** Parallel runs on one story: each round one of them gets through. */
const ROUNDS = 40;
const KEPT_SECONDS = 7 * 86_400;
/** Nobody was told of these; the daily digest counts those of one day. */
const LOW_KEPT_SECONDS = 2 * 86_400;

/** A telling that this run has taken upon itself. */
export interface Claimed {
  readonly key: string;
  readonly finding: Finding;
  readonly telling: Telling;
  /** The story as this run has written it: unless somebody was faster, that is what it still is. */
  readonly written: Pick<Stored<StoryItem>, 'version' | 'body'>;
}

/** Another run kept writing the same story for as long as this one tried. */
export class StoryContentionError extends Error {
  override readonly name = 'StoryContentionError';
}

export type Change = {
  readonly item: StoryItem;
  readonly tell?: Pick<Telling, 'state' | 'count'> | undefined;
};

/** What is to become of a story; undefined where it stays as it is. */
export type ChangeOf = (known: Stored<StoryItem> | undefined) => Change | undefined;

/**
 * Reads, changes and writes a story until nobody was in between; gives the telling that is now this run's.
 *
 * @param ahead where the story may have been read already
 */
export async function changeStory(
  key: string,
  reporting: Reporting,
  message: string,
  change: ChangeOf,
  ahead: ReadAhead,
): Promise<Claimed | undefined> {
  const { run, now } = reporting;
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = await ahead.get<StoryItem>(STORY_KIND, key);
    const changed = change(known);
    if (changed === undefined) return undefined;
    const { item, tell } = changed;
    const left = item.pending;
    const isLeftBehind = left !== undefined && (left.claimedUntil <= now() || left.claimedBy === run);
    const mine = isLeftBehind ? left : tell;
    const telling =
      mine === undefined
        ? undefined
        : {
            state: mine.state,
            count: mine.count,
            message: isLeftBehind ? left.message : message,
            claimedBy: run,
            claimedUntil: now() + CLAIM_MILLISECONDS,
          };
    const next = telling === undefined ? item : { ...item, pending: telling };
    if (known !== undefined && JSON.stringify(known.body) === JSON.stringify(next)) return undefined;
    const replaces = known?.version ?? 0;
    if (await ahead.put(STORY_KIND, key, next, replaces, expirationOf(next, reporting))) {
      const written = { version: replaces + 1, body: next };
      return telling && { key, finding: next.finding, telling, written };
    }
    // Another run is at these stories: what was read of the next ones is probably old as well.
    ahead.forget();
  }
  throw new StoryContentionError(
    `story ${key} was changed by others ${ROUNDS} times in a row; the event comes again`,
  );
}

/** Strikes the telling out; as told, or free to be taken by anybody. */
export async function settle(claimed: Claimed, reporting: Reporting, isTold: boolean): Promise<void> {
  const { key, written } = claimed;
  const { state } = reporting;
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = round === 0 ? written : await state.get<StoryItem>(STORY_KIND, key);
    const item = known && settled(known.body, claimed, isTold);
    if (known === undefined || item === undefined) return;
    if (await state.put(STORY_KIND, key, item, known.version, expirationOf(item, reporting))) return;
  }
  throw new StoryContentionError(
    `story ${key} could not be settled; it is told again when the claim runs out`,
  );
}

/** The item once a telling of this run is over; undefined where the story is somebody else's by now. */
function settled(body: StoryItem, { finding, telling }: Claimed, isTold: boolean): StoryItem | undefined {
  const { pending, ...rest } = body;
  if (body.finding.id === finding.id) {
    if (pending?.claimedBy !== telling.claimedBy) return undefined;
    return isTold
      ? { ...rest, told: { count: telling.count, severity: rest.finding.severity } }
      : { ...rest, pending: { ...pending, claimedUntil: 0 } };
  }
  // Another story has taken its place meanwhile.
  if (!isTold || body.others?.some(({ id }) => id === finding.id) !== true) return undefined;
  const told = { count: telling.count, severity: finding.severity };
  return {
    ...body,
    others: body.others.map((other) => (other.id === finding.id ? { ...other, told } : other)),
  };
}

function expirationOf({ finding }: StoryItem, { detections, now }: Reporting): number {
  const { quietMinutes } = storyShapeOf(finding.detection, detections);
  const kept = finding.severity === 'low' ? LOW_KEPT_SECONDS : KEPT_SECONDS;
  return Math.max(finding.lastSeen, now() / 1000) + quietMinutes * 60 + kept;
}
