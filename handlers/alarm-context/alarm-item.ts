import type { FetchedRecord } from './fetch-records';

/** What the state table knows of an alarm: kind `alarm`, by the name of its detection. */
export interface AlarmItem {
  readonly detection: string;
  readonly isRed: boolean;
  /** Epoch seconds of the last change to ALARM, and of the last message whatever it said. */
  readonly raisedAt: number;
  readonly changedAt: number;
  readonly reason: string;
  /** Records that were told, by the beginning of their ids. */
  readonly told: readonly string[];
  /** How many were told since it went red. */
  readonly count: number;
  /** Who was told of since it was last closed. */
  readonly actors: readonly string[];
  /** Told although there were no records to show. */
  readonly isToldBare: boolean;
  /** Nothing will come of it any more until it goes red again. */
  readonly isClosed: boolean;
  /** Red for an event that came before CloudWatch could see it; the alarm itself has not come yet. */
  readonly isEarly?: boolean;
  /** Records of such events that were not told yet: the log group may not have them. */
  readonly early?: readonly FetchedRecord[];
}

/** What the state table knows of an actor: kind `actor`; an actor is somebody, or an alarm without records. */
export interface ActorItem {
  readonly thread: string;
  /** Messages about the actor ever: the number in a message's id, which a repeated run must find again. */
  readonly sequence: number;
  /** Messages of this story. */
  readonly told: number;
  readonly toldAt: number;
  readonly severity: string;
  readonly isOver: boolean;
}

const ID_LENGTH = 16;
/** Of the ids of past records so many are kept: far more than a window holds, within an item's 400 KB. */
export const MOST_TOLD = 10_000;

/** Enough of an id to know the record again. */
export function shortId(eventId: string): string {
  return eventId.slice(0, ID_LENGTH);
}
