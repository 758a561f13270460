import { boundedKey } from '../state/bounded-key';
import type { StateTable } from '../state/state-table';
import type { FetchedRecord } from './fetch-records';
import { principalOf } from './principal';

export const EARLY_KIND = 'early';

/** Records of one principal that came ahead of one alarm and were not sent yet: kind `early`. */
export interface EarlyItem {
  readonly detection: string;
  readonly records: readonly FetchedRecord[];
}

/** One item of each principal and alarm, so that a flood fills its own. What has no room comes with the log group. */
export const MOST_EARLY = { count: 20, bytes: 100_000 };
const KEPT_SECONDS = 86_400;
const ROUNDS = 40;

export function earlyId(detection: string, { record }: FetchedRecord): string {
  return boundedKey(`${detection} ${principalOf(record)}`);
}

/** Forgets the records that were sent, or that somebody answers for. */
export async function dropEarly(
  state: StateTable,
  detection: string,
  sent: readonly FetchedRecord[],
  now: number,
): Promise<void> {
  const ids = new Set(sent.map(({ id }) => id));
  for (const key of new Set(sent.map((record) => earlyId(detection, record)))) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const known = await state.get<EarlyItem>(EARLY_KIND, key);
      if (known === undefined) break;
      const records = known.body.records.filter(({ id }) => !ids.has(id));
      if (records.length === known.body.records.length) break;
      const isDone =
        records.length === 0
          ? await state.remove(EARLY_KIND, key, known.version)
          : await state.put(EARLY_KIND, key, { ...known.body, records }, known.version, now + KEPT_SECONDS);
      if (isDone) break;
    }
  }
}
