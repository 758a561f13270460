import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { Comparison, IsWord } from './pattern-tree';
import { compileRegex } from './regex-automaton';
import { compileOrder } from './text-comparison';
import { compileWildcard, type TextTest } from './wildcard';

export type ValueTest = (value: JsonValue) => boolean;

/**
 * A comparison as a test of one JSON value. Only strings and numbers can match: an object, an array, a boolean or
 * null never does, whatever the operator, `!=` and `= *` included.
 *
 * - `<`, `<=`, `>`, `>=` are asked of JSON numbers only: ECS writes `"cpu": "8192"`, which is no number.
 * - `= 5` matches the number 5 by value (also `5.0`, `5e0`) and the string "5" by its letters, since account ids and
 *   ports come as strings and the user guide lets a string be written without quotes.
 * - Any other value is compared with a string, or with the digits of a number: `4*` and `"404"` match 404.
 * - `!=` is true for exactly the strings and numbers for which `=` is false.
 */
export function compileComparison({ operator, value }: Comparison): ValueTest {
  if (operator === '!=') {
    const equals = compileComparison({ kind: 'comparison', operator: '=', value });
    return (found) => (typeof found === 'string' || typeof found === 'number') && !equals(found);
  }
  if (value.kind === 'regex') return onText(compileRegex(value));
  if (value.kind === 'text') return compileEqual(value.text);
  const compare = compileOrder(operator, Number(value.text));
  if (operator !== '=') return (found) => typeof found === 'number' && compare(found);
  return (found) => (typeof found === 'number' ? compare(found) : found === value.text);
}

function compileEqual(text: string): ValueTest {
  if (text.startsWith('*') || text.endsWith('*')) return onText(compileWildcard(text));
  // The most common condition of all is worth its own short way.
  return (found) => found === text || (typeof found === 'number' && String(found) === text);
}

function onText(test: TextTest): ValueTest {
  return (found) =>
    typeof found === 'string' ? test(found) : typeof found === 'number' && test(String(found));
}

const IS_VALUES: { readonly [word in IsWord]: JsonValue } = { NULL: null, TRUE: true, FALSE: false };

/** `IS NULL`, `IS TRUE`, `IS FALSE`: exactly that JSON value, not its name as a string. */
export function compileIs(what: IsWord): ValueTest {
  const wanted = IS_VALUES[what];
  return (found) => found === wanted;
}

export const exists: ValueTest = () => true;
