import { type FindingState, SEVERITIES, type Severity } from '../../analysis/finding';
import { isoTime } from '../../analysis/iso-time';
import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import { messageOf } from '../../records/message-of';
import type { StateTable, Stored } from '../state/state-table';
import { alarmNotification, type ToldAlarm } from '../tell/alarm-notification';
import type { MessageContext } from '../tell/message-context';
import type { Notification } from '../tell/notification';
import type { Once } from '../tell/once';
import { recordFacts } from '../tell/record-facts';
import { type ActorItem, type AlarmItem, MOST_TOLD, shortId } from './alarm-item';
import type { FetchedRecord, FetchedRecords, Window } from './fetch-records';
import { ALARM_KIND, EARLY_SECONDS, KEPT_SECONDS } from './remember-alarm';

/** Everything that telling alarms needs from outside. */
export interface AlarmTeller {
  readonly state: StateTable;
  readonly once: Once;
  readonly publish: (notification: Notification) => Promise<void>;
  readonly fetch: (
    pattern: string,
    window: Window,
    isTold?: (id: string) => boolean,
  ) => Promise<FetchedRecords>;
  readonly detections: ReadonlyMap<string, Detection>;
  readonly context: MessageContext;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Does somebody answer for this, so that nobody is told? Without a record: for whatever sets the alarm off. */
  readonly isSuppressed: (detection: string, record: CloudTrailRecord | undefined) => boolean;
  /** Told when the records behind an alarm could not be read; the alarm is told nevertheless. */
  readonly onUnreadable: (detection: string, error: unknown) => void;
}

const ACTOR_KIND = 'actor';
/** CloudTrail delivers within five minutes on average, and sometimes a good deal later. */
const DELIVERY_SECONDS = 15 * 60;
/** What one actor does within this time is one message, after the first. */
const GROUP_SECONDS = 5 * 60;
/** The same actor after this long a pause begins a new story. */
const STORY_SECONDS = 6 * 3_600;
/** Longer than what was told is remembered: else a new message could have an old one's id, and be held back. */
const ACTOR_KEPT_SECONDS = 14 * 86_400;
const MOST_RECORDS_TOLD = 500;

interface OpenAlarm {
  readonly stored: Stored<AlarmItem>;
  readonly detection: Detection;
  readonly fresh: readonly FetchedRecord[];
  /** Not told before either, and known to somebody who answers for them. */
  readonly suppressed: readonly FetchedRecord[];
  readonly failure: string | undefined;
}

/** What one actor did that was not told yet, by alarm. */
type Untold = Map<OpenAlarm, FetchedRecord[]>;

/**
 * Tells everything about the open alarms that was not told yet: the records behind them, late ones included, one
 * message for each actor. Runs when an alarm changes and every minute while one is open, one run at a time.
 *
 * @returns how many messages were published
 */
export async function tellAlarms(teller: AlarmTeller): Promise<number> {
  const now = teller.now();
  const open = await openAlarms(teller, now);
  const byActor = new Map<string, Untold>();
  for (const alarm of open) {
    for (const record of alarm.fresh) {
      const { actor } = recordFacts(record.record);
      const untold = byActor.get(actor) ?? new Map<OpenAlarm, FetchedRecord[]>();
      untold.set(alarm, [...(untold.get(alarm) ?? []), record]);
      byActor.set(actor, untold);
    }
    const { body } = alarm.stored;
    const isSilent = alarm.fresh.length === 0 && body.count === 0 && !body.isToldBare;
    const isKnown = alarm.suppressed.length > 0 || teller.isSuppressed(alarm.detection.id, undefined);
    if (isSilent && !isKnown && !mayStillCome(alarm, now))
      byActor.set(bareActor(body), new Map([[alarm, []]]));
  }
  let published = 0;
  const items = new Map(open.map(({ stored }) => [stored.id, stored]));
  for (const [actor, untold] of byActor) {
    published += await tellActor(actor, untold, items, teller, now);
  }
  for (const { stored, suppressed } of open) {
    if (suppressed.length > 0) await settleSuppressed(stored.id, suppressed, items, teller.state);
  }
  published += await tellEnds(items, byActor, teller, now);
  return published;
}

/** Counts as told, so that nothing is said of the alarm when it stays without other records. */
async function settleSuppressed(
  id: string,
  suppressed: readonly FetchedRecord[],
  items: Map<string, Stored<AlarmItem>>,
  state: StateTable,
): Promise<void> {
  const ids = suppressed.map((record) => shortId(record.id));
  await updateAlarm(items, id, state, (item) => ({ ...withTold(item, ids), isToldBare: true }));
}

/** The item once these records were told. */
function withTold(item: AlarmItem, ids: readonly string[]): AlarmItem {
  const told = [...item.told, ...ids].slice(-MOST_TOLD);
  const { early = [] } = item;
  return { ...item, told, early: early.filter((record) => !told.includes(shortId(record.id))) };
}

/** An alarm on records whose records are not delivered to the log group's search yet is given two minutes. */
const INDEXING_SECONDS = 120;

function mayStillCome({ detection, failure, stored }: OpenAlarm, now: number): boolean {
  const hasRecords = detection.detector.kind === 'filter' || detection.detector.kind === 'composite';
  return hasRecords && failure === undefined && now < stored.body.raisedAt + INDEXING_SECONDS;
}

function bareActor({ detection, raisedAt }: AlarmItem): string {
  return `alarm ${detection} ${isoTime(raisedAt)}`;
}

async function openAlarms(teller: AlarmTeller, now: number): Promise<readonly OpenAlarm[]> {
  const open: OpenAlarm[] = [];
  for (const stored of await teller.state.list<AlarmItem>(ALARM_KIND)) {
    const detection = teller.detections.get(stored.body.detection);
    if (stored.body.isClosed || detection === undefined) continue;
    const told = new Set(stored.body.told);
    try {
      const isTold = (id: string) => told.has(shortId(id));
      const records = await recordsBehind(detection, stored.body, teller, now, isTold);
      const isSuppressed = ({ record }: FetchedRecord) => teller.isSuppressed(detection.id, record);
      open.push({
        stored,
        detection,
        fresh: records.filter((record) => !isSuppressed(record)),
        suppressed: records.filter(isSuppressed),
        failure: undefined,
      });
    } catch (error) {
      teller.onUnreadable(detection.id, error);
      open.push({ stored, detection, fresh: [], suppressed: [], failure: messageOf(error) });
    }
  }
  return open;
}

/** From as far back as the alarm looked, until the last record that counted towards it can have come. */
async function recordsBehind(
  detection: Detection,
  { raisedAt, changedAt, isRed, early = [] }: AlarmItem,
  { fetch, detections }: AlarmTeller,
  now: number,
  isTold: (id: string) => boolean,
): Promise<readonly FetchedRecord[]> {
  const { alarm } = detection;
  const looked = alarm === undefined ? 600 : alarm.periodMinutes * alarm.evaluationPeriods * 60;
  const window = {
    from: raisedAt - looked - DELIVERY_SECONDS,
    until: isRed ? now : Math.min(now, changedAt),
  };
  const records = new Map(early.filter(({ id }) => !isTold(id)).map((record) => [record.id, record]));
  for (const pattern of patternsOf(detection, detections)) {
    const fetched = await fetch(pattern, window, isTold);
    for (const record of fetched.records) records.set(record.id, record);
  }
  return [...records.values()];
}

/** A composite alarm stands for the records behind its children. */
function patternsOf({ detector }: Detection, detections: ReadonlyMap<string, Detection>): readonly string[] {
  if (detector.kind === 'filter') return [detector.pattern];
  if (detector.kind !== 'composite') return [];
  return detector.of.flatMap((id) => {
    const child = detections.get(id);
    return child === undefined ? [] : patternsOf(child, detections);
  });
}

async function tellActor(
  actor: string,
  untold: Untold,
  items: Map<string, Stored<AlarmItem>>,
  teller: AlarmTeller,
  now: number,
): Promise<number> {
  const known = await teller.state.get<ActorItem>(ACTOR_KIND, actor);
  const raisedAt = Math.min(...[...untold.keys()].map(({ stored }) => stored.body.raisedAt));
  const story = storyOf(known?.body, actor, raisedAt, now);
  const severity = worstOf([...untold.keys()].map(({ detection }) => detection.severity));
  const isWorse = SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(story.severity as Severity);
  // Within five minutes of a message what else the actor does waits for the next, unless it is worse.
  if (story.told > 0 && now < story.toldAt + GROUP_SECONDS && !isWorse) return 0;
  let published = 0;
  const id = messageId(actor, story);
  const answer = await teller.once(id, async () => {
    const alarms = [...untold].map(([alarm, records]) => toldAlarm(alarm, records));
    await teller.publish(
      alarmNotification(
        { id, thread: story.thread, state: story.told === 0 ? 'START' : 'UPDATE', at: now, alarms },
        teller.context,
      ),
    );
    published += 1;
    return {
      alarms: [...untold].map(([{ stored }, records]) => ({
        id: stored.id,
        ids: records.slice(0, MOST_RECORDS_TOLD).map((record) => shortId(record.id)),
      })),
    };
  });
  // What counts as told is what the message held that was really published, maybe by a run that died after it.
  for (const { id: alarmId, ids } of answer.alarms) {
    await updateAlarm(items, alarmId, teller.state, (item) => ({
      ...withTold(item, ids),
      count: item.count + ids.length,
      actors: [...new Set([...item.actors, actor])],
      isToldBare: item.isToldBare || ids.length === 0,
    }));
  }
  const told: ActorItem = { ...next(story, now), severity, isOver: false };
  await teller.state.put(ACTOR_KIND, actor, told, known?.version ?? 0, now + ACTOR_KEPT_SECONDS);
  return published;
}

function toldAlarm({ detection, stored, failure }: OpenAlarm, records: readonly FetchedRecord[]): ToldAlarm {
  const { raisedAt, reason, count, isEarly = false } = stored.body;
  const shown = records.slice(0, MOST_RECORDS_TOLD);
  return {
    detection,
    raisedAt,
    isEarly,
    records: shown.map(({ record }) => record),
    total: count + shown.length,
    note:
      failure !== undefined
        ? `Alarm ${detection.id} is red (${reason}), and the records behind it could not be read: ${failure}. They follow as soon as they can be.`
        : shown.length === 0
          ? `Alarm ${detection.id} is red: ${reason}`
          : undefined,
  };
}

/** Says that it is over, once for each actor, when all alarms that the actor set off are no longer red. */
async function tellEnds(
  items: Map<string, Stored<AlarmItem>>,
  untold: ReadonlyMap<string, unknown>,
  teller: AlarmTeller,
  now: number,
): Promise<number> {
  let published = 0;
  const all = [...items.values()];
  const actors = new Set(all.filter(({ body }) => !body.isRed).flatMap(({ body }) => body.actors));
  for (const actor of actors) {
    if (untold.has(actor)) continue;
    const own = all.filter(({ body }) => body.actors.includes(actor));
    if (own.some(({ body }) => body.isRed)) continue;
    const known = await teller.state.get<ActorItem>(ACTOR_KIND, actor);
    if (known === undefined || known.body.isOver || now < known.body.toldAt + GROUP_SECONDS) continue;
    const id = messageId(actor, known.body);
    await teller.once(id, async () => {
      await teller.publish(endOf(own, actor, id, known.body, teller, now));
      published += 1;
      return { id };
    });
    const over: ActorItem = { ...next(known.body, now), isOver: true };
    await teller.state.put(ACTOR_KIND, actor, over, known.version, now + ACTOR_KEPT_SECONDS);
  }
  for (const { id, body } of all) {
    const isAlone = body.isEarly === true && body.isRed && now > body.raisedAt + EARLY_SECONDS;
    if (isAlone) {
      await updateAlarm(items, id, teller.state, (item) => ({ ...item, isRed: false, changedAt: now }));
    }
    const isLate = !body.isRed && now > body.changedAt + DELIVERY_SECONDS;
    if (isLate) await updateAlarm(items, id, teller.state, (item) => ({ ...item, isClosed: true }));
  }
  return published;
}

function endOf(
  own: readonly Stored<AlarmItem>[],
  actor: string,
  id: string,
  { thread }: ActorItem,
  teller: AlarmTeller,
  now: number,
): Notification {
  const alarms = own.flatMap(({ body }): ToldAlarm[] => {
    const detection = teller.detections.get(body.detection);
    if (detection === undefined) return [];
    const note = `Over since ${isoTime(body.changedAt)}: ${body.count} records told of ${actor}`;
    return [
      {
        detection,
        raisedAt: body.raisedAt,
        isEarly: body.isEarly ?? false,
        records: [],
        total: body.count,
        note,
      },
    ];
  });
  return alarmNotification(
    { id, thread, state: 'END' satisfies FindingState, at: now, alarms },
    teller.context,
  );
}

/** The story that goes on, or a new one, which begins with the alarm: a repeated run must name it alike. */
function storyOf(known: ActorItem | undefined, actor: string, raisedAt: number, now: number): ActorItem {
  const goesOn = known !== undefined && now < known.toldAt + (known.isOver ? GROUP_SECONDS : STORY_SECONDS);
  if (goesOn) return { ...known, isOver: false };
  const thread = `${actor}/${isoTime(raisedAt)}`;
  return { thread, sequence: known?.sequence ?? 0, told: 0, toldAt: 0, severity: 'low', isOver: false };
}

/** The same whenever the same message is tried; numbers go on for longer than told messages are remembered. */
function messageId(actor: string, { sequence }: ActorItem): string {
  return `${actor}/${sequence + 1}`;
}

function next(item: ActorItem, now: number): ActorItem {
  return { ...item, sequence: item.sequence + 1, told: item.told + 1, toldAt: now };
}

function worstOf(severities: readonly Severity[]): Severity {
  return SEVERITIES.toReversed().find((severity) => severities.includes(severity)) ?? 'low';
}

/** The lock makes this run the only teller; only `rememberAlarm` may have written in between. */
async function updateAlarm(
  items: Map<string, Stored<AlarmItem>>,
  id: string,
  state: StateTable,
  change: (item: AlarmItem) => AlarmItem,
): Promise<void> {
  for (;;) {
    const known = await state.get<AlarmItem>(ALARM_KIND, id);
    if (known === undefined) return;
    const body = change(known.body);
    if (await state.put(ALARM_KIND, id, body, known.version, body.changedAt + KEPT_SECONDS)) {
      items.set(id, { id, version: known.version + 1, body });
      return;
    }
  }
}
