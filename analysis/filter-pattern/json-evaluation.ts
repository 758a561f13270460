import type { JsonCondition, JsonGroup, JsonLeaf } from './pattern-tree';
import { isWildcard } from './selector';
import { compileSearch, type RecordTest } from './selector-search';
import { compileComparison, compileIs, exists } from './value-test';

/** A JSON condition as a test of a parsed record, worked out once and evaluated without allocating. */
export function compileJsonCondition(condition: JsonCondition): RecordTest {
  if (!('of' in condition)) return compileLeaf(condition);
  return joinTests(condition.kind, cheapestFirst(condition.of).map(compileJsonCondition));
}

/** Which part is asked first makes no difference to the answer: those that look at one member before the others. */
export function cheapestFirst(parts: readonly JsonCondition[]): readonly JsonCondition[] {
  return parts.toSorted((one, other) => costOf(one) - costOf(other));
}

function costOf(condition: JsonCondition): number {
  if ('of' in condition) return condition.of.reduce((sum, part) => sum + costOf(part), 1);
  return condition.selector.length + (condition.selector.some(isWildcard) ? 100 : 0);
}

/** All of the tests, or any of them. */
export function joinTests(kind: JsonGroup['kind'], tests: readonly RecordTest[]): RecordTest {
  if (kind === 'and') {
    return (record) => {
      for (let i = 0; i < tests.length; i += 1) if (!(tests[i] as RecordTest)(record)) return false;
      return true;
    };
  }
  return (record) => {
    for (let i = 0; i < tests.length; i += 1) if ((tests[i] as RecordTest)(record)) return true;
    return false;
  };
}

export function compileLeaf(leaf: JsonLeaf): RecordTest {
  switch (leaf.kind) {
    case 'comparison':
      return compileSearch(leaf.selector, compileComparison(leaf));
    case 'is':
      return compileSearch(leaf.selector, compileIs(leaf.what));
    case 'not-exists': {
      const isThere = compileSearch(leaf.selector, exists);
      return (record) => !isThere(record);
    }
  }
}
