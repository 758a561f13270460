import { type Node, nodeAt } from './sql-tree';

/** The query whose columns are the answer's: of a union its first. */
function firstSelect(tree: unknown): Node | undefined {
  for (const set of ['union', 'intersect', 'except']) {
    const left = nodeAt(tree, set, 'left');
    if (left !== undefined) {
      return firstSelect(left);
    }
  }
  const inner = nodeAt(tree, 'subquery', 'this');
  return inner === undefined ? nodeAt(tree, 'select') : firstSelect(inner);
}

function itemsAt(node: unknown, ...keys: readonly string[]): readonly unknown[] {
  const items = nodeAt(node, ...keys)?.['expressions'];
  return Array.isArray(items) ? items : [];
}

/** Nodes that have a name without being given one: columns, and members of rows. */
const NAMED = ['alias', 'column', 'dot', 'star'] as const;

function hasName(expression: unknown): boolean {
  const inner = nodeAt(expression, 'paren', 'this');
  return inner === undefined ? NAMED.some((kind) => nodeAt(expression, kind) !== undefined) : hasName(inner);
}

/**
 * What Athena calls the columns that the question gives no name: `_col` and their place, from 0. Undefined for those
 * that have one, and for all where a star hides the places.
 */
export function unnamedColumns(tree: unknown): readonly (string | undefined)[] {
  const [values] = itemsAt(tree, 'values');
  if (values !== undefined) {
    return itemsAt({ values }, 'values').map((_, at) => `_col${at}`);
  }
  const listed = itemsAt(firstSelect(tree));
  return listed.some((expression) => nodeAt(expression, 'star') !== undefined)
    ? []
    : listed.map((expression, at) => (hasName(expression) ? undefined : `_col${at}`));
}

/** The answer begins with the largest values of something, as in `order by "start" desc`. */
export function beginsWithLargest(tree: unknown): boolean {
  const [first] = itemsAt(tree, 'select', 'order_by');
  return typeof first === 'object' && first !== null && 'desc' in first && first.desc === true;
}

/** Times of a flow, by which Parquet knows what need not be read. */
const TIMES: readonly unknown[] = ['start', 'end'];

/** The answer is a few of the latest flows, as in `order by "start" desc limit 100`: most of the files are not read for it. */
export function isLatestFew(tree: unknown): boolean {
  const select = nodeAt(tree, 'select');
  const [first] = itemsAt(tree, 'select', 'order_by');
  if (select === undefined || select['limit'] === null || select['with'] !== null) return false;
  if (select['group_by'] !== null || !beginsWithLargest(tree)) return false;
  return TIMES.includes(nodeAt(first, 'this', 'column', 'name')?.['name']);
}
