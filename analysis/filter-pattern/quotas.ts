import { FilterPatternError } from './filter-pattern-error';
import { parsePatternTree } from './parse';
import type { FieldCondition, JsonCondition, PatternTree, Selector } from './pattern-tree';
import { isWildcard, renderSelector } from './selector';

/**
 * What one log group takes (CloudWatch Logs user guide: quotas, filter pattern syntax; PutMetricFilter reference).
 * None of these can be raised.
 */
export const FILTER_QUOTAS = {
  metricFilters: 100,
  subscriptionFilters: 2,
  patternCharacters: 1024,
  regexFilters: 5,
  regexesInPattern: 2,
  wildcardsInSelector: 1,
  wildcardSelectorsInPattern: 3,
} as const;

export interface FilterOfGroup {
  readonly id: string;
  readonly pattern: string;
}

/** The filters that are to stand on one log group. */
export interface LogGroupFilters {
  readonly metricFilters: readonly FilterOfGroup[];
  readonly subscriptionFilters?: readonly FilterOfGroup[];
}

/** What CloudWatch Logs would refuse, a sentence each with the id, the value and the limit; empty if all fits. */
export function filterQuotaProblems(group: LogGroupFilters): string[] {
  const { metricFilters, subscriptionFilters = [] } = group;
  const filters = [...metricFilters, ...subscriptionFilters];
  const problems: string[] = [];
  const check = (value: number, quota: keyof typeof FILTER_QUOTAS, what: string, wayOut: string) => {
    const limit = FILTER_QUOTAS[quota];
    if (value > limit) problems.push(`${what} (${value}, at most ${limit}): ${wayOut}`);
  };
  check(
    metricFilters.length,
    'metricFilters',
    'the log group has too many metric filters',
    'merge or leave out some',
  );
  check(
    subscriptionFilters.length,
    'subscriptionFilters',
    'the log group has too many subscription filters',
    'merge some',
  );
  const regexFilters: string[] = [];
  for (const { id, pattern } of filters) {
    check(
      pattern.length,
      'patternCharacters',
      `${id}: the pattern has too many characters`,
      'split it over two filters',
    );
    const found = countParts(pattern);
    if (typeof found === 'string') {
      problems.push(`${id}: ${found}`);
      continue;
    }
    if (found.regexes > 0) regexFilters.push(id);
    check(
      found.regexes,
      'regexesInPattern',
      `${id}: the pattern has too many regular expressions`,
      'split it',
    );
    const wild = found.selectors.filter((selector) => selector.some(isWildcard));
    const many = `${id}: the pattern has too many selectors with a wildcard`;
    check(wild.length, 'wildcardSelectorsInPattern', many, 'name elements by index, or split it');
    for (const selector of wild) {
      const what = `${id}: ${renderSelector(selector)} has too many wildcards`;
      check(selector.filter(isWildcard).length, 'wildcardsInSelector', what, 'name one level by index');
    }
  }
  const whoHasRegexes = `too many filters of the log group have regular expressions: ${regexFilters.join(', ')}`;
  check(regexFilters.length, 'regexFilters', whoHasRegexes, 'use wildcards in some');
  return problems;
}

interface Parts {
  readonly regexes: number;
  readonly selectors: readonly Selector[];
}

function countParts(pattern: string): Parts | string {
  try {
    return partsOf(parsePatternTree(pattern));
  } catch (error) {
    if (error instanceof FilterPatternError) return error.message.split('\n', 1)[0] ?? '';
    throw error;
  }
}

function partsOf(tree: PatternTree): Parts {
  switch (tree.kind) {
    case 'terms':
      return { regexes: tree.terms.filter(({ value }) => value.kind === 'regex').length, selectors: [] };
    case 'space-delimited': {
      const conditions = tree.fields.flatMap((field) => ('condition' in field ? [field.condition] : []));
      return { regexes: conditions.reduce((sum, condition) => sum + regexesIn(condition), 0), selectors: [] };
    }
    case 'json':
      return { regexes: regexesIn(tree.condition), selectors: selectorsIn(tree.condition) };
  }
}

function regexesIn(condition: JsonCondition | FieldCondition): number {
  if (condition.kind === 'and' || condition.kind === 'or') {
    return condition.of.reduce((sum, part) => sum + regexesIn(part), 0);
  }
  return condition.kind === 'comparison' && condition.value.kind === 'regex' ? 1 : 0;
}

function selectorsIn(condition: JsonCondition): readonly Selector[] {
  return 'of' in condition ? condition.of.flatMap(selectorsIn) : [condition.selector];
}
