import { partitionKeys, type TableName } from '../../../records/tables/table-definition';
import { TABLE_BY_NAME } from '../../../records/tables/tables';
import { descend, isNode, type Node, nodeAt, textAt } from './sql-tree';
import { expressionToDuckDb } from './transpile-query';

/** One place where a query reads a table, with the conditions on partition columns that hold for all it reads there. */
export interface TableUse {
  readonly table: TableName;
  /** The name by which the conditions call the table. */
  readonly alias: string;
  /** DuckDB SQL over `account`, `region` and the table's time key; all of them hold. */
  readonly partitionConditions: readonly string[];
  /** Every column is asked for: by a star, or by a join that names none. */
  readonly isWhole: boolean;
}

function conjuncts(expression: unknown): readonly unknown[] {
  const and = nodeAt(expression, 'and');
  if (and !== undefined) {
    return [...conjuncts(and['left']), ...conjuncts(and['right'])];
  }
  const inner = nodeAt(expression, 'paren');
  return inner !== undefined && nodeAt(inner, 'this', 'and') !== undefined
    ? conjuncts(inner['this'])
    : [expression];
}

/** The condition names at least one partition column of the table and no other column, table or subquery. */
function isAboutPartitions(condition: unknown, keys: readonly string[], alias: string): boolean {
  let columns = 0;
  for (const node of descend(condition)) {
    if ('select' in node || 'subquery' in node || 'window_function' in node) {
      return false;
    }
    const column = nodeAt(node, 'column');
    if (column !== undefined) {
      const owner = textAt(column, 'table', 'name');
      const name = textAt(column, 'name', 'name')?.toLowerCase() ?? '';
      if (!keys.includes(name) || (owner !== undefined && owner.toLowerCase() !== alias.toLowerCase())) {
        return false;
      }
      columns += 1;
    }
  }
  return columns > 0;
}

/** Joins that can keep rows of the joined side out, but never bring in rows that WHERE would refuse. */
const PLAIN_JOINS = new Set(['Inner', 'Cross', 'Implicit', 'Left']);

/** The select lists `*`, or `alias.*`. */
function hasStar(select: Node, alias: string): boolean {
  const listed = Array.isArray(select['expressions']) ? select['expressions'] : [];
  return listed.some((expression) => {
    const star = nodeAt(expression, 'star');
    const owner = textAt(star, 'table', 'name');
    return star !== undefined && (owner === undefined || owner.toLowerCase() === alias.toLowerCase());
  });
}

function usesIn(select: Node): readonly TableUse[] {
  const joins = Array.isArray(select['joins']) ? select['joins'].filter(isNode) : [];
  const first = nodeAt(select, 'from')?.['expressions'];
  const isPlain = joins.every((join) => PLAIN_JOINS.has(textAt(join, 'kind') ?? ''));
  const sources: readonly { readonly node: unknown; readonly isPruned: boolean }[] = [
    ...(Array.isArray(first) ? first : []).map((node) => ({ node, isPruned: isPlain })),
    ...joins.map((join) => ({ node: join['this'], isPruned: isPlain && textAt(join, 'kind') !== 'Left' })),
  ];
  const conditions = conjuncts(nodeAt(select, 'where_clause')?.['this']);
  const isNatural = joins.some((join) => textAt(join, 'kind')?.startsWith('Natural') === true);
  return sources.flatMap(({ node, isPruned }) => {
    const name = textAt(node, 'table', 'name', 'name')?.toLowerCase();
    const definition = Object.values(TABLE_BY_NAME).find((table) => table.name === name);
    if (definition === undefined) {
      return [];
    }
    const alias = textAt(node, 'table', 'alias', 'name') ?? definition.name;
    const keys: readonly string[] = partitionKeys(definition);
    const partitionConditions = isPruned
      ? conditions.filter((condition) => isAboutPartitions(condition, keys, alias)).map(expressionToDuckDb)
      : [];
    const isWhole = isNatural || hasStar(select, alias);
    return [{ table: definition.name, alias, partitionConditions, isWhole }];
  });
}

/**
 * Every place where the query's tree reads one of the tables. A WITH name that hides a table is taken for the table,
 * which reads too much and never too little.
 */
export function findTableUses(tree: unknown): readonly TableUse[] {
  return [...descend(tree)].flatMap((node) => {
    const select = nodeAt(node, 'select');
    return select === undefined ? [] : usesIn(select);
  });
}
