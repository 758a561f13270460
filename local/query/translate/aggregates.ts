import type { Aggregate, Call } from './calls';
import { callNode, castNode, type Node, operatorNode, raw, text } from './sql-tree';
import type { Translation } from './translation';

/** Aggregates of Athena, and what DuckDB calls them. */
const NAMES: Readonly<Record<string, string>> = {
  any_value: 'any_value',
  approx_distinct: 'approx_count_distinct',
  approx_percentile: 'quantile_disc',
  arbitrary: 'any_value',
  array_agg: 'list',
  avg: 'avg',
  bitwise_and_agg: 'bit_and',
  bitwise_or_agg: 'bit_or',
  bitwise_xor_agg: 'bit_xor',
  bool_and: 'bool_and',
  bool_or: 'bool_or',
  corr: 'corr',
  count: 'count',
  count_if: 'count',
  covar_pop: 'covar_pop',
  covar_samp: 'covar_samp',
  every: 'bool_and',
  geometric_mean: 'geometric_mean',
  histogram: 'histogram',
  kurtosis: 'kurtosis_pop',
  listagg: 'string_agg',
  map_agg: 'list',
  max: 'max',
  max_by: 'arg_max',
  min: 'min',
  min_by: 'arg_min',
  regr_intercept: 'regr_intercept',
  regr_slope: 'regr_slope',
  skewness: 'skewness',
  stddev: 'stddev',
  stddev_pop: 'stddev_pop',
  stddev_samp: 'stddev_samp',
  sum: 'sum',
  var_pop: 'var_pop',
  var_samp: 'var_samp',
  variance: 'variance',
};

/** What DuckDB calls an aggregate of Athena; undefined for what is none, or is not known here. */
export const aggregateNode = (name: string): string | undefined => NAMES[name];

function node(name: string, args: readonly unknown[], { distinct, filter, orderBy }: Aggregate): Node {
  return {
    aggregate_function: {
      name,
      args,
      distinct,
      filter: filter ?? null,
      order_by: orderBy,
      limit: null,
      ignore_nulls: null,
    },
  };
}

const isNotNull = (value: unknown): Node => ({ is_null: { this: value, not: true } });
const and = (one: unknown, other: unknown) => (other === undefined ? one : operatorNode('and', one, other));

/** An aggregate in DuckDB's words; undefined for one that is not known here. */
export function rewriteAggregate({ name, args, aggregate }: Call, t: Translation): Node | undefined {
  const known = NAMES[name];
  if (known === undefined || ((name === 'max' || name === 'min') && args.length === 2)) {
    return undefined;
  }
  const beside: Aggregate = {
    distinct: aggregate?.distinct ?? false,
    filter: aggregate?.filter === undefined ? undefined : t.rewrite(aggregate.filter),
    orderBy: (aggregate?.orderBy ?? []).map(t.rewrite),
  };
  const given = args.map(t.rewrite);
  switch (name) {
    case 'count':
      return node('count', given.length === 0 ? [raw('*')] : given, beside);
    case 'count_if':
      return node('count', [raw('*')], { ...beside, filter: and(given[0], beside.filter) });
    // Of whole numbers a bigint, of doubles a double.
    case 'approx_percentile':
      return node(
        known,
        [
          operatorNode('add', { paren: { this: given[0], trailing_comments: [] } }, raw('CAST(0 AS BIGINT)')),
          given[1],
        ],
        beside,
      );
    case 'approx_distinct':
      return node(known, given.slice(0, 1), beside);
    case 'map_agg': {
      const entry = callNode('athena_entry', given[0], given[1]);
      const entries = node('list', [entry], { ...beside, filter: and(isNotNull(given[0]), beside.filter) });
      return callNode('athena_map_of', entries);
    }
    case 'listagg':
      return node(known, given.length === 1 ? [given[0], text('')] : given, beside);
    case 'bitwise_and_agg':
    case 'bitwise_or_agg':
    case 'bitwise_xor_agg':
      return node(known, [castNode(given[0], 'BIGINT')], beside);
    default:
      return node(known, given, beside);
  }
}
