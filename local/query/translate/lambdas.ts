import { columnOf } from './calls';
import { Refusal } from './refusal';
import { isNode, listAt, type Node, nodeAt } from './sql-tree';

const NAME = { quoted: false, trailing_comments: [], span: null };

/** `name -> body`. */
export function lambdaNode(name: string, body: unknown): Node {
  return { lambda: { parameters: [{ name, ...NAME }], body, colon: false, parameter_types: [] } };
}

/** The names of a lambda's arguments and its body. */
export function lambdaOf(
  node: unknown,
  of: string,
): { readonly names: readonly string[]; readonly body: unknown } {
  const lambda = nodeAt(node, 'lambda');
  if (lambda === undefined) {
    throw new Refusal(`${of} needs a function such as x -> x + 1`, of);
  }
  const names = listAt(lambda, 'parameters').map((one) =>
    String(isNode(one) ? one['name'] : '').toLowerCase(),
  );
  return { names, body: lambda['body'] };
}

/** The body with other expressions in place of the lambda's arguments. */
export function substitute(body: unknown, by: ReadonlyMap<string, Node>): unknown {
  if (Array.isArray(body)) return body.map((item) => substitute(item, by));
  if (!isNode(body)) return body;
  const column = columnOf(body);
  const found = column === undefined ? undefined : by.get(column.table ?? column.name);
  if (found !== undefined) {
    return column?.table === undefined
      ? found
      : { dot: { this: found, field: { name: column.name, ...NAME } } };
  }
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, substitute(value, by)]));
}

/** A lambda of two arguments as one of an entry's two members; for maps and for arrays side by side. */
export function pairLambda(node: unknown, of: string, members: readonly [Node, Node]) {
  const { names, body } = lambdaOf(node, of);
  const [first = '', second = ''] = names;
  if (names.length !== 2) {
    throw new Refusal(`${of} needs a function of two arguments`, of);
  }
  return substitute(
    body,
    new Map([
      [first, members[0]],
      [second, members[1]],
    ]),
  );
}
