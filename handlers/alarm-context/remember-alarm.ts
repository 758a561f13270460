import { pauseBefore } from '../state/pause';
import type { StateTable } from '../state/state-table';
import type { AlarmItem } from './alarm-item';
import type { AlarmMessage } from './parse-alarm';

export const ALARM_KIND = 'alarm';
export const KEPT_SECONDS = 2 * 86_400;
const ROUNDS = 40;

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
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = await state.get<AlarmItem>(ALARM_KIND, detection);
    const next = changed(known?.body, detection, message);
    if (next === undefined) return;
    if (await state.put(ALARM_KIND, detection, next, known?.version ?? 0, message.at + KEPT_SECONDS)) return;
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
  return {
    detection,
    isRed,
    raisedAt: at,
    changedAt: at,
    reason,
    told: known?.told ?? [],
    count: 0,
    actors: [],
    isToldBare: false,
    isClosed: false,
  };
}
