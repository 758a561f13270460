import type { JsonCondition, JsonGroup, JsonLeaf } from './pattern-tree';
import { compileSearch, type RecordTest } from './selector-search';
import { compileComparison, compileIs, exists } from './value-test';

/** A JSON condition as a test of a parsed record, worked out once and evaluated without allocating. */
export function compileJsonCondition(condition: JsonCondition): RecordTest {
  if (!('of' in condition)) return compileLeaf(condition);
  return joinTests(condition.kind, condition.of.map(compileJsonCondition));
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
