import { SEVERITIES, type Severity } from '../../analysis/finding';
import { isoTime } from '../../analysis/iso-time';
import { hasPage } from '../pages/page-place';
import { actorThread } from '../tell/actor-thread';
import { alarmNotification } from '../tell/alarm-notification';
import type { ToldAlarm } from '../tell/told-alarm';
import { type ActorItem, withSentIds } from './actor-item';
import type { Actors } from './actors';
import { type AlarmItem, type Flood, MOST_ACTORS, MOST_FLOODS, shortId } from './alarm-item';
import type { AlarmTeller } from './alarm-teller';
import { toCollected } from './collected-alarm';
import type { FetchedRecord, SeenFlood } from './fetch-records';
import type { OpenAlarm } from './open-alarms';
import { principalDigest, principalOf } from './principal';
import { actorId, type Unsent, type UnsentRecords } from './unsent-records';
import { type AlarmItems, updateAlarm } from './update-alarm';

/** What one actor does within this time is one message, after the first. */
export const GROUP_SECONDS = 5 * 60;
/** The same actor after this long a pause begins a new story. */
const STORY_SECONDS = 6 * 3_600;
/** Of all alarms of a message; what is left over is in the next. */
const MOST_RECORDS_SENT = 500;
const LEAST_RECORDS_SENT = 20;

/** A message that was really published, maybe by a run that died after it. */
interface Sent {
  readonly alarms: readonly SentAlarm[];
}

interface SentAlarm {
  readonly id: string;
  readonly ids: readonly string[];
  readonly flood?: Flood;
  /** The principal of the session that the message is about. */
  readonly session?: string;
}

/** What telling needs of the run: the alarms and actors as they lie in the table. */
export interface Run {
  readonly items: AlarmItems;
  readonly actors: Actors;
  readonly teller: AlarmTeller;
}

/**
 * Sends the next message about an actor, unless it has to wait: within five minutes of a message, what else the actor
 * does waits for the next, unless it is worse or the beginning of a flood.
 *
 * @returns how many messages were published
 */
export async function tellActor(actor: string, unsent: UnsentRecords, run: Run): Promise<number> {
  const { actors, teller, items } = run;
  const now = teller.now();
  const known = await actors.of(actor);
  const alarms = [...unsent.keys()];
  const raisedAt = Math.min(...alarms.map(({ stored }) => stored.body.raisedAt));
  const severity = worstOf(alarms.map(({ detection }) => detection.severity));
  const story = storyOf(known?.body, now);
  const isWorse = SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(story.severity as Severity);
  const isFlood = [...unsent].some(
    ([{ stored }, { flood }]) => flood !== undefined && sentOf(stored.body, flood) === 0,
  );
  if (story.sent > 0 && now < story.lastSentAt + GROUP_SECONDS && !isWorse && !isFlood) return 0;
  const latest = [...unsent.values()].flatMap(shownOf).at(-1)?.record;
  const thread = await actorThread(teller.state, actor, raisedAt, now, {
    known: story.thread,
    address: latest?.sourceIPAddress,
  });
  const id = messageId(actor, story);
  let published = 0;
  const answer: Sent = await teller.once(id, async () => {
    const most = Math.max(LEAST_RECORDS_SENT, Math.floor(MOST_RECORDS_SENT / unsent.size));
    const told = [...unsent].map(([alarm, each]) => toldAlarm(alarm, each, most, items));
    const state = story.sent === 0 ? 'START' : 'UPDATE';
    await teller.publish(alarmNotification({ id, thread, state, at: now, alarms: told }, teller.context));
    published += 1;
    if (hasPage(severity)) {
      await teller.notePage?.(thread, { alarms: told.map(toCollected), findings: [], detections: [] });
    }
    return { alarms: [...unsent].map(([alarm, each]) => sentAlarm(actor, alarm, each, most)) };
  });
  for (const sent of answer.alarms) {
    await updateAlarm(items, sent.id, teller, (item) => withSent(item, actor, sent));
  }
  const next: ActorItem = {
    ...nextMessage(story, now),
    thread,
    severity,
    isOver: false,
    sentRecordIds: withSentIds(
      story.sentRecordIds,
      answer.alarms.map(({ id: detection, ids }) => ({ detection, ids })),
    ),
  };
  await actors.write(actor, next, now);
  return published;
}

function shownOf({ records, flood }: Unsent): readonly FetchedRecord[] {
  return flood === undefined ? records : [...flood.records, ...records];
}

function sentOf(item: AlarmItem, { principal }: SeenFlood): number {
  return item.floods.find((flood) => flood.principal === principal)?.sentCount ?? 0;
}

function sentAlarm(
  actor: string,
  { stored }: OpenAlarm,
  { records, flood }: Unsent,
  most: number,
): SentAlarm {
  const [first] = records;
  const isSession = first !== undefined && actorId(first) === actor;
  return {
    ...(isSession && { session: principalDigest(principalOf(first.record)) }),
    id: stored.id,
    ids: records.slice(0, most).map((record) => shortId(record.id)),
    ...(flood !== undefined && {
      flood: {
        principal: flood.principal,
        counted: flood.counted,
        countedUntil: flood.countedUntil,
        sentCount: flood.counted,
      },
    }),
  };
}

/** The alarm's item once the message was sent. */
function withSent(item: AlarmItem, actor: string, { ids, flood, session }: SentAlarm): AlarmItem {
  const others = item.floods.filter(({ principal }) => principal !== flood?.principal);
  const isNew = session !== undefined && !item.actors.includes(actor);
  return {
    ...item,
    ...(isNew && { sessions: { ...item.sessions, [session]: (item.sessions[session] ?? 0) + 1 } }),
    count: item.count + ids.length,
    actors: [...new Set([...item.actors, actor])].slice(0, MOST_ACTORS),
    wasSentWithoutRecords: item.wasSentWithoutRecords || (ids.length === 0 && flood === undefined),
    floods: flood === undefined ? item.floods : [...others, flood].slice(-MOST_FLOODS),
    early: item.early.filter((record) => !ids.includes(shortId(record.id))),
  };
}

function toldAlarm(
  { detection, stored, failure, readUntil }: OpenAlarm,
  unsent: Unsent,
  most: number,
  items: AlarmItems,
): ToldAlarm {
  const { raisedAt, reason, count, isEarly, group } = items.get(stored.id)?.body ?? stored.body;
  const shown = shownOf(unsent).slice(0, most);
  const { flood } = unsent;
  return {
    detection,
    ...(group !== undefined && { group }),
    raisedAt,
    isEarly,
    records: shown.map(({ record }) => record),
    total: count + (flood?.counted ?? shown.length),
    ...(flood !== undefined && { flood: { counted: flood.counted } }),
    note:
      failure !== undefined
        ? `Alarm ${detection.id} is red (${reason}), and the records behind it could not be read: ${failure}. They follow as soon as they can be.`
        : shown.length === 0
          ? `Alarm ${detection.id} is red: ${reason}`
          : partlyRead(readUntil),
  };
}

function partlyRead(readUntil: readonly number[]): string | undefined {
  const places = readUntil.filter((place) => place > 0);
  if (places.length === 0) return undefined;
  return `The records behind this alarm are more than one run reads: so far those up to ${isoTime(Math.min(...places) / 1000)}. The next run goes on from there, and whoever comes later is told by it.`;
}

const NEW_STORY: ActorItem = {
  thread: '',
  sequence: 0,
  sent: 0,
  lastSentAt: 0,
  severity: 'low',
  isOver: false,
  sentRecordIds: {},
};

/** The story that goes on, or a new one; numbers of messages and ids of what was sent outlast stories. */
function storyOf(known: ActorItem | undefined, now: number): ActorItem {
  if (known === undefined) return NEW_STORY;
  const goesOn = now < known.lastSentAt + (known.isOver ? GROUP_SECONDS : STORY_SECONDS);
  if (goesOn) return { ...known, isOver: false };
  const { sequence, sentRecordIds } = known;
  return { ...NEW_STORY, sequence, sentRecordIds };
}

/** The same whenever the same message is tried; numbers go on for longer than told messages are remembered. */
export function messageId(actor: string, { sequence }: ActorItem): string {
  return `${actor}/${sequence + 1}`;
}

export function nextMessage(item: ActorItem, now: number): ActorItem {
  return { ...item, sequence: item.sequence + 1, sent: item.sent + 1, lastSentAt: now };
}

export function worstOf(severities: readonly Severity[]): Severity {
  return SEVERITIES.toReversed().find((severity) => severities.includes(severity)) ?? 'low';
}
