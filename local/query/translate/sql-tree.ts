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
