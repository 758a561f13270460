/** Parallel runs on one key kept writing for as long as this one tried. */
export class TrailContentionError extends Error {
  override readonly name = 'TrailContentionError';
}

/** Parallel runs on one key: each round one of them gets through. */
export const ROUNDS = 40;

export function contention(rule: string, key: string): TrailContentionError {
  return new TrailContentionError(
    `${rule} ${key} was changed by others ${ROUNDS} times in a row; the event comes again`,
  );
}
