import { callOf } from './calls';
import { listAt, type Node, nodeAt, stringLiteral, textAt } from './sql-tree';

/** What a condition says of a column: one of these texts, a text that begins so, or a member that is not NULL. */
type Said = { readonly among: readonly string[] } | { readonly begins: string } | { readonly member: string };

export type Condition<Name> =
  | { readonly all: readonly Condition<Name>[] }
  | { readonly any: readonly Condition<Name>[] }
  | ({ readonly column: Name } & Said);

/** What a row must have in its columns; `all` of nothing is true of every row. */
export type RowCondition = Condition<string>;

/** Nothing can be said: any row will do, and none is needed. */
export const ANYTHING = { all: [] } as const;

/** A column as a select names it. */
export interface Column {
  readonly owner: string | undefined;
  readonly name: string;
}

export function columnAt(node: unknown): Column | undefined {
  const column = nodeAt(node, 'column');
  const name = textAt(column, 'name', 'name')?.toLowerCase();
  return name === undefined ? undefined : { owner: textAt(column, 'table', 'name')?.toLowerCase(), name };
}

/** What a condition says of columns, as far as it is understood. */
export function conditionOf(node: unknown): Condition<Column> {
  const inner = nodeAt(node, 'paren');
  if (inner !== undefined) return conditionOf(inner['this']);
  const [kind = ''] = Object.keys(nodeAt(node) ?? {});
  const payload = nodeAt(node, kind);
  return (payload === undefined ? undefined : CONDITIONS[kind]?.(payload)) ?? ANYTHING;
}

/** The conditions that are understood, by their nodes. */
const CONDITIONS: Readonly<Record<string, (payload: Node) => Condition<Column> | undefined>> = {
  and: ({ left, right }) => allOf([conditionOf(left), conditionOf(right)]),
  or: ({ left, right }) => anyOf([conditionOf(left), conditionOf(right)], ANYTHING),
  eq: ({ left, right }) => member(left) ?? among(left, [right]),
  in: (payload) =>
    payload['not'] === true ? undefined : among(payload['this'], listAt(payload, 'expressions')),
  like: ({ left, right, escape: escaped = null, quantifier = null }) => {
    const column = columnAt(left);
    const begins = /^([^%_\\]*)%$/.exec(stringLiteral(right) ?? '')?.[1];
    const isPlain = escaped === null && quantifier === null;
    return column === undefined || begins === undefined || !isPlain ? undefined : { column, begins };
  },
  is_null: ({ this: value, not }) => {
    const { owner, name } = columnAt(value) ?? {};
    return not !== true || owner === undefined || name === undefined
      ? undefined
      : { column: { owner: undefined, name: owner }, member: name };
  },
};

function among(left: unknown, right: readonly unknown[]): Condition<Column> | undefined {
  const column = columnAt(left);
  const texts = right.flatMap((one) => stringLiteral(one) ?? []);
  return column === undefined || right.length === 0 || texts.length < right.length
    ? undefined
    : { column, among: texts };
}

/** `json_extract_scalar(column, '$.name')`, compared with anything. */
function member(node: unknown): Condition<Column> | undefined {
  const { name, args = [] } = callOf(node) ?? {};
  const column = columnAt(args[0]);
  const found = /^\$\.(\w+)$/.exec(stringLiteral(args[1]) ?? '')?.[1];
  return name !== 'json_extract_scalar' || column === undefined || found === undefined
    ? undefined
    : { column, member: found };
}

export function renamed<Name>(
  condition: Condition<Name>,
  nameOf: (column: Name) => string | undefined,
): RowCondition {
  if ('all' in condition) return allOf(condition.all.map((one) => renamed(one, nameOf)));
  if ('any' in condition) {
    return anyOf(
      condition.any.map((one) => renamed(one, nameOf)),
      ANYTHING,
    );
  }
  const column = nameOf(condition.column);
  return column === undefined ? ANYTHING : { ...condition, column };
}

const isAnything = (one: object) => 'all' in one && Array.isArray(one.all) && one.all.length === 0;

export function allOf<T extends object>(parts: readonly T[]): T | { readonly all: readonly T[] } {
  const said = parts.filter((part) => !isAnything(part));
  const [only] = said;
  return only !== undefined && said.length === 1 ? only : { all: said };
}

/** One that asks for nothing makes the whole ask for nothing. */
export function anyOf<T extends object, Nothing>(
  parts: readonly T[],
  nothing: Nothing,
): { readonly any: readonly T[] } | Nothing {
  return parts.some(isAnything) ? nothing : { any: parts };
}
