import type { Finding, Severity } from '../../analysis/finding';
import { groupBy } from '../../analysis/group-by';
import { quietSeconds } from '../../analysis/ssh/quiet-seconds';
import { type Suppression, suppressionOf } from '../../analysis/suppression';
import type { Detection } from '../../detections/detection';
import { isAtLeast } from '../settings';
import { pauseBefore } from '../state/pause';
import type { StateTable, Stored } from '../state/state-table';
import { findingNotification, type MessageContext } from '../tell/finding-notification';
import type { Notification } from '../tell/notification';
import type { Once } from '../tell/once';
import { advanceStory, isQuiet } from './advance-story';
import { countOf, type StoryItem, type Telling } from './story-item';
import { subjectKey } from './subject-key';

const KIND = 'story';
/**
 * A run that dies is taken over after this. A run that lives longer finds its telling told by whoever took it over:
 * the id of a message is that of its story and change.
 */
const CLAIM_MILLISECONDS = 120_000;
/** Parallel runs on one story: each round one of them gets through. */
const ROUNDS = 40;
const KEPT_SECONDS = 7 * 86_400;

/** Everything that reporting needs from outside. */
export interface Reporting {
  readonly state: StateTable;
  readonly once: Once;
  readonly publish: (notification: Notification) => Promise<void>;
  readonly detections: ReadonlyMap<string, Detection>;
  readonly context: MessageContext;
  readonly notifyFrom: Severity;
  readonly suppressions: readonly Suppression[];
  /** Told of each story that began, loud or not; a run that dies may tell it once more. */
  readonly onStarted: (finding: Finding) => void;
  /** Names this run; the same when Lambda tries the event again. */
  readonly run: string;
  /** Names this try, and no other. */
  readonly attempt: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A telling that this run has taken upon itself. */
export interface Claimed {
  readonly key: string;
  readonly finding: Finding;
  readonly telling: Telling;
}

/** Another run kept writing the same story for as long as this one tried. */
export class StoryContentionError extends Error {
  override readonly name = 'StoryContentionError';
}

/**
 * Takes findings into their stories and tells what is new: each change once, what one source did in one message.
 *
 * The change is written down before it is published and struck out after. Whoever dies between leaves a claim that
 * runs out and is taken over, so that nothing is lost; a publish that succeeded right before the death comes once
 * more, with the same id.
 *
 * @returns how many messages were published
 */
export async function reportFindings(findings: readonly Finding[], reporting: Reporting): Promise<number> {
  return await claimAndTell(
    findings.map((finding) => async () => {
      return await changeStory(subjectKey(finding), reporting, (known) => {
        const { item, tell } = advanceStory(known?.body, finding);
        return { item, tell };
      });
    }),
    reporting,
  );
}

/**
 * Goes through all stories: tells what dead runs left behind, and the end of those that have been quiet for long
 * enough. `seenUntil`: records up to then have been delivered, epoch seconds.
 */
export async function closeStories(seenUntil: number, reporting: Reporting): Promise<number> {
  const isDue = (item: StoryItem) => !item.isOver && isQuiet(item, seenUntil);
  const stories = await reporting.state.list<StoryItem>(KIND);
  return await claimAndTell(
    stories
      .filter(({ body }) => body.pending !== undefined || isDue(body))
      .map(({ id }) => async () => {
        return await changeStory(id, reporting, (known) => {
          if (known === undefined) return undefined;
          const { body: item } = known;
          if (item.pending !== undefined || !isDue(item)) return { item, tell: undefined };
          const over = { ...item, isOver: true };
          return item.told === undefined
            ? { item: over, tell: undefined }
            : { item: over, tell: { state: 'END' as const, count: countOf(item.finding) } };
        });
      }),
    reporting,
  );
}

/** A story that cannot be changed stops no other: what was claimed is told, then the run fails and comes again. */
async function claimAndTell(
  claims: readonly (() => Promise<Claimed | undefined>)[],
  reporting: Reporting,
): Promise<number> {
  const claimed: Claimed[] = [];
  const failures: unknown[] = [];
  for (const claim of claims) {
    try {
      const mine = await claim();
      if (mine !== undefined) claimed.push(mine);
    } catch (error) {
      failures.push(error);
    }
  }
  const published = await tellClaimed(claimed, reporting);
  if (failures.length > 0) throw failures[0];
  return published;
}

type Change = { readonly item: StoryItem; readonly tell: Pick<Telling, 'state' | 'count'> | undefined };

/** Reads, changes and writes a story until nobody was in between; gives the telling that is now this run's. */
async function changeStory(
  key: string,
  { state, run, attempt, now }: Reporting,
  change: (known: Stored<StoryItem> | undefined) => Change | undefined,
): Promise<Claimed | undefined> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = await state.get<StoryItem>(KIND, key);
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
            message: isLeftBehind ? left.message : `${attempt} ${actorOf(item.finding)}`,
            claimedBy: run,
            claimedUntil: now() + CLAIM_MILLISECONDS,
          };
    const next = telling === undefined ? item : { ...item, pending: telling };
    if (known !== undefined && JSON.stringify(known.body) === JSON.stringify(next)) return undefined;
    if (await state.put(KIND, key, next, known?.version ?? 0, expirationOf(next, now()))) {
      return telling && { key, finding: next.finding, telling };
    }
  }
  throw new StoryContentionError(
    `story ${key} was changed by others ${ROUNDS} times in a row; the event comes again`,
  );
}

/** What a message has told, by the ids of the tellings. */
interface Told {
  readonly ids: readonly string[];
}

async function tellClaimed(claimed: readonly Claimed[], reporting: Reporting): Promise<number> {
  let published = 0;
  const failures: unknown[] = [];
  const tell = async (key: string, group: readonly Claimed[]): Promise<Told> => {
    const { once, publish, context, detections, now } = reporting;
    return await once(key, async () => {
      await publish(findingNotification(group, detections, context, now() / 1000));
      published += 1;
      return { ids: group.map(tellingId) };
    });
  };
  for (const [message, group] of groupBy(claimed, ({ telling }) => telling.message)) {
    const loud = group.filter(({ finding }) => isLoud(finding, reporting));
    try {
      const told = loud.length === 0 ? undefined : await tell(message, loud);
      // A claim whose writing seemed to fail was not in the message of the run that made it.
      for (const claim of loud) {
        if (told?.ids.includes(tellingId(claim)) === false) await tell(tellingId(claim), [claim]);
      }
      for (const claim of group) {
        await settle(claim, reporting, true);
        if (claim.telling.state === 'START') reporting.onStarted(claim.finding);
      }
    } catch (error) {
      failures.push(error);
      // The next try should not have to wait until the claim runs out; if even that fails, it waits.
      for (const claim of group) await settle(claim, reporting, false).catch(() => undefined);
    }
  }
  if (failures.length > 0) throw failures[0];
  return published;
}

function isLoud(
  { detection, severity, source }: Finding,
  { notifyFrom, suppressions, now }: Reporting,
): boolean {
  const isSuppressed = suppressionOf({ detection, source, at: now() / 1000 }, suppressions) !== undefined;
  return isAtLeast(severity, notifyFrom) && !isSuppressed;
}

/** Whose message a change belongs into: the source, or the target that many sources share. */
function actorOf({ source, targets }: Finding): string {
  return source === '*' ? `* ${targets[0] ?? ''}` : source;
}

/** The same for the same change of the same story, whoever tells it. */
export function tellingId({ finding, telling }: Claimed): string {
  return `${finding.id}/${telling.state}/${telling.count}`;
}

/** Strikes the telling out; as told, or free to be taken by anybody. */
async function settle({ key, telling }: Claimed, { state, now }: Reporting, isTold: boolean): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = await state.get<StoryItem>(KIND, key);
    if (known?.body.pending?.claimedBy !== telling.claimedBy) return;
    const { pending, ...rest } = known.body;
    const item: StoryItem = isTold
      ? { ...rest, told: { count: telling.count, severity: rest.finding.severity } }
      : { ...rest, pending: { ...pending, claimedUntil: 0 } };
    if (await state.put(KIND, key, item, known.version, expirationOf(item, now()))) return;
  }
  throw new StoryContentionError(
    `story ${key} could not be settled; it is told again when the claim runs out`,
  );
}

function expirationOf({ finding }: StoryItem, nowMilliseconds: number): number {
  return Math.max(finding.lastSeen, nowMilliseconds / 1000) + quietSeconds(finding.detection) + KEPT_SECONDS;
}
