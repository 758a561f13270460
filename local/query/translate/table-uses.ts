import { partitionKeys, type TableName } from '../../../records/tables/table-definition';
import { TABLE_BY_NAME } from '../../../records/tables/tables';
import { expressionToDuckDb } from './render-duckdb';
import { descend, isNode, type Node, nodeAt, textAt } from './sql-tree';

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

function isNaturalJoin(select: Node): boolean {
  const joins = Array.isArray(select['joins']) ? select['joins'].filter(isNode) : [];
  return joins.some((join) => textAt(join, 'kind')?.startsWith('Natural') === true);
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
  const isNatural = isNaturalJoin(select);
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

/** A SELECT and the step of a WITH that it is; undefined for one that is no step, or lies deeper inside of one. */
interface Placed {
  readonly select: Node;
  readonly step: string | undefined;
}

function* selectsIn(value: unknown, step: string | undefined): Generator<Placed> {
  if (Array.isArray(value)) {
    for (const item of value) yield* selectsIn(item, undefined);
    return;
  }
  if (!isNode(value)) return;
  const select = nodeAt(value, 'select');
  if (select !== undefined) yield { select, step };
  for (const [key, child] of Object.entries(select ?? value)) {
    if (key === 'ctes' && Array.isArray(child)) {
      for (const cte of child)
        yield* selectsIn(nodeAt(cte, 'this'), textAt(cte, 'alias', 'name')?.toLowerCase());
    } else {
      yield* selectsIn(child, key === 'left' || key === 'right' ? step : undefined);
    }
  }
}

function sourcesOf(select: Node): readonly { readonly name: string; readonly alias: string }[] {
  const joins = Array.isArray(select['joins']) ? select['joins'].filter(isNode) : [];
  const first = nodeAt(select, 'from')?.['expressions'];
  return [...(Array.isArray(first) ? first : []), ...joins.map((join) => join['this'])].flatMap((node) => {
    const name = textAt(node, 'table', 'name', 'name')?.toLowerCase();
    return name === undefined
      ? []
      : [{ name, alias: textAt(node, 'table', 'alias', 'name')?.toLowerCase() ?? name }];
  });
}

/** Steps of which every column is asked for, by a star in the question itself or in a step of which that is true. */
function wholeSteps(selects: readonly Placed[]): ReadonlySet<string> {
  const whole = new Set<string>();
  for (let before = -1; before !== whole.size; ) {
    before = whole.size;
    for (const { select, step } of selects) {
      if (step !== undefined && !whole.has(step)) continue;
      for (const { name, alias } of sourcesOf(select)) {
        if (hasStar(select, alias)) whole.add(name);
      }
    }
  }
  return whole;
}

/**
 * Every place where the query's tree reads one of the tables. A WITH name that hides a table is taken for the table,
 * which reads too much and never too little. A star in a step asks for what is asked of the step.
 */
export function findTableUses(tree: unknown): readonly TableUse[] {
  const selects = [...selectsIn(tree, undefined)];
  const whole = wholeSteps(selects);
  return selects.flatMap(({ select, step }) =>
    usesIn(select).map((use) =>
      step !== undefined && !whole.has(step) && !isNaturalJoin(select) ? { ...use, isWhole: false } : use,
    ),
  );
}
