/** How much of a long pattern is shown around the place that is wrong. */
const WINDOW_CHARACTERS = 72;

/**
 * A filter pattern that CloudWatch Logs would refuse. The message says what is wrong and where, shows the pattern
 * with a caret below the place, and says what is expected there.
 *
 * @example
 * one = compares at position 14
 *   { $.eventName == "StopTask" }
 *                 ^
 * expected: a single =
 */
export class FilterPatternError extends Error {
  override readonly name = 'FilterPatternError';
  readonly pattern: string;
  /** Index of the first character that does not fit, counted from 0; the pattern's length when it ends too early. */
  readonly position: number;

  constructor(problem: string, pattern: string, position: number, expected: string) {
    super(`${problem} at position ${position}\n${showPlace(pattern, position)}\nexpected: ${expected}`);
    this.pattern = pattern;
    this.position = position;
  }
}

function showPlace(pattern: string, position: number): string {
  const begin = Math.max(0, Math.min(position - WINDOW_CHARACTERS / 2, pattern.length - WINDOW_CHARACTERS));
  const end = Math.min(pattern.length, begin + WINDOW_CHARACTERS);
  const before = begin > 0 ? '…' : '';
  const after = end < pattern.length ? '…' : '';
  // A tab or a line break would move the caret away from the character that it points to.
  const shown = pattern.slice(begin, end).replace(/\s/g, ' ');
  return `  ${before}${shown}${after}\n  ${' '.repeat(before.length + position - begin)}^`;
}
