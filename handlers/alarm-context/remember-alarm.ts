import { boundedList } from '../state/bounded-list';
import { pauseBefore } from '../state/pause';
import type { StateTable } from '../state/state-table';
import { type AlarmItem, MOST_REASON, readAlarmItem } from './alarm-item';
import { EARLY_KIND, type EarlyItem, earlyId, MOST_EARLY } from './early-item';
import type { FetchedRecord } from './fetch-records';
import type { AlarmMessage } from './parse-alarm';

export const ALARM_KIND = 'alarm';
export const KEPT_SECONDS = 2 * 86_400;
const ROUNDS = 40;
/** So far back may the search for an alarm's records reach. */
const FLOOD_SECONDS = 4 * 3_600;
/** CloudTrail's delivery on a bad day, and the periods of the alarm: later than this it will not come. */
export const EARLY_SECONDS = 30 * 60;

/** Another run kept writing the same alarm. */
export class AlarmContentionError extends Error {
  override readonly name = 'AlarmContentionError';
}

/**
 * Writes an alarm's change of state down, so that whoever tells can be somebody else, later. Messages that come
 * twice or out of order change nothing.
 *
 * @param group the alarm that several detections share, any of which may have set it off
 */
export async function rememberAlarm(
  state: StateTable,
  detection: string,
  message: AlarmMessage,
  group?: string,
): Promise<void> {
  await rewrite(state, detection, message.at, (known) => changed(known, detection, message, group));
}

/**
 * Writes down a record that came before its alarm, as if the alarm was red already. The alarm that follows finds the
 * record sent; where none follows, it counts as over after `EARLY_SECONDS`. What a principal's item has no room for
 * is left to the log group.
 *
 * @param at when it came, epoch seconds
 * @returns whether there was room
 */
export async function rememberEarly(
  state: StateTable,
  detection: string,
  early: FetchedRecord,
  at: number,
): Promise<boolean> {
  const id = earlyId(detection, early);
  for (let round = 0; ; round += 1) {
    if (round === ROUNDS) throw new AlarmContentionError(`records ahead of ${id} were changed by others`);
    await pauseBefore(round);
    const known = await state.get<EarlyItem>(EARLY_KIND, id);
    const records = known?.body.records ?? [];
    if (records.some((other) => other.id === early.id)) break;
    const next = [...records, early];
    if (boundedList(next, MOST_EARLY).leftOut > 0) return false;
    const item: EarlyItem = { detection, records: next };
    if (await state.put(EARLY_KIND, id, item, known?.version ?? 0, at + KEPT_SECONDS)) break;
  }
  await rewrite(state, detection, at, (known) => {
    if (known?.isRed === true && !known.isClosed) return undefined;
    const reason = 'an event on the fast path matched its pattern';
    return { ...raised(known, detection, at, reason), isEarly: true };
  });
  return true;
}

async function rewrite(
  state: StateTable,
  detection: string,
  at: number,
  change: (known: AlarmItem | undefined) => AlarmItem | undefined,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = await state.get<AlarmItem>(ALARM_KIND, detection);
    const next = change(known && readAlarmItem(known.body));
    if (next === undefined) return;
    if (await state.put(ALARM_KIND, detection, next, known?.version ?? 0, at + KEPT_SECONDS)) return;
  }
  throw new AlarmContentionError(`alarm ${detection} was changed by others ${ROUNDS} times in a row`);
}

function changed(
  known: AlarmItem | undefined,
  detection: string,
  { state, at, reason }: AlarmMessage,
  group: string | undefined,
): AlarmItem | undefined {
  if (known !== undefined && at <= known.changedAt) return undefined;
  const isRed = state === 'ALARM';
  if (!isRed) {
    return known === undefined ? undefined : { ...known, isRed, changedAt: at };
  }
  const isAwaited = known?.isEarly === true && known.isRed && at < known.raisedAt + EARLY_SECONDS;
  // What was told ahead of it belongs to this alarm.
  if (isAwaited) return { ...known, ...named(group), changedAt: at, reason, isEarly: false };
  return { ...raised(known, detection, at, reason), ...named(group) };
}

const named = (group: string | undefined) => (group === undefined ? {} : { group });

function raised(known: AlarmItem | undefined, detection: string, at: number, reason: string): AlarmItem {
  const goesOn = known !== undefined && !known.isClosed;
  return {
    detection,
    isRed: true,
    raisedAt: at,
    changedAt: at,
    reason: reason.slice(0, MOST_REASON),
    count: 0,
    // Somebody may still be owed the end of what the alarm was red for before.
    actors: goesOn ? known.actors : [],
    sessions: goesOn ? known.sessions : {},
    actorsLeftOut: goesOn ? known.actorsLeftOut : 0,
    // Their records lie within the window of the new alarm as well.
    floods: (known?.floods ?? []).filter(({ countedUntil }) => countedUntil > (at - FLOOD_SECONDS) * 1000),
    readUntil: [],
    wasSentWithoutRecords: false,
    isClosed: false,
    isEarly: false,
    sentBefore: known?.sentBefore ?? [],
    early: known?.early ?? [],
  };
}
