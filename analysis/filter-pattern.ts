import type { JsonObject } from '../records/cloudtrail/cloudtrail-record';
import { compileJsonCondition } from './filter-pattern/json-evaluation';
import { parsePatternTree } from './filter-pattern/parse';
import type { JsonTree, PatternTree, SpaceDelimitedTree, TermsTree } from './filter-pattern/pattern-tree';
import { compileSpaceDelimited } from './filter-pattern/space-delimited';
import { compileTerms } from './filter-pattern/terms';

export { FilterPatternError } from './filter-pattern/filter-pattern-error';
export type { PatternTree } from './filter-pattern/pattern-tree';
export { FILTER_QUOTAS, filterQuotaProblems, type LogGroupFilters } from './filter-pattern/quotas';
export { renderFilterPattern } from './filter-pattern/render';

/**
 * A CloudWatch Logs filter pattern, understood: what metric filters and subscription filters are deployed with.
 *
 * Written after the user guide's "Filter pattern syntax" page; where that page is silent, the decision and its
 * reason stand with the code (`filter-pattern/value-test.ts`, `selector-search.ts`, `space-delimited.ts`). There is
 * no official evaluator to run; the service's TestMetricFilter has the last word.
 */
export interface FilterPattern {
  /** Byte for byte what was given: the string that is deployed. */
  readonly text: string;
  readonly kind: 'terms' | 'space-delimited' | 'json';
  readonly tree: PatternTree;
  /** Whether a log event's message matches; a JSON pattern matches nothing but JSON objects. */
  matchesText(message: string): boolean;
  /**
   * Whether a record that is parsed already matches. Terms and space-delimited patterns look at its text, which is
   * `JSON.stringify` of the record unless `text` knows better.
   */
  matchesRecord(record: JsonObject, text?: () => string): boolean;
}

/**
 * Reads a filter pattern of any of the three kinds.
 *
 * @example
 * const pattern = parseFilterPattern('{ ($.eventName = "Delete*") && ($.errorCode NOT EXISTS) }');
 * pattern.matchesText('{"eventName":"DeleteTrail"}') // true
 *
 * @throws FilterPatternError for text that CloudWatch Logs would refuse
 */
export function parseFilterPattern(text: string): FilterPattern {
  const tree = parsePatternTree(text);
  return tree.kind === 'json' ? jsonPattern(text, tree) : textPattern(text, tree);
}

/** Tests are compiled when they are first asked: a matcher of many patterns compiles their trees in its own way. */
function jsonPattern(text: string, tree: JsonTree): FilterPattern {
  let compiled: ReturnType<typeof compileJsonCondition> | undefined;
  const test = (record: JsonObject): boolean => {
    compiled ??= compileJsonCondition(tree.condition);
    return compiled(record);
  };
  return {
    text,
    kind: tree.kind,
    tree,
    matchesText(message) {
      const record = parseObject(message);
      return record !== undefined && test(record);
    },
    matchesRecord: (record) => test(record),
  };
}

function textPattern(text: string, tree: TermsTree | SpaceDelimitedTree): FilterPattern {
  let compiled: ((message: string) => boolean) | undefined;
  const test = (message: string): boolean => {
    compiled ??= tree.kind === 'terms' ? compileTerms(tree) : compileSpaceDelimited(tree);
    return compiled(message);
  };
  return {
    text,
    kind: tree.kind,
    tree,
    matchesText: test,
    matchesRecord: (record, textOf) => test(textOf === undefined ? JSON.stringify(record) : textOf()),
  };
}

function parseObject(message: string): JsonObject | undefined {
  if (!/^\s*\{/.test(message)) return undefined;
  try {
    return JSON.parse(message) as JsonObject;
  } catch {
    return undefined;
  }
}
