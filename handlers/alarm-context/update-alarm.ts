import type { StateTable, Stored } from '../state/state-table';
import { type AlarmItem, readAlarmItem } from './alarm-item';
import { ALARM_KIND, KEPT_SECONDS } from './remember-alarm';

/** The alarms of this run as they lie in the table, by the name of their detection. */
export type AlarmItems = Map<string, Stored<AlarmItem>>;

const ROUNDS = 40;

/**
 * Changes an alarm's item, and forgets it in two days from now at the earliest. The lock makes this run the only
 * teller; only an alarm's change of state may be written in between.
 */
export async function updateAlarm(
  items: AlarmItems,
  id: string,
  { state, now }: { readonly state: StateTable; readonly now: () => number },
  change: (item: AlarmItem) => AlarmItem,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const known = await state.get<AlarmItem>(ALARM_KIND, id);
    if (known === undefined) return;
    const body = change(readAlarmItem(known.body));
    const expiration = Math.max(body.changedAt, now()) + KEPT_SECONDS;
    if (await state.put(ALARM_KIND, id, body, known.version, expiration)) {
      items.set(id, { id, version: known.version + 1, body, expiration });
      return;
    }
  }
}
