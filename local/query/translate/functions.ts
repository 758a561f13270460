import { nearNames } from '../../../detections/near-names';
import { MACRO_NAMES } from '../duckdb/macros';
import { TEXT_FUNCTIONS } from '../duckdb/text-functions';
import { aggregateNode, rewriteAggregate } from './aggregates';
import { ATHENA_FUNCTIONS } from './athena-functions';
import type { Call } from './calls';
import { Refusal } from './refusal';
import { LIST_FUNCTIONS } from './rewrite-lists';
import { TEXT_AND_JSON_FUNCTIONS } from './rewrite-texts';
import { TIME_FUNCTIONS } from './rewrite-times';
import { callNode, caseNode, type Node, operatorNode, raw } from './sql-tree';
import type { Rewrite, Translation } from './translation';

/** Functions that DuckDB has under the same name, with the same meaning. */
const SAME: ReadonlySet<string> = new Set(
  `abs acos array asin atan atan2 cbrt ceil coalesce cos cosh cube cume_dist degrees
   dense_rank exp first_value floor lag last_value lead levenshtein ln log10 log2 lower ltrim now nth_value
   ntile nullif percent_rank pi power radians random rank rollup round row_number rtrim sin sinh sqrt starts_with tan tanh
   translate try upper uuid year month day hour minute second quarter`.split(/\s+/),
);

/** Functions that DuckDB has under another name, with the same meaning. */
const RENAMED: Readonly<Record<string, string>> = {
  array_intersect: 'list_intersect',
  ceiling: 'ceil',
  day_of_month: 'day',
  filter: 'list_filter',
  from_utf8: 'decode',
  last_day_of_month: 'last_day',
  length: 'length',
  map_from_entries: 'map_from_entries',
  map_keys: 'map_keys',
  map_values: 'map_values',
  pow: 'power',
  rand: 'random',
  regexp_like: 'regexp_matches',
  to_utf8: 'encode',
  transform: 'list_transform',
};

/** NULL where one argument is; DuckDB would pass over it. */
const unlessNull =
  (name: string): Rewrite =>
  (args, t) => {
    const given = args.map(t.rewrite);
    const isNull = given.map((one) => ({ is_null: { this: one, not: false } }) as Node);
    const any = isNull.reduce((left, right) => operatorNode('or', left, right));
    return caseNode([[any, raw('NULL')]], callNode(name, ...given));
  };

const REWRITES: Readonly<Record<string, Rewrite>> = {
  ...LIST_FUNCTIONS,
  ...TEXT_AND_JSON_FUNCTIONS,
  ...TIME_FUNCTIONS,
  current_date: () => raw('current_date'),
  current_timestamp: () => callNode('now'),
  'grouping sets': (args, t) => callNode('GROUPING SETS', ...args.map(t.rewrite)),
  if: ([condition, yes, no], t) =>
    caseNode([[t.rewrite(condition), t.rewrite(yes)]], no === undefined ? raw('NULL') : t.rewrite(no)),
  greatest: unlessNull('greatest'),
  least: unlessNull('least'),
  grouping: (args, t) => callNode('athena_to_integer', callNode('grouping', ...args.map(t.rewrite))),
  max: (args, t) => (args.length === 2 ? callNode('max', ...args.map(t.rewrite)) : undefined),
  min: (args, t) => (args.length === 2 ? callNode('min', ...args.map(t.rewrite)) : undefined),
};

const BRIDGED: ReadonlySet<string> = new Set([...MACRO_NAMES, ...TEXT_FUNCTIONS]);
const KNOWN_TO_ATHENA: ReadonlySet<string> = new Set(ATHENA_FUNCTIONS);

/** The functions of Athena that are known here, in alphabetical order. */
export const LOCAL_FUNCTIONS: readonly string[] = ATHENA_FUNCTIONS.filter(
  (name) =>
    BRIDGED.has(name) ||
    SAME.has(name) ||
    RENAMED[name] !== undefined ||
    REWRITES[name] !== undefined ||
    aggregateNode(name) !== undefined,
);

/**
 * A call as DuckDB makes it.
 *
 * @throws Refusal for a function that Athena does not have, and for one that is not known here
 */
export function rewriteCall(call: Call, t: Translation): Node {
  const { name, args } = call;
  if (call.aggregate !== undefined || aggregateNode(name) !== undefined) {
    const aggregate = rewriteAggregate(call, t);
    if (aggregate !== undefined) return aggregate;
  }
  const rewritten = REWRITES[name]?.(args, t);
  if (rewritten !== undefined) return rewritten;
  if (BRIDGED.has(name)) return callNode(`athena_${name}`, ...args.map(t.rewrite));
  const renamed = RENAMED[name] ?? (SAME.has(name) ? name : undefined);
  if (renamed !== undefined) return callNode(renamed, ...args.map(t.rewrite));
  if (KNOWN_TO_ATHENA.has(name)) {
    throw new Refusal(`the function ${name} of Athena is not known here; ask --on athena`, name);
  }
  const near = nearNames(name, LOCAL_FUNCTIONS);
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  throw new Refusal(`Athena has no function ${name}${hint}`, name);
}
