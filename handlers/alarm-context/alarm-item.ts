import { createHash } from 'node:crypto';
import { boundedKey } from '../state/bounded-key';
import { boundedList } from '../state/bounded-list';
import type { FetchedRecord } from './fetch-records';

/**
 * What the state table knows of an alarm: kind `alarm`, by the name of its detection. Every list in it has a limit,
 * so that whoever writes records cannot make it longer than DynamoDB's 400 KB.
 */
export interface AlarmItem {
  readonly detection: string;
  /** The alarm that it shares with others of its family; absent where it has its own. */
  readonly group?: string;
  readonly isRed: boolean;
  /** Epoch seconds of the last change to ALARM, and of the last message whatever it said. */
  readonly raisedAt: number;
  readonly changedAt: number;
  readonly reason: string;
  /** How many records were sent since it went red; those of floods are counted there. */
  readonly count: number;
  /** Ids of the actors with a message since it was last closed; at most `MOST_ACTORS`. */
  readonly actors: readonly string[];
  /** How many of the actors are sessions of one principal, by `principalDigest`; at most `MOST_ACTORS`. */
  readonly sessions: Readonly<Record<string, number>>;
  /** Actors of an older version's item that had no room any more. */
  readonly actorsLeftOut: number;
  /** Who made more records than are sent one by one; at most `MOST_FLOODS`. */
  readonly floods: readonly Flood[];
  /** Where the last run's searches came to no end, by the alarm's patterns (epoch milliseconds); 0 where all was read. */
  readonly readUntil: readonly number[];
  readonly wasSentWithoutRecords: boolean;
  /** Nothing will come of it any more until it goes red again. */
  readonly isClosed: boolean;
  /** Red for an event that came before CloudWatch could see it; the alarm itself has not come yet. */
  readonly isEarly: boolean;
  /** Ids of records that an older version sent; not added to. */
  readonly sentBefore: readonly string[];
  /** Records that an older version kept here until they were sent; not added to. */
  readonly early: readonly FetchedRecord[];
}

/** Records of one principal behind one alarm, of which there are too many to be sent one by one. */
export interface Flood {
  /** Key of the principal (`principal.ts`). */
  readonly principal: string;
  /** Records counted so far, up to this time of the log (epoch milliseconds). */
  readonly counted: number;
  readonly countedUntil: number;
  /** What the last message said; 0 before the first. */
  readonly sentCount: number;
}

export const MOST_ACTORS = 200;
export const MOST_FLOODS = 100;
const MOST_PATTERNS = 100;
export const MOST_REASON = 1_000;
const ID_LENGTH = 16;
/** A UUID, with room. */
const PLAIN_ID = /^[\w-]{1,40}$/;
const MOST_SENT_BEFORE = { count: 5_000, bytes: 100_000 };
const MOST_EARLY_BEFORE = { count: 200, bytes: 40_000 };

/**
 * Enough of an id to know the record again. One that CloudTrail would not have given may be of characters that JSON
 * writes in six bytes each, and lists of six thousand must fit into an item: of such a one it is a digest.
 */
export function shortId(eventId: string): string {
  return PLAIN_ID.test(eventId)
    ? eventId.slice(0, ID_LENGTH)
    : createHash('sha256').update(eventId).digest('hex').slice(0, ID_LENGTH);
}

/** The item's shape until November 2026: `told`, `isToldBare`, and lists without limits. */
interface OlderAlarmItem {
  readonly told?: readonly string[];
  readonly isToldBare?: boolean;
}

/** An item of any version, with its lists within their limits. */
export function readAlarmItem(
  stored: Partial<AlarmItem> & OlderAlarmItem & { detection: string },
): AlarmItem {
  const actors = boundedList((stored.actors ?? []).map(boundedKey), { count: MOST_ACTORS, bytes: 140_000 });
  const sent = stored.sentBefore ?? stored.told ?? [];
  return {
    detection: stored.detection,
    ...(stored.group !== undefined && { group: stored.group }),
    isRed: stored.isRed ?? false,
    raisedAt: stored.raisedAt ?? 0,
    changedAt: stored.changedAt ?? 0,
    reason: (stored.reason ?? '').slice(0, MOST_REASON),
    count: stored.count ?? 0,
    actors: actors.kept,
    sessions: Object.fromEntries(Object.entries(stored.sessions ?? {}).slice(-MOST_ACTORS)),
    actorsLeftOut: (stored.actorsLeftOut ?? 0) + actors.leftOut,
    floods: (stored.floods ?? []).slice(0, MOST_FLOODS),
    readUntil: (stored.readUntil ?? []).slice(0, MOST_PATTERNS),
    wasSentWithoutRecords: stored.wasSentWithoutRecords ?? stored.isToldBare ?? false,
    isClosed: stored.isClosed ?? false,
    isEarly: stored.isEarly ?? false,
    // The latest: the earlier ones lie before any window.
    sentBefore: boundedList(sent.toReversed(), MOST_SENT_BEFORE).kept.toReversed(),
    early: boundedList(stored.early ?? [], MOST_EARLY_BEFORE).kept,
  };
}
