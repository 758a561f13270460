import { type Place, renderCaret } from '../../queries/render-caret';

/** The place of a character offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A query that an engine refuses; `place` is in the Athena text, whatever the engine was given. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
  readonly place: Place | undefined;

  constructor(reason: string, athenaSql: string, offset: number | undefined) {
    const place = offset === undefined ? undefined : placeOf(athenaSql, offset);
    const [sentence = reason, ...more] = reason.trim().split('\n');
    const where =
      place === undefined
        ? []
        : [`${sentence} at line ${place.line}, column ${place.column}`, renderCaret(athenaSql, place)];
    super([...(where.length === 0 ? [sentence] : where), ...more].join('\n'));
    this.place = place;
  }
}

/** A right query that could not be answered here; the message says the way out. */
export class LocalQueryError extends Error {
  override readonly name = 'LocalQueryError';
}
