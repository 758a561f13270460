import type { Connection } from '../connections';
import type { Verdict } from './judge-series';

/**
 * How many passwords a connection held, at least: one, and where the series is a ladder of passwords one for each
 * packet that it has above the smallest of them, since each takes one of the client's.
 */
export function guessesIn(connection: Connection, { series, isLadder }: Verdict): number {
  if (!isLadder) return 1;
  const fewest = series.talks.reduce((least, { packets }) => Math.min(least, packets), connection.packets);
  return Math.max(1, connection.packets - fewest);
}

/** The tries among the connections: talks, but for what was larger by a login, and refusals to talk after them. */
export function triesIn({ series, changes }: Verdict): readonly Connection[] {
  const larger = new Set(changes.larger);
  const tries = series.talks.filter((talk) => !larger.has(talk));
  return changes.isPunished
    ? [...tries, ...series.curt].sort((one, other) => one.first - other.first)
    : tries;
}
