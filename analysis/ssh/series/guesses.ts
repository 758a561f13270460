import type { Connection } from '../connections/connection';
import type { Verdict } from './judge-series';

/**
 * About how many passwords a connection held: one, and where the series is a ladder of passwords one for each step
 * that it is larger than the smallest connection.
 */
export function guessesIn({ payload }: Connection, { ladder }: Verdict): number {
  if (ladder === undefined) return 1;
  return Math.max(1, Math.floor((payload - ladder.lowest) / ladder.step));
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
