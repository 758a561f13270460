import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { cheapestFirst, compileLeaf, joinTests } from './json-evaluation';
import type { JsonCondition, JsonGroup, Selector } from './pattern-tree';
import type { RecordTest } from './selector-search';

/** What is left of a condition once some fields are known: settled, or a test of the other fields. */
export type Remainder = boolean | RecordTest;

/** What is known of records before they are looked at. */
export interface KnownFacts {
  /** Holds the members that are known to be there. */
  readonly record: JsonObject;
  /** Is it known what a selector leads to, be it nothing? */
  knows(selector: Selector): boolean;
}

/**
 * Prepares a condition for records of which something is known beforehand. The result takes what is known, and says
 * what is left to ask of a whole record of which it is true.
 */
export function compileFacts(condition: JsonCondition): (facts: KnownFacts) => Remainder {
  if (!('of' in condition)) {
    const test = compileLeaf(condition);
    return (facts) => (facts.knows(condition.selector) ? test(facts.record) : test);
  }
  const parts = cheapestFirst(condition.of).map(compileFacts);
  return (facts) => joinRemainders(condition.kind, parts, facts);
}

/**
 * The same for records of which some members are known, and nothing else.
 *
 * @example
 * const remainder = compileRemainder(condition, new Set(['eventName']));
 * remainder({ eventName: 'StopTask' }) // false where the pattern asks for another name
 */
export function compileRemainder(
  condition: JsonCondition,
  known: ReadonlySet<string>,
): (facts: JsonObject) => Remainder {
  const remainder = compileFacts(condition);
  const knows = ([first]: Selector) => first?.kind === 'key' && known.has(first.key);
  return (record) => remainder({ record, knows });
}

function joinRemainders(
  kind: JsonGroup['kind'],
  parts: readonly ((facts: KnownFacts) => Remainder)[],
  facts: KnownFacts,
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
