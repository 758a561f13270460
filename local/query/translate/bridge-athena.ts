import { scanSql } from '../../../queries/sql-scan';
import { MACRO_NAMES } from '../duckdb/macros';
import { sqlString } from '../duckdb/sql-text';
import { TEXT_FUNCTIONS } from '../duckdb/text-functions';
import { strftimeOfJoda, strftimeOfMySql } from './time-patterns';

/** A word, a sign, a quoted text or name, or what lies between them. */
interface Token {
  readonly kind: 'word' | 'sign' | 'quoted' | 'space';
  readonly text: string;
}

const WORD_OR_SIGN = /(?<word>[A-Za-z_][\w$]*)|(?<space>\s+)|(?<sign>[\s\S])/g;

function tokensOf(sql: string): readonly Token[] {
  return scanSql(sql).flatMap(({ kind, text }): readonly Token[] => {
    if (kind === 'quoted') return [{ kind: 'quoted', text }];
    if (kind === 'comment') return [{ kind: 'space', text }];
    return Array.from(text.matchAll(WORD_OR_SIGN), ({ groups = {}, 0: part }) => ({
      kind: groups['word'] !== undefined ? 'word' : groups['space'] !== undefined ? 'space' : 'sign',
      text: part,
    }));
  });
}

const isWord = (token: Token | undefined, word: string) =>
  token?.kind === 'word' && token.text.toLowerCase() === word;
const isSign = (token: Token | undefined, sign: string) => token?.kind === 'sign' && token.text === sign;

/** Place of the bracket that closes the one at `open`; undefined where none does. */
function closing(tokens: readonly Token[], open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSign(tokens[at], '(') || isSign(tokens[at], '[')) depth += 1;
    if (isSign(tokens[at], ')') || isSign(tokens[at], ']')) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/** Cuts at each token that is one, outside of brackets. */
function cut(tokens: readonly Token[], isCut: (token: Token) => boolean): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isSign(token, '(') || isSign(token, '[')) depth += 1;
    if (isSign(token, ')') || isSign(token, ']')) depth -= 1;
    if (depth === 0 && isCut(token)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

const textOf = (tokens: readonly Token[]) => tokens.map(({ text }) => text).join('');

/** What a quoted text holds; undefined for anything but one quoted text. */
function literalOf(argument: string | undefined): string | undefined {
  const text = argument?.trim() ?? '';
  return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : undefined;
}

/** `$["a-b"]` is `$."a-b"` in DuckDB. */
const pathOf = (path: string) => path.replaceAll(/\["([^"\]]+)"\]/g, '."$1"');

/**
 * Calls that need more than another name; arguments are rewritten already. Undefined leaves the call to the macro of
 * that name, where there is one.
 */
type Rewrite = (args: readonly string[]) => string | undefined;

const CAST = /^(?<value>[\s\S]*)\bas\s+(?<type>varchar|ipaddress)\s*(?:\(\s*(?<width>\d+)\s*\))?\s*$/i;

function castOf(toAddress: string): Rewrite {
  return (args) => {
    const { value, type, width } = args.join(',').match(CAST)?.groups ?? {};
    if (value === undefined || type === undefined) return undefined;
    if (type.toLowerCase() === 'ipaddress') return `${toAddress}(${value})`;
    return width === undefined ? `athena_varchar(${value})` : `substr(athena_varchar(${value}), 1, ${width})`;
  };
}

/** For calls whose second argument of two is a quoted text; other calls are left as they are. */
function ofText(rewrite: (first: string, text: string) => string | undefined): Rewrite {
  return (args) => {
    const [first = '', second] = args;
    const text = args.length === 2 ? literalOf(second) : undefined;
    return text === undefined ? undefined : rewrite(first, text);
  };
}
const ofPath = (name: string) => ofText((json, path) => `${name}(${json}, ${sqlString(pathOf(path))})`);
/** A path of the SQL standard, which says how strict it is, as one of Presto's. */
const ofStandardPath = (name: string) =>
  ofText((json, text) => {
    const path = text.match(/^lax (?<path>\$.*)$/)?.groups?.['path'];
    return path === undefined ? undefined : `${name}(${json}, ${sqlString(pathOf(path))})`;
  });
const formatted = (convert: (pattern: string) => string) =>
  ofText((time, pattern) => `athena_strftime(${time}, ${sqlString(convert(pattern))})`);
/** DuckDB's macros take no functions. */
const mapped = (args: readonly string[]) => `list_transform(${args.join(',')})`;
/** Where two arguments mean something else than one. */
const ofTwo: (name: string) => Rewrite = (name) => (args) =>
  args.length === 2 ? `${name}(${args.join(',')})` : undefined;

/** Expressions that are a date, or an instant, whatever is in them; the rest is decided by DuckDB. */
const DATE = /^(?:date\s*'[^']*'|date\s*\([\s\S]*\)|current_date|cast\s*\([\s\S]*\bas\s+date\s*\))$/i;
const INSTANT =
  /^(?:athena_(?:from_unixtime|from_iso8601_timestamp|date_trunc_zoned)\s*\([\s\S]*\)|current_timestamp|now\s*\(\s*\))$/i;

function isWhole(shape: RegExp, argument: string | undefined): boolean {
  const text = argument?.trim() ?? '';
  const tokens = tokensOf(text);
  const open = tokens.findIndex((token) => isSign(token, '('));
  return shape.test(text) && (open < 0 || closing(tokens, open) === tokens.length - 1);
}

const REWRITES: Readonly<Record<string, Rewrite>> = {
  cast: castOf('athena_ipaddress'),
  try_cast: castOf('athena_try_ipaddress'),
  json_extract: ofPath('athena_json_extract'),
  json_extract_scalar: ofPath('athena_json_extract_scalar'),
  json_size: ofPath('athena_json_size'),
  json_value: ofStandardPath('athena_json_extract_scalar'),
  json_exists: ofStandardPath('athena_json_exists'),
  json_query: ofStandardPath('athena_json_query'),
  transform: mapped,
  any_match: (args) => `coalesce(list_bool_or(${mapped(args)}), false)`,
  all_match: (args) => `coalesce(list_bool_and(${mapped(args)}), true)`,
  none_match: (args) => `not coalesce(list_bool_or(${mapped(args)}), false)`,
  format: (args) => `printf(${args.join(',')})`,
  /** The n largest; of two arguments the transpiler would make the larger one. */
  max: ofTwo('athena_max_n'),
  min: ofTwo('athena_min_n'),
  contains: (args) =>
    /^\s*athena_(?:try_)?ipaddress\(/.test(args[1] ?? '')
      ? `athena_in_network(${args.join(',')})`
      : undefined,
  /** The time on that place's clocks; in UTC the instant is the same thing. */
  from_unixtime: ([seconds = '', zone]) => {
    if (zone === undefined) return undefined;
    const instant = `athena_from_unixtime(${seconds})`;
    return literalOf(zone) === 'UTC' ? instant : `athena_at_timezone(${instant},${zone})`;
  },
  date_trunc: ([unit = '', t = '']) => {
    if (isWhole(INSTANT, t)) return `athena_date_trunc_zoned(${unit},${t})`;
    return isWhole(DATE, t) ? `cast(date_trunc(${unit},${t}) as date)` : undefined;
  },
  date_add: (args) =>
    isWhole(DATE, args[2]) ? `cast(athena_date_add(${args.join(',')}) as date)` : undefined,
  date_format: formatted(strftimeOfMySql),
  format_datetime: formatted(strftimeOfJoda),
  parse_datetime: ofText((text, pattern) => {
    const converted = strftimeOfJoda(pattern);
    const name = converted.includes('%z') ? 'athena_parse_with_zone' : 'athena_parse_in_utc';
    return `${name}(${text}, ${sqlString(converted)})`;
  }),
  /** Monday is 1 and Sunday 7; the transpiler's `dow` begins with Sunday as 0. */
  extract: ([inside = '']) => {
    const day = inside.match(/^\s*(?:dow|day_of_week)(?<rest>\s+from\b[\s\S]*)$/i)?.groups?.['rest'];
    return day === undefined ? undefined : `extract(isodow${day})`;
  },
};

const BRIDGED: ReadonlySet<string> = new Set([...MACRO_NAMES, ...TEXT_FUNCTIONS]);

function renderCall(name: string, inside: readonly Token[]): string {
  const args = cut(inside, (token) => isSign(token, ',')).map(render);
  const rewritten = REWRITES[name.toLowerCase()]?.(args);
  const known = BRIDGED.has(name.toLowerCase()) ? `athena_${name.toLowerCase()}` : name;
  return rewritten ?? `${known}(${args.join(',')})`;
}

/**
 * `unnest(rows) as r (a, b)`: Athena makes a column of each member of the rows, DuckDB one column of rows, to which it
 * would give the first name. With an ordinality the second name is that of the number.
 */
function unnestedRows(tokens: readonly Token[], open: number, close: number): string | undefined {
  const rest = textOf(tokens.slice(close + 1, close + 1 + 200));
  const alias = rest.match(/^\s*(?:as\s+)?(?!on\b|with\b)[\w"]+\s*\((?<names>[^()]*)\)/i)?.groups?.['names'];
  const inside = tokens.slice(open + 1, close);
  const isRows = (alias?.split(',').length ?? 0) >= 2 && cut(inside, (one) => isSign(one, ',')).length === 1;
  return isRows ? `lateral (select athena_unnest_rows(${render(inside)}))` : undefined;
}

/** Place of what follows, past blanks and comments. */
function following(tokens: readonly Token[], at: number): number {
  let next = at + 1;
  while (tokens[next]?.kind === 'space') next += 1;
  return next;
}

function render(tokens: readonly Token[]): string {
  let text = '';
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (token.kind !== 'word') {
      text += token.text;
      continue;
    }
    const next = following(tokens, at);
    const close = isSign(tokens[next], '(') ? closing(tokens, next) : undefined;
    if (close !== undefined) {
      const rows = isWord(token, 'unnest') ? unnestedRows(tokens, next, close) : undefined;
      text += rows ?? renderCall(token.text, tokens.slice(next + 1, close));
      at = close;
    } else if (isWord(token, 'limit') && isWord(tokens[next], 'all')) {
      at = next;
    } else {
      text += token.text;
    }
  }
  return text;
}

/**
 * Athena SQL in which everything that the transpiler would render wrongly, or not at all, is written as a call of a
 * macro that means what Athena means: `json_extract_scalar(x, p) is null` would become `x ->> p IS NULL`, which DuckDB
 * reads as `x ->> (p IS NULL)`.
 */
export function bridgeAthena(sql: string): string {
  return render(tokensOf(sql));
}

/** Calls that only DuckDB's text can hold, since the transpiler does not read them. */
export function finishDuckDb(sql: string): string {
  const tokens = tokensOf(sql);
  let text = '';
  for (let at = 0; at < tokens.length; at += 1) {
    const close = isWord(tokens[at], 'athena_unnest_rows') ? closing(tokens, at + 1) : undefined;
    if (close === undefined) {
      text += tokens[at]?.text ?? '';
    } else {
      text += `UNNEST(${textOf(tokens.slice(at + 2, close))}, max_depth := 2)`;
      at = close;
    }
  }
  return text;
}
