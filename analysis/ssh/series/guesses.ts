import type { Connection } from '../connections/connection';
import { TOLERANCE_PACKETS } from './describe-series';
import type { Verdict } from './judge-series';
import { passwordsHeldUp } from './rhythm';

/**
 * At least how many passwords a connection held: one, and where the series is a ladder of passwords one for each step
 * that it is larger than the smallest connection; where each password is held up, as many as must have been to take so long.
 */
export function guessesIn(connection: Connection, { ladder, isHeldUp, series }: Verdict): number {
  const isLikeMost = connection.packets <= series.base.packets + TOLERANCE_PACKETS;
  const byTime = isHeldUp && isLikeMost ? passwordsHeldUp(connection) : 1;
  if (ladder === undefined) return byTime;
  return Math.max(byTime, Math.floor((connection.payload - ladder.lowest) / ladder.step));
}

/** The tries among the connections: talks, but for what was larger by a login, and refusals to talk after them. */
export function triesIn({ series, changes, daemon }: Verdict): readonly Connection[] {
  const larger = new Set(changes.larger);
  const isTry = (talk: Connection) => (daemon === undefined ? !larger.has(talk) : !daemon.letIn.has(talk));
  const tries = series.talks.filter(isTry);
  return changes.isPunished
    ? [...tries, ...series.curt].sort((one, other) => one.first - other.first)
    : tries;
}
