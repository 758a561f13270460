import { pauseBefore } from '../state/pause';
import type { StateTable } from '../state/state-table';
import { type AlarmItem, shortId } from './alarm-item';
import type { FetchedRecord } from './fetch-records';
import type { AlarmMessage } from './parse-alarm';

export const ALARM_KIND = 'alarm';
export const KEPT_SECONDS = 2 * 86_400;
const ROUNDS = 40;
/** CloudTrail's delivery on a bad day, and the periods of the alarm: later than this it will not come. */
export const EARLY_SECONDS = 30 * 60;
/** What an item holds of them, well within 400 KB; of more, the alarm tells. */
const MOST_EARLY_CHARACTERS = 100_000;

/** Another run kept writing the same alarm. */
export class AlarmContentionError extends Error {
  override readonly name = 'AlarmContentionError';
}

/**
 * Writes an alarm's change of state down, so that whoever tells can be somebody else, later. Messages that come
 * twice or out of order change nothing.
 */
export async function rememberAlarm(
  state: StateTable,
  detection: string,
  message: AlarmMessage,
): Promise<void> {
  await rewrite(state, detection, message.at, (known) => changed(known, detection, message));
}

/**
 * Writes down a record that came before its alarm, as if the alarm was red already. The alarm that follows finds the
 * record told; where none follows, it counts as over after `EARLY_SECONDS`.
 *
 * @param at when it came, epoch seconds
 */
export async function rememberEarly(
  state: StateTable,
  detection: string,
  { id, record }: FetchedRecord,
  at: number,
): Promise<void> {
  await rewrite(state, detection, at, (known) => {
    const early = known?.early ?? [];
    const isKnown = known?.told.includes(shortId(id)) === true || early.some((other) => other.id === id);
    const isTooLong = JSON.stringify([...early, record]).length > MOST_EARLY_CHARACTERS;
    if (isKnown || isTooLong) return undefined;
    const next = [...early, { id, record }];
    if (known?.isRed === true && !known.isClosed) return { ...known, early: next };
    const reason = 'an event on the fast path matched its pattern';
    return { ...raised(known, detection, at, reason), isEarly: true, early: next };
  });
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
    const next = change(known?.body);
    if (next === undefined) return;
    if (await state.put(ALARM_KIND, detection, next, known?.version ?? 0, at + KEPT_SECONDS)) return;
  }
  throw new AlarmContentionError(`alarm ${detection} was changed by others ${ROUNDS} times in a row`);
}

function changed(
  known: AlarmItem | undefined,
  detection: string,
  { state, at, reason }: AlarmMessage,
): AlarmItem | undefined {
  if (known !== undefined && at <= known.changedAt) return undefined;
  const isRed = state === 'ALARM';
  if (!isRed) {
    return known === undefined ? undefined : { ...known, isRed, changedAt: at };
  }
  const isAwaited = known?.isEarly === true && known.isRed && at < known.raisedAt + EARLY_SECONDS;
  // What was told ahead of it belongs to this alarm.
  if (isAwaited) return { ...known, changedAt: at, reason, isEarly: false };
  return { ...raised(known, detection, at, reason), early: known?.early ?? [] };
}

function raised(known: AlarmItem | undefined, detection: string, at: number, reason: string): AlarmItem {
  return {
    detection,
    isRed: true,
    raisedAt: at,
    changedAt: at,
    reason,
    told: known?.told ?? [],
    count: 0,
    // Somebody may still be owed the end of what the alarm was red for before.
    actors: known === undefined || known.isClosed ? [] : known.actors,
    isToldBare: false,
    isClosed: false,
  };
}
