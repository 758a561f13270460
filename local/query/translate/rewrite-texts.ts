import { duckDbPath, standardPath } from './json-paths';
import { Refusal } from './refusal';
import { callNode, isNode, type Node, nodeAt, raw, stringLiteral, text, textAt } from './sql-tree';
import type { Rewrite, Translation } from './translation';

/** For calls whose second argument is a path that is written out. */
const ofPath =
  (name: string, convert: (path: string) => string): Rewrite =>
  (args, t) => {
    const path = stringLiteral(args[1]);
    return path === undefined
      ? undefined
      : callNode(name, t.rewrite(args[0]), text(convert(path)), ...args.slice(2).map(t.rewrite));
  };

/** Groups of a pattern that are counted: brackets that are neither escaped nor marked otherwise. */
const groupsOf = (pattern: string) =>
  [...pattern.replaceAll(/\\.|\[(?:\\.|[^\]])*\]/g, '').matchAll(/\((?!\?)|\(\?<[a-zA-Z]/g)].length;

export const TEXT_AND_JSON_FUNCTIONS: Readonly<Record<string, Rewrite>> = {
  regexp_extract: ([, pattern, group]) => {
    const written = stringLiteral(pattern);
    const minus = nodeAt(group, 'neg') !== undefined;
    const wanted = Number(textAt(group, 'literal', 'value') ?? '0');
    if (written !== undefined && (minus || wanted > groupsOf(written))) {
      throw new Refusal(
        `Pattern has ${groupsOf(written)} groups. Cannot access group ${minus ? '-' : ''}${wanted || textAt(group, 'neg', 'this', 'literal', 'value')}`,
        'regexp_extract',
      );
    }
    return undefined;
  },
  contains: (args, t) =>
    t.kindOf(args[1])?.is === 'address' ? callNode('athena_in_network', ...args.map(t.rewrite)) : undefined,
  format: (args, t) => callNode('printf', ...args.map(t.rewrite)),
  json_extract: ofPath('athena_json_extract', duckDbPath),
  json_extract_scalar: ofPath('athena_json_extract_scalar', duckDbPath),
  json_size: ofPath('athena_json_size', duckDbPath),
  json_value: ofPath('athena_json_extract_scalar', standardPath),
  json_exists: ofPath('athena_json_exists', standardPath),
  json_query: ofPath('athena_json_query', standardPath),
};

/** What a trim cuts off besides blanks. */
export function rewriteTrim(payload: Node, t: Translation): Node {
  const names: Readonly<Record<string, string>> = { Leading: 'ltrim', Trailing: 'rtrim', Both: 'trim' };
  const characters = payload['characters'];
  const name = names[String(payload['position'])] ?? 'trim';
  return callNode(
    name,
    t.rewrite(payload['this']),
    ...(characters === null || characters === undefined
      ? [raw("' ' || chr(9) || chr(10) || chr(13)")]
      : [t.rewrite(characters)]),
  );
}

/** json_value and json_query with what the grammar lets stand behind their path. */
export function rewriteStandardJson(name: 'json_value' | 'json_query', payload: Node, t: Translation): Node {
  const more = ['wrapper_option', 'quotes_option', 'on_error'].find((key) => (payload[key] ?? null) !== null);
  const path = stringLiteral(payload['path']);
  if (more !== undefined || path === undefined) {
    throw new Refusal(
      `${name} is known here with a path such as 'lax $.a' and nothing behind it; ask --on athena`,
      name,
    );
  }
  const macro = name === 'json_value' ? 'athena_json_extract_scalar' : 'athena_json_query';
  const value = callNode(macro, t.rewrite(payload['this']), text(standardPath(path)));
  const returning = payload['returning'] ?? undefined;
  return isNode(returning) ? t.rewrite({ try_cast: { this: value, to: returning } }) : value;
}
