import { lambdaNode, lambdaOf, pairLambda } from './lambdas';
import { Refusal } from './refusal';
import { callNode, type Node, operatorNode, raw, stringLiteral } from './sql-tree';
import type { Rewrite, Translation } from './translation';

const ENTRY = 'harborwatch_entry';
const KEY_AND_VALUE = [raw(`${ENTRY}.key`), raw(`${ENTRY}.value`)] as const;
const SIDE_BY_SIDE = [raw(`struct_extract(${ENTRY}, 1)`), raw(`struct_extract(${ENTRY}, 2)`)] as const;

const entriesOf = (map: unknown, t: Translation) => callNode('map_entries', t.rewrite(map));

/** A map by the entries of another; `entry` says what becomes of each. */
const mapOf = (map: unknown, t: Translation, entry: Node): Node =>
  callNode('map_from_entries', callNode('list_transform', entriesOf(map, t), lambdaNode(ENTRY, entry)));

const transformed = (args: readonly unknown[], t: Translation) =>
  callNode('list_transform', ...args.map(t.rewrite));

/** A literal text for a place, or a map by its kind: DuckDB's macros cannot tell a map from an array. */
export function isMap(collection: unknown, index: unknown, t: Translation): boolean {
  const kind = t.kindOf(collection)?.is;
  return kind === 'map' || (kind === undefined && stringLiteral(index) !== undefined);
}

/** Arrays with arrays, and an array with one more item; texts otherwise. NULL where one side is. */
export function joined(left: unknown, right: unknown, t: Translation): Node {
  const [one, other] = [t.rewrite(left), t.rewrite(right)];
  const [isList, isOtherList] = [left, right].map((side) => t.kindOf(side)?.is === 'array');
  const isItem = (side: unknown) => ['text', 'number', 'date', 'row'].includes(t.kindOf(side)?.is ?? '');
  if (isList && isItem(right)) return callNode('athena_append', one, other);
  if (isOtherList && isItem(left)) return callNode('athena_prepend', one, other);
  if (isList || isOtherList) return callNode('athena_join_lists', one, other);
  return operatorNode('concat', one, other);
}

export const LIST_FUNCTIONS: Readonly<Record<string, Rewrite>> = {
  any_match: (args, t) => callNode('athena_any', transformed(args, t)),
  all_match: (args, t) => callNode('athena_all', transformed(args, t)),
  none_match: (args, t) => callNode('athena_none', transformed(args, t)),
  array_sort: (args) => {
    if (args.length > 1) {
      throw new Refusal('array_sort with a function is not known here; ask --on athena', 'array_sort');
    }
    return undefined;
  },
  cardinality: ([list], t) =>
    t.kindOf(list)?.is === 'map' ? callNode('athena_map_size', t.rewrite(list)) : undefined,
  concat: (args, t) => {
    const [first, ...rest] = args;
    if (rest.length === 0) {
      throw new Refusal('concat needs two arguments or more', 'concat');
    }
    const isList = args.some((one) => t.kindOf(one)?.is === 'array');
    const given = args.map(t.rewrite);
    return isList
      ? given
          .slice(1)
          .reduce<Node>((left, right) => callNode('athena_join_lists', left, right), t.rewrite(first))
      : {
          paren: {
            this: given.reduce((left, right) => operatorNode('concat', left, right)),
            trailing_comments: [],
          },
        };
  },
  element_at: ([collection, at], t) =>
    isMap(collection, at, t)
      ? callNode('map_extract_value', t.rewrite(collection), t.rewrite(at))
      : undefined,
  map: (args, t) => callNode('map', ...args.map(t.rewrite)),
  map_concat: (args, t) =>
    args.map(t.rewrite).reduce((left, right) => callNode('athena_join_maps', left, right)),
  map_entries: ([map], t) => callNode('athena_rows', entriesOf(map, t)),
  map_filter: ([map, keep], t) =>
    callNode(
      'map_from_entries',
      callNode(
        'list_filter',
        entriesOf(map, t),
        lambdaNode(ENTRY, t.rewrite(pairLambda(keep, 'map_filter', KEY_AND_VALUE))),
      ),
    ),
  transform_values: ([map, change], t) =>
    mapOf(
      map,
      t,
      callNode(
        'athena_entry',
        KEY_AND_VALUE[0],
        t.rewrite(pairLambda(change, 'transform_values', KEY_AND_VALUE)),
      ),
    ),
  transform_keys: ([map, change], t) =>
    mapOf(
      map,
      t,
      callNode(
        'athena_entry',
        t.rewrite(pairLambda(change, 'transform_keys', KEY_AND_VALUE)),
        KEY_AND_VALUE[1],
      ),
    ),
  reduce: ([list, start, step, finish], t) => {
    const { names, body } = lambdaOf(finish, 'reduce');
    const state = callNode('list_reduce', t.rewrite(list), t.rewrite(step), t.rewrite(start));
    const isSame =
      JSON.stringify(t.rewrite(body)).includes(`"name":"${names[0]}"`) &&
      Object.keys(body ?? {})[0] === 'column';
    return isSame
      ? state
      : callNode('list_first', callNode('list_transform', callNode('athena_one', state), t.rewrite(finish)));
  },
  reverse: ([value], t) =>
    t.kindOf(value)?.is === 'array'
      ? callNode('list_reverse', t.rewrite(value))
      : callNode('reverse', t.rewrite(value)),
  row: (args, t) => callNode(args.length > MOST_MEMBERS ? 'row' : 'athena_row', ...args.map(t.rewrite)),
  zip: (args, t) => callNode('athena_zip', ...args.map(t.rewrite)),
  zip_with: ([one, other, change], t) =>
    callNode(
      'list_transform',
      callNode('athena_list_pairs', t.rewrite(one), t.rewrite(other)),
      lambdaNode(ENTRY, t.rewrite(pairLambda(change, 'zip_with', SIDE_BY_SIDE))),
    ),
};

/** Members of a row without names that the macro has a definition for. */
const MOST_MEMBERS = 6;
