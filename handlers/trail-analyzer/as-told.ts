import type { Finding } from '../../analysis/finding';
import { type Found, QUIET_SECONDS } from '../../analysis/trail/tell-sightings';

/** A case that was told; times are epoch seconds. */
export interface ToldCase {
  /** Whom it was told about. */
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

/** Of one key; as many as a story of one actor has beside it. */
const MOST_CASES = 16;

/**
 * What was found as findings about whom they were told already. Of a case of several actors it is the record that made
 * it one that says whom it is about, and that may be another one once an earlier record has come.
 */
export function asTold(
  known: readonly ToldCase[] = [],
  found: readonly Found[],
  tell: (found: Found, source: string | undefined) => Finding,
): { readonly findings: readonly Finding[]; readonly told: readonly ToldCase[] } {
  const findings = found.map((each) => {
    const from = each.counted[0]?.at ?? each.reachedAt;
    const to = each.counted.at(-1)?.at ?? each.reachedAt;
    const before = known.find((told) => told.from <= to + QUIET_SECONDS && from <= told.to + QUIET_SECONDS);
    return tell(each, before?.source);
  });
  const told = findings.map(({ source, firstSeen, lastSeen }) => ({ source, from: firstSeen, to: lastSeen }));
  return { findings, told: told.slice(-MOST_CASES) };
}
