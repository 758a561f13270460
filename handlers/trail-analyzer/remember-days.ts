import { DaysSeen } from '../../analysis/trail/days-seen';
import { pauseBefore } from '../state/pause';
import type { StateTable } from '../state/state-table';
import { contention, ROUNDS } from './contention';
import type { Memory } from './memory';

const DAY = 86_400;
/** Beside those of learning: a year, as nothing that was learned is remembered for longer. About 3 KB. */
const DAYS_KEPT = 366;

interface DaysItem {
  /** Since 1970, in order. */
  readonly days: readonly number[];
}

/**
 * How long it has looked: the days that there were records of. The latest are kept, and none lies ahead, so that dates
 * that somebody made up push nothing out.
 */
export async function rememberDays(fresh: DaysSeen, { state, learningDays, now }: Memory): Promise<DaysSeen> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await pauseBefore(round);
    const known = await state.get<DaysItem>('trail-baseline', 'days');
    const merged = new DaysSeen(known?.body.days ?? (await daysOfBefore(state, now())));
    merged.merge(fresh);
    const days = merged.last(learningDays + DAYS_KEPT);
    if (known !== undefined && days.join() === known.body.days.join()) return merged;
    const expiration = now() + (learningDays + DAYS_KEPT) * DAY;
    if (await state.put('trail-baseline', 'days', { days }, known?.version ?? 0, expiration)) return merged;
  }
  throw contention('trail-baseline', 'days');
}

/**
 * What version 0.1.0 kept instead: when it had begun to look. A trail has records every day, so that an upgrade learns
 * nothing anew; at most a year, as the date may have been made up.
 */
async function daysOfBefore(state: StateTable, now: number): Promise<readonly number[]> {
  const known = await state.get<{ readonly at: number }>('trail-baseline', 'since');
  if (known === undefined) return [];
  const today = Math.floor(now / DAY);
  const first = Math.max(Math.floor(known.body.at / DAY), today - DAYS_KEPT);
  return Array.from({ length: Math.max(0, today - first) }, (_, index) => first + index);
}
