import type { TableName } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import { aggregateNode } from './aggregates';
import { callOf } from './calls';
import {
  ANYTHING,
  allOf,
  anyOf,
  type Column,
  columnAt,
  conditionOf,
  type RowCondition,
  renamed,
} from './row-condition';
import { listAt, type Node, nodeAt, textAt } from './sql-tree';

/** What the tables must hold for a question to have rows at all; `all` of nothing asks for nothing. */
export type NeededRows =
  | { readonly all: readonly NeededRows[] }
  | { readonly any: readonly NeededRows[] }
  | { readonly table: TableName; readonly where: RowCondition };

/** A step of a WITH, and the steps that it can name itself. */
interface Step {
  readonly query: unknown;
  readonly steps: Steps;
}
type Steps = ReadonlyMap<string, Step>;

/**
 * Rows without which a question has none, found in its tree: from each SELECT the tables that it joins inwards, with what
 * WHERE says of their columns in plain comparisons with texts, through the steps of a WITH. Whatever else a question says
 * is taken to be true, so that too much is needed never, and too little often.
 */
export function findNeededRows(tree: unknown): NeededRows {
  return ofQuery(tree, new Map(), ANYTHING);
}

/** @param asked of the query's columns, by those who read them */
function ofQuery(query: unknown, outer: Steps, asked: RowCondition): NeededRows {
  const inner = nodeAt(query, 'subquery', 'this');
  if (inner !== undefined) return ofQuery(inner, outer, asked);
  for (const kind of ['select', 'union', 'intersect', 'except']) {
    const payload = nodeAt(query, kind);
    if (payload === undefined) continue;
    const steps = withSteps(payload, outer);
    if (kind === 'select') return ofSelect(payload, steps, asked);
    const left = ofQuery(payload['left'], steps, asked);
    if (kind !== 'union') return left;
    // The columns of the right side are called as those of the left, and stand for others.
    return anyOf([left, ofQuery(payload['right'], steps, ANYTHING)], ANYTHING);
  }
  return ANYTHING;
}

function withSteps(payload: Node, outer: Steps): Steps {
  const steps = new Map(outer);
  for (const cte of listAt(payload, 'with', 'ctes')) {
    const name = textAt(cte, 'alias', 'name')?.toLowerCase();
    if (name !== undefined) steps.set(name, { query: nodeAt(cte, 'this'), steps: new Map(steps) });
  }
  return steps;
}

interface Source {
  readonly node: unknown;
  readonly alias: string | undefined;
}

/** What a join needs, of what its two sides need. */
const JOINS: Readonly<Record<string, (left: NeededRows, right: NeededRows) => NeededRows>> = {
  Inner: (left, right) => allOf([left, right]),
  Cross: (left, right) => allOf([left, right]),
  Implicit: (left, right) => allOf([left, right]),
  Left: (left) => left,
  Right: (_left, right) => right,
  Full: (left, right) => anyOf([left, right], ANYTHING),
};

function ofSelect(select: Node, steps: Steps, asked: RowCondition): NeededRows {
  if (givesRowOfNothing(select)) return ANYTHING;
  const from = listAt(select, 'from', 'expressions').map(sourceOf);
  const joins = listAt(select, 'joins').map((join) => ({
    kind: textAt(join, 'kind') ?? '',
    source: sourceOf(nodeAt(join)?.['this']),
  }));
  const sources = [...from, ...joins.map(({ source }) => source)];
  const own = conditionOf(nodeAt(select, 'where_clause')?.['this']);
  const needOf = (source: Source) => {
    const isOf = (column: Column) => isColumnOf(column, source, sources);
    const where = allOf([
      renamed(own, (name) => columnOf(name, isOf)),
      renamed(asked, (name) => columnOf(shownColumn(select, name), isOf)),
    ]);
    return ofSource(source.node, steps, where);
  };
  return joins.reduce(
    (left, { kind, source }) => JOINS[kind]?.(left, needOf(source)) ?? ANYTHING,
    allOf(from.map(needOf)),
  );
}

function sourceOf(node: unknown): Source {
  const alias =
    textAt(node, 'table', 'alias', 'name') ??
    textAt(node, 'table', 'name', 'name') ??
    textAt(node, 'subquery', 'alias', 'name') ??
    textAt(node, 'alias', 'alias', 'name');
  return { node, alias: alias?.toLowerCase() };
}

function ofSource(node: unknown, steps: Steps, where: RowCondition): NeededRows {
  const table = nodeAt(node, 'table');
  if (table === undefined) return ofQuery(node, steps, where);
  const name = textAt(table, 'name', 'name')?.toLowerCase() ?? '';
  const schema = textAt(table, 'schema', 'name')?.toLowerCase();
  const step = schema === undefined ? steps.get(name) : undefined;
  if (step !== undefined) return ofQuery(step.query, step.steps, where);
  const known = schema === 'information_schema' ? undefined : TABLES.find((one) => one.name === name);
  return known === undefined ? ANYTHING : { table: known.name, where };
}

/** A sum of no rows is a row: aggregates without GROUP BY, and groupings that have a total. */
function givesRowOfNothing(select: Node): boolean {
  const groups = listAt(select, 'group_by', 'expressions');
  if (groups.length > 0) return groups.some(hasTotal);
  const shown = [select['expressions'], select['having'], select['order_by']];
  return (
    nodeAt(select, 'group_by') !== undefined || nodeAt(select, 'having') !== undefined || hasAggregate(shown)
  );
}

/** One over a window is none: it leaves the rows as many as they were. What stands inside of it may be one. */
function hasAggregate(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasAggregate);
  const node = nodeAt(value);
  if (node === undefined) return false;
  const over = nodeAt(node, 'window_function');
  if (over !== undefined) {
    return hasAggregate([...(callOf(over['this'])?.args ?? [over['this']]), over['over']]);
  }
  return aggregateNode(callOf(node)?.name ?? '') !== undefined || Object.values(node).some(hasAggregate);
}

const TOTALS = new Set(['tuple', 'rollup', 'cube', 'grouping sets', 'grouping_sets']);

function hasTotal(group: unknown): boolean {
  const name = textAt(group, 'function', 'name') ?? Object.keys(nodeAt(group) ?? {})[0];
  return TOTALS.has(name?.toLowerCase() ?? '');
}

/** The column that a select shows under a name; undefined where it is none of a source, or more than a name. */
function shownColumn(select: Node, name: string): Column | undefined {
  const listed = listAt(select, 'expressions');
  const named = listed.find((expression) => shownName(expression) === name);
  if (named !== undefined) return columnAt(nodeAt(named, 'alias', 'this') ?? named);
  const [star, ...more] = listed.flatMap((expression) => nodeAt(expression, 'star') ?? []);
  return star === undefined || more.length > 0
    ? undefined
    : { owner: textAt(star, 'table', 'name')?.toLowerCase(), name };
}

const shownName = (expression: unknown) =>
  textAt(expression, 'alias', 'alias', 'name')?.toLowerCase() ?? columnAt(expression)?.name;

const columnOf = (column: Column | undefined, isOf: (column: Column) => boolean) =>
  column !== undefined && isOf(column) ? column.name : undefined;

/** Without an owner a name can be of any source, but of those whose names are listed. */
function isColumnOf({ owner, name }: Column, source: Source, sources: readonly Source[]): boolean {
  if (owner !== undefined) return owner === source.alias;
  return sources.every((other) => other === source || isWithout(other.node, name));
}

function isWithout(node: unknown, name: string): boolean {
  const listed = listAt(node, 'alias', 'column_aliases');
  return (
    nodeAt(node, 'alias', 'this', 'unnest') !== undefined &&
    listed.length > 0 &&
    listed.every((alias) => textAt(alias, 'name')?.toLowerCase() !== name)
  );
}
