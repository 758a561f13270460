import { isNode, type Node, nodeAt, textAt } from './sql-tree';

/** A call of a function, however the parser keeps it. */
export interface Call {
  /** In lower case, as Athena names it. */
  readonly name: string;
  readonly args: readonly unknown[];
  /** Set for aggregates: what stands beside the arguments. */
  readonly aggregate?: Aggregate;
}

export interface Aggregate {
  readonly distinct: boolean;
  readonly filter: unknown;
  readonly orderBy: readonly unknown[];
}

/** Functions that the parser keeps as nodes of their own: the name, and the members that hold the arguments. */
const SCALARS: Readonly<Record<string, readonly [name: string, ...members: string[]]>> = {
  abs: ['abs', 'this'],
  acos: ['acos', 'this'],
  array_distinct: ['array_distinct', 'this'],
  array_except: ['array_except', 'this', 'expression'],
  array_intersect: ['array_intersect', 'expressions'],
  array_position: ['array_position', 'this', 'expression'],
  array_remove: ['array_remove', 'this', 'expression'],
  array_union: ['array_union', 'this', 'expression'],
  asin: ['asin', 'this'],
  atan: ['atan', 'this'],
  atan2: ['atan2', 'this', 'expression'],
  cardinality: ['cardinality', 'this'],
  ceil: ['ceil', 'this', 'decimals'],
  coalesce: ['coalesce', 'expressions'],
  contains: ['contains', 'this', 'expression'],
  cos: ['cos', 'this'],
  day: ['day', 'this'],
  day_of_month: ['day_of_month', 'this'],
  day_of_week: ['day_of_week', 'this'],
  day_of_year: ['day_of_year', 'this'],
  degrees: ['degrees', 'this'],
  element_at: ['element_at', 'this', 'expression'],
  exp: ['exp', 'this'],
  floor: ['floor', 'this', 'scale'],
  hour: ['hour', 'this'],
  if_func: ['if', 'condition', 'true_value', 'false_value'],
  json_array_length: ['json_array_length', 'this'],
  json_extract: ['json_extract', 'this', 'path'],
  json_extract_scalar: ['json_extract_scalar', 'this', 'path'],
  length: ['length', 'this'],
  ln: ['ln', 'this'],
  log: ['log', 'base', 'this'],
  lower: ['lower', 'this'],
  map_from_entries: ['map_from_entries', 'this'],
  map_keys: ['map_keys', 'this'],
  map_values: ['map_values', 'this'],
  minute: ['minute', 'this'],
  mod_func: ['mod', 'this', 'expression'],
  month: ['month', 'this'],
  normalize: ['normalize', 'this', 'form'],
  nullif: ['nullif', 'this', 'expression'],
  null_if: ['nullif', 'this', 'expression'],
  pi: ['pi'],
  power: ['power', 'this', 'expression'],
  quarter: ['quarter', 'this'],
  radians: ['radians', 'this'],
  rand: ['random', 'lower', 'upper', 'seed'],
  random: ['random'],
  second: ['second', 'this'],
  sin: ['sin', 'this'],
  sqrt: ['sqrt', 'this'],
  starts_with: ['starts_with', 'this', 'expression'],
  str_position: ['strpos', 'this', 'substr', 'occurrence'],
  substring: ['substr', 'this', 'start', 'length'],
  tan: ['tan', 'this'],
  typeof: ['typeof', 'this'],
  upper: ['upper', 'this'],
  week_of_year: ['week_of_year', 'this'],
  year: ['year', 'this'],
};

/** Aggregates that the parser keeps as nodes of their own; `name` and `original_name` hold the name. */
const AGGREGATES: Readonly<Record<string, string>> = {
  any_value: 'any_value',
  approx_distinct: 'approx_distinct',
  array_agg: 'array_agg',
  avg: 'avg',
  count: 'count',
  count_if: 'count_if',
  logical_and: 'bool_and',
  logical_or: 'bool_or',
  max: 'max',
  min: 'min',
  stddev: 'stddev',
  stddev_pop: 'stddev_pop',
  stddev_samp: 'stddev_samp',
  sum: 'sum',
  var_pop: 'var_pop',
  var_samp: 'var_samp',
  variance: 'variance',
};

/** A filter or an order is not always there. */
function aggregateOf(node: Node): Aggregate {
  const order = node['order_by'];
  return {
    distinct: node['distinct'] === true,
    filter: node['filter'] ?? undefined,
    orderBy: Array.isArray(order) ? order : [],
  };
}

function members(payload: Node, keys: readonly string[]): readonly unknown[] {
  return keys.flatMap((key) => {
    const value = payload[key];
    return value === null || value === undefined ? [] : Array.isArray(value) ? value : [value];
  });
}

/** The call that a node is; undefined for any other node. `count(*)` has no argument. */
export function callOf(node: unknown): Call | undefined {
  if (!isNode(node)) {
    return undefined;
  }
  const call = nodeAt(node, 'function');
  if (call !== undefined) {
    const args = Array.isArray(call['args']) ? call['args'] : [];
    return { name: String(call['name']).toLowerCase(), args };
  }
  const aggregate = nodeAt(node, 'aggregate_function');
  if (aggregate !== undefined) {
    const args = Array.isArray(aggregate['args']) ? aggregate['args'] : [];
    return { name: String(aggregate['name']).toLowerCase(), args, aggregate: aggregateOf(aggregate) };
  }
  const kind = Object.keys(node)[0] ?? '';
  const payload = nodeAt(node, kind);
  if (payload === undefined) {
    return undefined;
  }
  const known = AGGREGATES[kind];
  if (known !== undefined) {
    return { name: known, args: members(payload, ['this']), aggregate: aggregateOf(payload) };
  }
  const [name, ...keys] = SCALARS[kind] ?? [];
  return name === undefined ? undefined : { name, args: members(payload, keys) };
}

/** The name of a column, and of the table before it; undefined for anything else. */
export function columnOf(
  node: unknown,
): { readonly name: string; readonly table: string | undefined } | undefined {
  const name = textAt(node, 'column', 'name', 'name')?.toLowerCase();
  return name === undefined
    ? undefined
    : { name, table: textAt(node, 'column', 'table', 'name')?.toLowerCase() };
}
