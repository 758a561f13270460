import type { Severity } from '../../../analysis/finding';
import type { Raised, ReportDocument } from '../../document';
import { TACTICS, tacticOf } from '../../tactics';
import { worstOf } from './lanes';

/** What is told of a technique: it came off, it was tried and refused, or nothing of it was seen. */
export type CellState = 'fired' | 'tried' | 'quiet';

export interface MatrixCell {
  readonly id: string;
  readonly name: string;
  readonly state: CellState;
  readonly severity: Severity;
  readonly count: number;
}

export interface MatrixColumn {
  readonly tactic: string;
  readonly cells: readonly MatrixCell[];
}

/** The techniques that the catalogue watches for, by tactic; those that were seen come first. */
export function matrixOf(
  shown: readonly Raised[],
  { detections, techniques }: ReportDocument,
): readonly MatrixColumn[] {
  const seen = new Map<string, Raised[]>();
  for (const raised of shown) {
    for (const id of detections[raised.detection]?.attack ?? []) {
      const known = seen.get(id);
      if (known === undefined) seen.set(id, [raised]);
      else known.push(raised);
    }
  }
  const cells = techniques.map(({ id, name, tactic }) => {
    const raised = seen.get(id) ?? [];
    const state: CellState =
      raised.length === 0 ? 'quiet' : raised.every(({ isOnlyTried }) => isOnlyTried) ? 'tried' : 'fired';
    return { id, name, tactic, state, severity: worstOf(raised), count: raised.length };
  });
  return TACTICS.map((tactic) => ({
    tactic,
    cells: cells
      .filter((cell) => (tacticOf(cell.id) ?? cell.tactic) === tactic)
      .sort(
        (one, other) =>
          STATES.indexOf(one.state) - STATES.indexOf(other.state) || (one.id < other.id ? -1 : 1),
      ),
  })).filter(({ cells }) => cells.length > 0);
}

const STATES: readonly CellState[] = ['fired', 'tried', 'quiet'];
