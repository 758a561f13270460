import { TABLES } from '../../../records/tables/tables';
import { columnOf } from './calls';
import { isNode, listAt, type Node, nodeAt, textAt } from './sql-tree';

/** What a column of a step is made of: expressions (of a union one a branch), each with the scope to read it in. */
export interface Definition {
  readonly expressions: readonly { readonly expression: unknown; readonly scope: Scope }[];
}

interface OutputColumn {
  readonly name: string;
  readonly definition: Definition | undefined;
}

interface Source {
  readonly alias: string;
  /** Undefined where nothing is known about the columns. */
  readonly columns: readonly OutputColumn[] | undefined;
}

/** The names that can be used at one place of a query. */
export interface Scope {
  readonly sources: readonly Source[];
  readonly outer: Scope | undefined;
  readonly steps: ReadonlyMap<string, readonly OutputColumn[] | undefined>;
}

export const OUTSIDE: Scope = { sources: [], outer: undefined, steps: new Map() };

const nameAt = (node: unknown, ...keys: readonly string[]) => textAt(node, ...keys, 'name')?.toLowerCase();

function renamed(
  columns: readonly OutputColumn[] | undefined,
  names: readonly string[],
): readonly OutputColumn[] | undefined {
  if (names.length === 0) {
    return columns;
  }
  return names.map((name, at) => ({ name, definition: columns?.[at]?.definition }));
}

const namesIn = (node: unknown) =>
  listAt(node, 'column_aliases').map((item) => String(isNode(item) ? item['name'] : '').toLowerCase());

/** The columns that a query gives; undefined where they cannot be told. */
export function columnsOf(query: unknown, scope: Scope): readonly OutputColumn[] | undefined {
  const select = nodeAt(query, 'select');
  if (select !== undefined) {
    return selected(select, scopeOf(select, scope));
  }
  for (const set of ['union', 'intersect', 'except']) {
    const payload = nodeAt(query, set);
    if (payload !== undefined) {
      const inner = withSteps(firstSelect(payload), withSteps(payload, scope));
      const [left, right] = [columnsOf(payload['left'], inner), columnsOf(payload['right'], inner)];
      return left?.map(({ name, definition }, at) => {
        const other = right?.[at]?.definition;
        return {
          name,
          definition:
            definition === undefined || other === undefined
              ? undefined
              : { expressions: [...definition.expressions, ...other.expressions] },
        };
      });
    }
  }
  const values = nodeAt(query, 'values');
  if (values !== undefined) {
    const rows = listAt(values, 'expressions').map((row) => listAt(row, 'expressions'));
    return rows[0]?.map((_, at) => ({
      name: `_col${at}`,
      definition: { expressions: rows.map((row) => ({ expression: row[at], scope })) },
    }));
  }
  const inner = nodeAt(query, 'subquery', 'this') ?? nodeAt(query, 'paren', 'this');
  return inner === undefined ? undefined : columnsOf(inner, scope);
}

/** The SELECT in front of which the parser keeps the steps of a whole union. */
function firstSelect(set: Node): Node {
  const left = nodeAt(set, 'left');
  const nested = ['union', 'intersect', 'except'].map((kind) => nodeAt(left, kind)).find(isNode);
  return nested === undefined ? (nodeAt(left, 'select') ?? {}) : firstSelect(nested);
}

function selected(select: Node, scope: Scope): readonly OutputColumn[] | undefined {
  const found: OutputColumn[] = [];
  for (const item of listAt(select, 'expressions')) {
    const star = nodeAt(item, 'star');
    if (star !== undefined) {
      const owner = nameAt(star, 'table');
      const sources = scope.sources.filter(({ alias }) => owner === undefined || alias === owner);
      if (sources.some(({ columns }) => columns === undefined)) {
        return undefined;
      }
      found.push(...sources.flatMap(({ columns }) => columns ?? []));
    } else {
      const expression = nodeAt(item, 'alias')?.['this'] ?? item;
      const name = nameAt(item, 'alias', 'alias') ?? columnOf(item)?.name ?? '';
      found.push({ name, definition: { expressions: [{ expression, scope }] } });
    }
  }
  return found;
}

/** The steps of a WITH in front of a query, each known to those after it. */
function withSteps(payload: Node, outer: Scope): Scope {
  const steps = new Map(outer.steps);
  for (const step of listAt(payload, 'with', 'ctes')) {
    const name = nameAt(step, 'alias') ?? '';
    const names = listAt(step, 'columns').map((item) =>
      String(isNode(item) ? item['name'] : '').toLowerCase(),
    );
    // A step that reads itself finds nothing known under its own name.
    steps.set(name, undefined);
    steps.set(name, renamed(columnsOf(nodeAt(step, 'this'), { ...outer, steps: new Map(steps) }), names));
  }
  return { ...outer, steps };
}

function sourceOf(node: unknown, scope: Scope): readonly Source[] {
  const table = nodeAt(node, 'table');
  if (table !== undefined) {
    const name = nameAt(table, 'name') ?? '';
    const alias = nameAt(table, 'alias') ?? name;
    const known = TABLES.some((one) => one.name === name)
      ? TABLES.find((one) => one.name === name)?.columns.map((column) => ({
          name: column.name,
          definition: undefined,
        }))
      : undefined;
    const columns = scope.steps.has(name) ? scope.steps.get(name) : known;
    return [{ alias, columns: renamed(columns, namesIn(table)) }];
  }
  const subquery = nodeAt(node, 'subquery');
  if (subquery !== undefined) {
    const columns = columnsOf(nodeAt(subquery, 'this'), { ...scope, sources: [], outer: scope });
    return [{ alias: nameAt(subquery, 'alias') ?? '', columns: renamed(columns, namesIn(subquery)) }];
  }
  const alias = nodeAt(node, 'alias');
  if (alias !== undefined) {
    return [{ alias: nameAt(alias, 'alias') ?? '', columns: renamed(undefined, namesIn(alias)) }];
  }
  return [{ alias: '', columns: undefined }];
}

/** The names that can be used inside of one SELECT. */
export function scopeOf(select: Node, outer: Scope): Scope {
  const around = withSteps(select, outer);
  const nodes = [
    ...listAt(select, 'from', 'expressions'),
    ...listAt(select, 'joins').map((join) => (isNode(join) ? join['this'] : undefined)),
  ];
  const inside: Scope = { sources: [], outer, steps: around.steps };
  return { ...inside, sources: nodes.flatMap((node) => sourceOf(node, inside)) };
}

/** What a column is made of; undefined where that cannot be told, as for the columns of the log tables. */
export function definitionOf(column: unknown, scope: Scope | undefined): Definition | undefined {
  const asked = columnOf(column);
  if (asked === undefined || scope === undefined) {
    return undefined;
  }
  const sources = scope.sources.filter(({ alias }) => asked.table === undefined || alias === asked.table);
  for (const { columns } of sources) {
    const found = columns?.find(({ name }) => name === asked.name);
    if (found !== undefined) {
      return found.definition;
    }
  }
  const isKnown = sources.length > 0 && sources.every(({ columns }) => columns !== undefined);
  return isKnown || sources.length === 0 ? definitionOf(column, scope.outer) : undefined;
}
