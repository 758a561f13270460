import { shortId } from './alarm-item';

/**
 * What the state table knows of an actor: kind `actor`, by `boundedKey`. An actor is somebody, or an alarm without
 * records.
 */
export interface ActorItem {
  readonly thread: string;
  /** Messages about the actor ever: the number in a message's id, which a repeated run must find again. */
  readonly sequence: number;
  /** Messages of this story, and when the last one went out (epoch seconds). */
  readonly sent: number;
  readonly lastSentAt: number;
  readonly severity: string;
  readonly isOver: boolean;
  /** Records that were sent, by detection: the beginnings of their ids, at most `MOST_IDS` of the latest. */
  readonly sentRecordIds: Readonly<Record<string, readonly string[]>>;
}

/** Of one detection; a message holds fewer, and what is more than a message holds is a flood. */
const MOST_IDS = 600;
/** Of all detections: 6,000 ids of 16 characters are 120 KB. */
const MOST_IDS_TOGETHER = 6_000;

/** The item's shape until November 2026. */
interface OlderActorItem {
  readonly told?: number;
  readonly toldAt?: number;
}

/** An item of any version. */
export function readActorItem(stored: Partial<ActorItem> & OlderActorItem): ActorItem {
  return {
    thread: stored.thread ?? '',
    sequence: stored.sequence ?? 0,
    sent: stored.sent ?? stored.told ?? 0,
    lastSentAt: stored.lastSentAt ?? stored.toldAt ?? 0,
    severity: stored.severity ?? 'low',
    isOver: stored.isOver ?? false,
    sentRecordIds: stored.sentRecordIds ?? {},
  };
}

/** Was the record sent as one of this actor's? */
export function hasSent(item: ActorItem | undefined, detection: string, eventId: string): boolean {
  return item?.sentRecordIds[detection]?.includes(shortId(eventId)) === true;
}

/** The ids with more of them, within the limits; the detection that was sent last keeps most. */
export function withSentIds(
  known: ActorItem['sentRecordIds'],
  more: readonly { readonly detection: string; readonly ids: readonly string[] }[],
): ActorItem['sentRecordIds'] {
  const changed = new Map(Object.entries(known));
  for (const { detection, ids } of more) {
    const all = [...new Set([...(changed.get(detection) ?? []), ...ids])].slice(-MOST_IDS);
    changed.delete(detection);
    if (all.length > 0) changed.set(detection, all);
  }
  let room = MOST_IDS_TOGETHER;
  const kept: [string, readonly string[]][] = [];
  for (const [detection, ids] of [...changed].reverse()) {
    if (room <= 0) break;
    kept.unshift([detection, ids.slice(-room)]);
    room -= ids.length;
  }
  return Object.fromEntries(kept);
}
