import { callNode, isNode, listAt, type Node, nodeAt, raw } from './sql-tree';
import type { Translation } from './translation';

/** `LATERAL (SELECT …)`, the parser's way to keep it. */
const lateral = (expression: Node): Node => ({
  subquery: {
    this: {
      select: {
        expressions: [expression],
        from: null,
        joins: [],
        lateral_views: [],
        where_clause: null,
        group_by: null,
        having: null,
        qualify: null,
        order_by: null,
        distribute_by: null,
        cluster_by: null,
        sort_by: null,
        limit: null,
        offset: null,
        fetch: null,
        distinct: false,
        distinct_on: null,
        top: null,
        with: null,
        sample: null,
        windows: null,
        hint: null,
        connect: null,
        into: null,
        locks: [],
        leading_comments: [],
      },
    },
    alias: null,
    column_aliases: [],
    alias_explicit_as: false,
    alias_keyword: null,
    order_by: null,
    limit: null,
    offset: null,
    lateral: true,
    modifiers_inside: false,
    trailing_comments: [],
  },
});

/** Members of an entry or of a row, a column each. */
const members = (items: Node): Node => callNode('unnest', items, raw('max_depth := 2'));

/**
 * `unnest(rows) as r (a, b)`: Athena makes a column of each member of the rows, and of a map one of its keys and one of
 * its values; DuckDB would make one column of rows.
 */
export function rewriteUnnest(alias: Node, t: Translation): Node | undefined {
  const unnest = nodeAt(alias, 'this', 'unnest');
  if (unnest === undefined) return undefined;
  const names = listAt(alias, 'column_aliases');
  const isOne = listAt(unnest, 'expressions').length === 0;
  if (!isOne || names.length < 2 || unnest['with_ordinality'] === true) return undefined;
  const items = unnest['this'];
  const isMap = t.kindOf(items)?.is === 'map';
  const rows = isMap ? callNode('map_entries', t.rewrite(items)) : t.rewrite(items);
  const source = lateral(members(rows));
  const inner = nodeAt(source, 'subquery');
  return {
    subquery: {
      ...inner,
      alias: alias['alias'],
      column_aliases: names.filter(isNode),
      alias_explicit_as: true,
      alias_keyword: 'as',
    },
  };
}
