import type { JsonObject } from '../../records/cloudtrail-record';
import { cheapestFirst, compileLeaf, joinTests } from './json-evaluation';
import type { JsonCondition, JsonGroup, JsonLeaf } from './pattern-tree';
import type { RecordTest } from './selector-search';

/** What is left of a condition once some fields are known: settled, or a test of the other fields. */
export type Remainder = boolean | RecordTest;

/**
 * Prepares a condition for records of which some members are known beforehand. The result takes a record that
 * holds just these members and says what is left to ask of a whole record with the same ones.
 *
 * @example
 * const remainder = compileRemainder(condition, new Set(['eventName']));
 * remainder({ eventName: 'StopTask' }) // false where the pattern asks for another name
 */
export function compileRemainder(
  condition: JsonCondition,
  known: ReadonlySet<string>,
): (facts: JsonObject) => Remainder {
  if (!('of' in condition)) {
    const test = compileLeaf(condition);
    return isAbout(condition, known) ? test : () => test;
  }
  const parts = cheapestFirst(condition.of).map((part) => compileRemainder(part, known));
  return (facts) => joinRemainders(condition.kind, parts, facts);
}

function isAbout({ selector }: JsonLeaf, known: ReadonlySet<string>): boolean {
  const [first] = selector;
  return first?.kind === 'key' && known.has(first.key);
}

function joinRemainders(
  kind: JsonGroup['kind'],
  parts: readonly ((facts: JsonObject) => Remainder)[],
  facts: JsonObject,
): Remainder {
  const decides = kind === 'or';
  const left: RecordTest[] = [];
  for (const part of parts) {
    const remainder = part(facts);
    if (remainder === decides) return decides;
    if (typeof remainder === 'function') left.push(remainder);
  }
  const [first] = left;
  if (first === undefined) return !decides;
  return left.length === 1 ? first : joinTests(kind, left);
}
