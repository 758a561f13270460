import { setFlagsFromString } from 'node:v8';
import { Dialect, format, generate, init, isInitialized, parse, transpile } from '@polyglot-sql/sdk';
import { scanSql } from '../queries/sql-scan';
import { BRIDGED_FUNCTIONS } from './duckdb-macros';
import { QuerySyntaxError } from './query-error-place';

/** Athena SQL, understood: its tree, and the same question in DuckDB's words. */
export interface TranspiledQuery {
  readonly athena: string;
  readonly duckdb: string;
  readonly tree: unknown;
}

/**
 * Loads the transpiler (WebAssembly, a tenth of a second); needed once before `transpileQuery`.
 *
 * V8 is told to leave WebAssembly at its baseline compiler: the parser's functions are huge, and optimizing them in
 * the background takes seven processor seconds to save milliseconds (measured on 25 questions: 8.9 s against 1.2 s).
 */
export async function loadTranspiler(): Promise<void> {
  if (!isInitialized()) {
    setFlagsFromString('--liftoff-only');
    await init();
  }
}

const BRIDGED = new RegExp(`\\b(${BRIDGED_FUNCTIONS.join('|')})(?=\\s*\\()`, 'gi');

/**
 * Puts `athena_` before the functions that the transpiler would render wrongly: `json_extract_scalar(x, p) is null`
 * would become `x ->> p IS NULL`, which DuckDB reads as `x ->> (p IS NULL)`. An unknown function is left alone,
 * and a DuckDB macro of that name does what Athena does.
 */
function bridgeFunctions(sql: string): string {
  return scanSql(sql)
    .map(({ kind, text }) =>
      kind === 'text' ? text.replace(BRIDGED, (name) => `athena_${name.toLowerCase()}`) : text,
    )
    .join('');
}

const QUERY_NODES = new Set(['select', 'union', 'intersect', 'except', 'values', 'subquery', 'with']);

/** Drops the position that the parser puts before its reason: it is told in our own words. */
function reasonOf(error: string | undefined): string {
  return (error ?? 'unknown reason')
    .replace(/^(Parse|Tokenization) error at line \d+, column \d+: /, '')
    .replace(/ near \[[\s\S]*\]$/, '');
}

/**
 * Transpiles one question from Athena's SQL to DuckDB's.
 *
 * @throws QuerySyntaxError with the place in the Athena text; also for anything but a single query
 */
export function transpileQuery(athena: string): TranspiledQuery {
  const parsed = parse(athena, Dialect.Athena);
  if (!parsed.success) {
    throw new QuerySyntaxError(
      `the query cannot be read: ${reasonOf(parsed.error)}`,
      athena,
      'errorStart' in parsed ? (parsed.errorStart ?? undefined) : undefined,
    );
  }
  const statements = parsed.ast as readonly Record<string, unknown>[];
  const kind = Object.keys(statements[0] ?? {})[0] ?? 'nothing';
  if (statements.length !== 1 || !QUERY_NODES.has(kind)) {
    throw new QuerySyntaxError(
      `expected one query, got ${statements.length === 1 ? kind.replaceAll('_', ' ') : `${statements.length} statements`}; only SELECT is run`,
      athena,
      undefined,
    );
  }
  const result = transpile(bridgeFunctions(athena), Dialect.Athena, Dialect.DuckDB);
  const duckdb = result.success ? result.sql?.[0] : undefined;
  if (duckdb === undefined) {
    throw new QuerySyntaxError(
      `the query cannot be run locally: ${reasonOf(result.error)}`,
      athena,
      undefined,
    );
  }
  return { athena, duckdb, tree: statements[0] };
}

/** An expression of the tree, as DuckDB SQL. */
export function expressionToDuckDb(expression: unknown): string {
  const inAthena = generate([expression], Dialect.Athena);
  const text = inAthena.success ? inAthena.sql?.[0] : undefined;
  if (text === undefined) {
    throw new QuerySyntaxError(`a condition cannot be rendered: ${inAthena.error}`, '', undefined);
  }
  const result = transpile(`SELECT ${bridgeFunctions(text)}`, Dialect.Athena, Dialect.DuckDB);
  return (result.sql?.[0] ?? 'SELECT true').replace(/^SELECT /, '');
}

/** DuckDB SQL laid out for people, without the comments of the Athena text. */
export function layOutDuckDb(sql: string): string {
  const bare = scanSql(sql)
    .filter(({ kind }) => kind !== 'comment')
    .map(({ text }) => text)
    .join('');
  return format(bare, Dialect.DuckDB).sql?.[0] ?? bare.trim();
}
