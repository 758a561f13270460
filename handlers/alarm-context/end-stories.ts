import { isoTime } from '../../analysis/iso-time';
import type { Stored } from '../state/state-table';
import { alarmNotification } from '../tell/alarm-notification';
import type { Notification } from '../tell/notification';
import type { ToldAlarm } from '../tell/told-alarm';
import type { ActorItem } from './actor-item';
import { GROUP_SECONDS, messageId, nextMessage, type Run } from './actor-story';
import type { AlarmItem } from './alarm-item';
import type { AlarmTeller } from './alarm-teller';
import { DELIVERY_SECONDS } from './open-alarms';
import { EARLY_SECONDS } from './remember-alarm';
import { updateAlarm } from './update-alarm';

/** An alarm that was told without its records, or whose records are read on, waits so long after it was red. */
const LATE_SECONDS = 3 * 3_600;

/** The actors all of whose alarms are no longer red, with these alarms. */
export function endedActors(run: Run): ReadonlyMap<string, readonly Stored<AlarmItem>[]> {
  const all = [...run.items.values()];
  const actors = new Set(all.filter(({ body }) => !body.isRed).flatMap(({ body }) => body.actors));
  const ended = new Map<string, readonly Stored<AlarmItem>[]>();
  for (const actor of actors) {
    const own = all.filter(({ body }) => body.actors.includes(actor));
    if (!own.some(({ body }) => body.isRed)) ended.set(actor, own);
  }
  return ended;
}

/** Says once that an actor's story is over, when the last message is five minutes old. */
export async function tellEnd(
  actor: string,
  own: readonly Stored<AlarmItem>[],
  { actors, teller }: Run,
): Promise<number> {
  const now = teller.now();
  const known = await actors.of(actor);
  if (known === undefined || known.body.isOver || now < known.body.lastSentAt + GROUP_SECONDS) return 0;
  const id = messageId(actor, known.body);
  let published = 0;
  await teller.once(id, async () => {
    await teller.publish(endOf(own, actor, id, known.body, teller, now));
    published += 1;
    return { id };
  });
  await actors.write(actor, { ...nextMessage(known.body, now), isOver: true }, now);
  return published;
}

/** The item of an alarm that stays red for days is written anew before its time is over. */
const RENEWED_SECONDS = 86_400;

/** Closes what nothing can come of any more. */
export async function closeAlarms({ items, teller }: Run): Promise<void> {
  const now = teller.now();
  for (const { id, body, expiration = Number.POSITIVE_INFINITY } of [...items.values()]) {
    if (body.isRed && expiration < now + RENEWED_SECONDS)
      await updateAlarm(items, id, teller, (item) => item);
    if (body.isEarly && body.isRed && now > body.raisedAt + EARLY_SECONDS) {
      await updateAlarm(items, id, teller, (item) => ({ ...item, isRed: false, changedAt: now }));
    }
    const awaitsRecords = body.wasSentWithoutRecords && body.count === 0 && body.floods.length === 0;
    const isReadOn = body.readUntil.some((place) => place > 0);
    const closesAfter = awaitsRecords || isReadOn ? LATE_SECONDS : DELIVERY_SECONDS;
    if (!body.isRed && now > body.changedAt + closesAfter) {
      await updateAlarm(items, id, teller, (item) => ({ ...item, isClosed: true }));
    }
  }
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
    const { raisedAt, isEarly, count, actorsLeftOut } = body;
    const flooded = body.floods.reduce((sum, { counted }) => sum + counted, 0);
    const notes = [
      `Over since ${isoTime(body.changedAt)}: ${count} records sent since it was red, the last story that of ${actor}`,
      ...(flooded === 0 ? [] : [`at least ${flooded} more were counted as floods`]),
      ...(actorsLeftOut === 0 ? [] : [`${actorsLeftOut} more stories that an older version began are over`]),
    ];
    return [{ detection, raisedAt, isEarly, records: [], total: count + flooded, note: notes.join('; ') }];
  });
  return alarmNotification({ id, thread, state: 'END', at: now, alarms }, teller.context);
}
