import type { SourceMinutes } from '../../analysis/ssh/connections/source-minutes';
import type { Attempts, ReportRecord, Traffic } from '../../report/document';

export const MINUTE = 60;

/** Calls and connections by minute, as far as messages told of them; null where they told of neither. */
export function trafficOf(
  records: readonly ReportRecord[],
  sources: readonly SourceMinutes[],
): Traffic | null {
  const counts = new Map<number, [calls: number, accepted: number, rejected: number]>();
  const add = (at: number, which: 0 | 1 | 2, count: number) => {
    const minute = Math.floor(at / MINUTE) * MINUTE;
    const known = counts.get(minute) ?? [0, 0, 0];
    known[which] += count;
    counts.set(minute, known);
  };
  for (const { at } of records) add(at, 0, 1);
  for (const { minutes } of sources) {
    for (const [at, accepted, rejected] of minutes) {
      add(at, 1, accepted);
      add(at, 2, rejected);
    }
  }
  if (counts.size === 0) return null;
  const entries = [...counts].sort(([one], [other]) => one - other);
  return {
    of: 'connections',
    stepSeconds: MINUTE,
    at: entries.map(([at]) => at),
    calls: entries.map(([, [calls]]) => calls),
    accepted: entries.map(([, [, accepted]]) => accepted),
    rejected: entries.map(([, [, , rejected]]) => rejected),
  };
}

/** Connections to SSH ports by source and minute, the busiest source first; null where no run saw any. */
export function attemptsOf(sources: readonly SourceMinutes[]): Attempts | null {
  const rows = sources.flatMap(({ source, minutes }) => {
    const buckets = minutes.flatMap(([at, , , accepted, rejected]) =>
      accepted + rejected === 0 ? [] : [[at, accepted + rejected] as const],
    );
    if (buckets.length === 0) return [];
    const total = buckets.reduce((sum, [, count]) => sum + count, 0);
    return [{ address: source, total, rejected: minutes.reduce((sum, each) => sum + each[4], 0), buckets }];
  });
  if (rows.length === 0) return null;
  return {
    of: 'connections',
    stepSeconds: MINUTE,
    sources: rows.sort((one, other) => other.total - one.total),
    others: { sources: 0, attempts: 0 },
  };
}
