/** A node of the transpiler's tree: one member, named after the kind of node, holds the rest. */
export type Node = { readonly [key: string]: unknown };

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function nodeAt(node: unknown, ...keys: readonly string[]): Node | undefined {
  let current: unknown = node;
  for (const key of keys) {
    current = isNode(current) ? current[key] : undefined;
  }
  return isNode(current) ? current : undefined;
}

export function textAt(node: unknown, ...keys: readonly string[]): string | undefined {
  const value = nodeAt(node, ...keys.slice(0, -1))?.[keys.at(-1) ?? ''];
  return typeof value === 'string' ? value : undefined;
}

/** A member that is a list; an absent one is an empty list. */
export function listAt(node: unknown, ...keys: readonly string[]): readonly unknown[] {
  const value = nodeAt(node, ...keys.slice(0, -1))?.[keys.at(-1) ?? ''];
  return Array.isArray(value) ? value : [];
}

/** Every node below a value, itself included. */
export function* descend(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) {
      yield* descend(item);
    }
  } else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) {
      yield* descend(child);
    }
  }
}

/** What a quoted text holds; undefined for anything but one quoted text. */
export function stringLiteral(node: unknown): string | undefined {
  return textAt(node, 'literal', 'literal_type') === 'string' ? textAt(node, 'literal', 'value') : undefined;
}

/** SQL that is taken over as it is. */
export const raw = (sql: string): Node => ({ raw: { sql } });
export const text = (value: string): Node => ({ literal: { literal_type: 'string', value } });
export const paren = (node: unknown): Node => ({ paren: { this: node, trailing_comments: [] } });

/** `name(args)`. */
export function callNode(name: string, ...args: readonly unknown[]): Node {
  return {
    function: {
      name,
      args,
      distinct: false,
      trailing_comments: [],
      use_bracket_syntax: false,
      no_parens: false,
      quoted: false,
    },
  };
}

/** `CASE WHEN condition THEN value … ELSE otherwise END`. */
export function caseNode(whens: readonly (readonly [unknown, unknown])[], otherwise: unknown): Node {
  return { case: { operand: null, whens, else_: otherwise } };
}

/** `left operator right`, such as `concat` for `||`. */
export function operatorNode(operator: string, left: unknown, right: unknown): Node {
  return { [operator]: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] } };
}

/** `cast(value as type)`, the type as DuckDB writes it. */
export function castNode(value: unknown, type: string): Node {
  return {
    cast: {
      this: value,
      to: { data_type: 'custom', name: type },
      trailing_comments: [],
      double_colon_syntax: false,
    },
  };
}
