import { Refusal } from './refusal';

const STEP =
  /\.(?<member>[\w:$/@|#-]+)|\[(?<place>\d+)\]|\["(?<quoted>[^"\\]*)"\]|\[(?<bare>[\w:$/@|#-]+)\]/y;

/**
 * A path of json_extract as DuckDB writes it: `$["a-b"].c[0]` is `$."a-b"."c"[0]`.
 *
 * @throws Refusal for what Athena refuses: a path that does not begin with `$`, wildcards
 */
export function duckDbPath(path: string): string {
  let found = '$';
  STEP.lastIndex = 1;
  while (path.startsWith('$') && STEP.lastIndex < path.length) {
    const { member, place, quoted, bare } = STEP.exec(path)?.groups ?? {};
    const name = member ?? quoted ?? bare;
    if (name === undefined && place === undefined) {
      break;
    }
    found += name === undefined ? `[${place}]` : `."${name}"`;
    if (STEP.lastIndex >= path.length) return found;
  }
  if (path === '$') return '$';
  throw new Refusal(`'${path}' is not a JSON path that Athena knows; write it as '$.a.b[0]["c-d"]'`, path);
}

/**
 * A path of the SQL standard (`lax $.a`), which json_value, json_exists and json_query take.
 *
 * @throws Refusal for what is known to Athena and not here: wildcards, filters, methods
 */
export function standardPath(path: string): string {
  const inner = path.match(/^\s*(?:lax|strict)\s+(?<path>\$.*?)\s*$/)?.groups?.['path'];
  if (inner === undefined || !/^\$(?:\.\w+|\."[^"]*"|\[\d+\])*$/.test(inner)) {
    throw new Refusal(
      `the JSON path '${path}' is not known here; 'lax $.a.b[0]' is, and so is json_extract`,
      path,
    );
  }
  return inner.replaceAll(/\.(\w+)/g, '."$1"');
}
