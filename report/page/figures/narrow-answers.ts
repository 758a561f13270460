import type { ReportAnswer } from '../../document';
import type { PageState } from '../state';

/** Answers with the rows that name what the page is narrowed to. */
export interface NarrowedAnswers {
  readonly answers: readonly (ReportAnswer & { readonly kept: readonly (readonly unknown[])[] })[];
  /** Is anything chosen that rows could name? */
  readonly isNarrowed: boolean;
}

/**
 * Of each answer the rows in which the chosen actor, address and task and all of the words stand; answers without such a row
 * are left out. Rows are recorded names: of `role ops (anna)` they have `ops/anna`.
 */
export function narrowAnswers(answers: readonly ReportAnswer[], state: PageState): NarrowedAnswers {
  const { actor, address, task, text } = state;
  const needles = [
    ...(actor === undefined ? [] : [recordedActor(actor)]),
    ...[address, task].flatMap((name) => name ?? []),
    ...(text ?? '').split(/\s+/).filter(Boolean),
  ].map((needle) => needle.toLowerCase());
  if (needles.length === 0)
    return { answers: answers.map((answer) => ({ ...answer, kept: answer.rows })), isNarrowed: false };
  const isWanted = (row: readonly unknown[]) => {
    const cells = row.map((cell) => cellText(cell).toLowerCase());
    return needles.every((needle) => cells.some((cell) => cell.includes(needle)));
  };
  return {
    answers: answers
      .map((answer) => ({ ...answer, kept: answer.rows.filter(isWanted) }))
      .filter(({ kept }) => kept.length > 0),
    isNarrowed: true,
  };
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** As records name an actor whom the page shows as people say it. */
function recordedActor(actor: string): string {
  const [, role, session] = /^role (\S+?)(?: \((.+?)…?\))?(?: \(\d{12}\))?$/.exec(actor) ?? [];
  if (role !== undefined) return session === undefined ? role : `${role}/${session}`;
  const [, user] = /^user (\S+)/.exec(actor) ?? [];
  const [, at] = /^(?:task of .* \(|many sources on )([^)]+)\)?$/.exec(actor) ?? [];
  return user ?? at ?? actor;
}
