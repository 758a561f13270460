import { groupBy } from '../../analysis/group-by';
import type { AnswerRow } from './ask-athena';

/** Columns that say who did it, the most telling first. */
export const ACTOR_COLUMNS = ['principal', 'caller', 'source_ip'] as const;

/** Who a row is about; undefined where the question does not ask. Names of sessions are free to choose: a role is one. */
export function actorOf(row: AnswerRow): string | undefined {
  const column = ACTOR_COLUMNS.find((name) => row[name] !== undefined);
  const actor = column && row[column];
  return actor?.replace(/(:assumed-role\/[^/]+)\/.*$/s, '$1');
}

export function actorsIn(rows: readonly AnswerRow[]): number {
  return new Set(rows.flatMap((row) => actorOf(row) ?? [])).size;
}

/**
 * The first row of each actor, those with the fewest rows first, then their second ones, and so on: who makes a
 * thousand rows does not push out who made one.
 */
export function fairRows(rows: readonly AnswerRow[], most: number): readonly AnswerRow[] {
  const byActor = [...groupBy(rows, (row) => actorOf(row) ?? '').values()];
  const ranked = byActor
    .sort((one, other) => one.length - other.length)
    .flatMap((own) => own.map((row, rank) => ({ row, rank })));
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ row }) => row);
}
