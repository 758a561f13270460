import type { Connection } from '../connections/connection';
import { FEWEST_TALK_PACKETS } from './describe-series';
import { isOnTimer } from './rhythm';

/** Timers count half minutes at least (`rhythm.ts`): what comes faster than this is not theirs. */
const QUICK_SECONDS = 25;
/** Slips: as many as make guessing. */
const FEWEST_QUICK = 9;

/**
 * The connections that come one upon the other, where the source otherwise comes by a timer: the timer's work says nothing of
 * them, since somebody else may have the machine. `undefined` where there is no timer, or no burst beside it.
 *
 * @param connections in time order
 */
export function burstBesideTimer(connections: readonly Connection[]): readonly Connection[] | undefined {
  const talks = connections.filter(({ answered, packets }) => answered && packets >= FEWEST_TALK_PACKETS);
  if (talks.length < 2 * FEWEST_QUICK) return undefined;
  const quick = new Set<Connection>();
  for (let index = 1; index < talks.length; index += 1) {
    const [one, other] = [talks[index - 1] as Connection, talks[index] as Connection];
    if (other.first - one.first > QUICK_SECONDS) continue;
    quick.add(one);
    quick.add(other);
  }
  if (quick.size < FEWEST_QUICK || quick.size === talks.length) return undefined;
  return isOnTimer(talks.filter((talk) => !quick.has(talk))) ? [...quick] : undefined;
}
