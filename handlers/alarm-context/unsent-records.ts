import { groupBy } from '../../analysis/group-by';
import { isoTime } from '../../analysis/iso-time';
import { boundedKey } from '../state/bounded-key';
import { recordFacts } from '../tell/record-facts';
import { hasSent } from './actor-item';
import type { Actors } from './actors';
import { type AlarmItem, MOST_ACTORS, shortId } from './alarm-item';
import type { AlarmTeller } from './alarm-teller';
import { byTime, type FetchedRecord, type SeenFlood } from './fetch-records';
import type { OpenAlarm } from './open-alarms';
import { principalDigest, principalOf } from './principal';

/** What one message says of one alarm. */
export interface Unsent {
  readonly records: readonly FetchedRecord[];
  readonly flood?: SeenFlood;
}

/** Records of one actor that no message has shown yet, by the alarm that they set off. */
export type UnsentRecords = ReadonlyMap<OpenAlarm, Unsent>;

/** Of one alarm: what is to be sent, by actor, and what is not: sent before, or somebody answers for it. */
export interface SortedRecords {
  readonly byActor: ReadonlyMap<string, readonly FetchedRecord[]>;
  readonly sent: readonly FetchedRecord[];
  readonly suppressed: readonly FetchedRecord[];
}

/** Sessions of one principal that have messages of their own; the records of further ones go into one together. */
const MOST_SESSIONS = 5;

/** The story of one session: its name is free to choose. */
export function actorId({ record }: FetchedRecord): string {
  return boundedKey(recordFacts(record).actor);
}

/** The story of all sessions of a principal that have none of their own. */
export function principalId(principal: string): string {
  return boundedKey(`principal ${principal}`);
}

/** The story of everybody for whom an alarm has no room left. */
export function othersId(detection: string): string {
  return `others ${detection}`;
}

/** The story of an alarm that is told without records. */
export function bareId({ detection, raisedAt }: AlarmItem): string {
  return `alarm ${detection} ${isoTime(raisedAt)}`;
}

/** Sorts the records of an alarm by whose message they belong into. */
export async function sortRecords(
  { stored, detection, records }: OpenAlarm,
  actors: Actors,
  { isSuppressed }: AlarmTeller,
): Promise<SortedRecords> {
  const suppressed = records.filter(({ record }) => isSuppressed(detection.id, record));
  const held = new Set(suppressed);
  const rest = records.filter((record) => !held.has(record));
  const sentBefore = new Set(stored.body.sentBefore);
  const idsOf = (record: FetchedRecord) => [
    actorId(record),
    principalId(principalOf(record.record)),
    othersId(detection.id),
  ];
  await actors.read([...new Set(rest.flatMap(idsOf))]);
  const [sent, unsent]: [FetchedRecord[], FetchedRecord[]] = [[], []];
  for (const record of rest) {
    const own = await Promise.all(idsOf(record).map((id) => actors.of(id)));
    const isSent =
      sentBefore.has(shortId(record.id)) || own.some((item) => hasSent(item?.body, detection.id, record.id));
    (isSent ? sent : unsent).push(record);
  }
  return { byActor: byActor(unsent.sort(byTime), stored.body), sent, suppressed };
}

/**
 * The stories that records belong into. Each session is one until there are too many of its principal, then the
 * principal is one; when the alarm has no room for more actors, what is left is one story.
 */
function byActor(
  unsent: readonly FetchedRecord[],
  { detection, actors, sessions: counted }: AlarmItem,
): ReadonlyMap<string, readonly FetchedRecord[]> {
  const known = new Set(actors);
  const stories = new Map<string, FetchedRecord[]>();
  const put = (id: string, records: readonly FetchedRecord[]) => {
    known.add(id);
    const story = stories.get(id);
    if (story === undefined) stories.set(id, [...records]);
    else for (const record of records) story.push(record);
  };
  const hasRoom = () => known.size < MOST_ACTORS - 1;
  for (const [principal, own] of groupBy(unsent, ({ record }) => principalOf(record))) {
    const sessions = [...groupBy(own, actorId)];
    let admitted = counted[principalDigest(principal)] ?? 0;
    for (const [id, records] of sessions) {
      if (known.has(id)) put(id, records);
      else if (admitted < MOST_SESSIONS && hasRoom()) {
        admitted += 1;
        put(id, records);
      } else if (known.has(principalId(principal)) || hasRoom()) put(principalId(principal), records);
      else put(othersId(detection), records);
    }
  }
  return stories;
}
