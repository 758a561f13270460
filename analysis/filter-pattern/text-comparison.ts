import type { Comparison } from './pattern-tree';
import { compileRegex } from './regex-automaton';
import { isNumber } from './value';
import { compileWildcard, type TextTest } from './wildcard';

/**
 * A comparison as a test of a text, such as a field of a space-delimited line.
 *
 * A number equals a text that says the same number (`200` and `200.0`) and one that is written the same; the
 * order of numbers is only asked of text that is a number.
 */
export function compileTextComparison({ operator, value }: Comparison): TextTest {
  if (operator === '!=') {
    const equals = compileTextComparison({ kind: 'comparison', operator: '=', value });
    return (text) => !equals(text);
  }
  if (value.kind === 'regex') return compileRegex(value);
  if (value.kind === 'text') return compileWildcard(value.text);
  const compare = compileOrder(operator, Number(value.text));
  if (operator !== '=') return (text) => isNumber(text) && compare(Number(text));
  return (text) => text === value.text || (isNumber(text) && compare(Number(text)));
}

/** `=`, `<`, `<=`, `>` and `>=` on numbers. */
export function compileOrder(operator: Comparison['operator'], limit: number): (number: number) => boolean {
  switch (operator) {
    case '<':
      return (number) => number < limit;
    case '<=':
      return (number) => number <= limit;
    case '>':
      return (number) => number > limit;
    case '>=':
      return (number) => number >= limit;
    case '!=':
      return (number) => number !== limit;
    case '=':
      return (number) => number === limit;
  }
}
