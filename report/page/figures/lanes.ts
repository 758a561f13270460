import { SEVERITIES, type Severity } from '../../../analysis/finding';
import type { Raised } from '../../document';

export type LaneKind = 'actor' | 'address' | 'task';

/** One line of the swim lanes: somebody, and what is told of them. */
export interface Lane {
  readonly name: string;
  readonly severity: Severity;
  readonly raised: readonly Raised[];
}

/** More lanes than this are no picture; the table has them all. */
export const MOST_LANES = 24;

const NAMES: Readonly<Record<LaneKind, (raised: Raised) => readonly string[]>> = {
  actor: ({ who }) => who,
  address: ({ addresses }) => addresses,
  task: ({ tasks }) => tasks,
};

/** Lanes of a kind, those of the gravest first, then those of the most; `left` have none. */
export function lanesOf(
  shown: readonly Raised[],
  kind: LaneKind,
): { readonly lanes: readonly Lane[]; readonly left: number } {
  const known = new Map<string, Raised[]>();
  for (const raised of shown) {
    for (const name of new Set(NAMES[kind](raised))) {
      const lane = known.get(name);
      if (lane === undefined) known.set(name, [raised]);
      else lane.push(raised);
    }
  }
  const lanes = [...known].map(([name, raised]) => ({ name, raised, severity: worstOf(raised) }));
  lanes.sort(
    (one, other) =>
      gravity(other.severity) - gravity(one.severity) || other.raised.length - one.raised.length,
  );
  return { lanes: lanes.slice(0, MOST_LANES), left: Math.max(0, lanes.length - MOST_LANES) };
}

export function worstOf(raised: readonly { readonly severity: Severity }[]): Severity {
  return raised.reduce<Severity>(
    (worst, { severity }) => (gravity(severity) > gravity(worst) ? severity : worst),
    'low',
  );
}

const gravity = (severity: Severity): number => SEVERITIES.indexOf(severity);
