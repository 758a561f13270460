import { setFlagsFromString } from 'node:v8';
import { Dialect, format, generate, init, isInitialized, parse, transpile } from '@polyglot-sql/sdk';
import { scanSql } from '../../../queries/sql-scan';
import { QuerySyntaxError } from '../query-errors';
import { bridgeAthena, finishDuckDb } from './bridge-athena';

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

/** The transpiler takes a backslash in a text for the beginning of an escape, which Athena does not know. */
function escapeBackslashes(sql: string): string {
  return scanSql(sql)
    .map(({ kind, text }) => (kind === 'quoted' ? text.replaceAll('\\', '\\\\') : text))
    .join('');
}

/** An offset in the text with its backslashes escaped, as one in the text as it was. */
function offsetBefore(sql: string, offset: number): number {
  let [before, escaped] = [0, 0];
  for (const { kind, text } of scanSql(sql)) {
    for (const letter of text.split('')) {
      if (escaped >= offset) return before;
      before += 1;
      escaped += kind === 'quoted' && letter === '\\' ? 2 : 1;
    }
  }
  return before;
}

/** Athena's words in DuckDB's; `error` is the transpiler's. */
function toDuckDb(athena: string): { readonly sql: string | undefined; readonly error: string | undefined } {
  const result = transpile(escapeBackslashes(bridgeAthena(athena)), Dialect.Athena, Dialect.DuckDB);
  const sql = result.success ? result.sql?.[0] : undefined;
  return { sql: sql === undefined ? undefined : finishDuckDb(sql), error: result.error ?? undefined };
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
  const parsed = parse(escapeBackslashes(athena), Dialect.Athena);
  if (!parsed.success) {
    throw new QuerySyntaxError(
      `the query cannot be read: ${reasonOf(parsed.error)}`,
      athena,
      'errorStart' in parsed && parsed.errorStart != null
        ? offsetBefore(athena, parsed.errorStart)
        : undefined,
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
  const { sql: duckdb, error } = toDuckDb(athena);
  if (duckdb === undefined) {
    throw new QuerySyntaxError(`the query cannot be run locally: ${reasonOf(error)}`, athena, undefined);
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
  return (toDuckDb(`SELECT ${text}`).sql ?? 'SELECT true').replace(/^SELECT /, '');
}

/** DuckDB SQL laid out for people, without the comments of the Athena text. */
export function layOutDuckDb(sql: string): string {
  const bare = scanSql(sql)
    .filter(({ kind }) => kind !== 'comment')
    .map(({ text }) => text)
    .join('');
  return format(bare, Dialect.DuckDB).sql?.[0] ?? bare.trim();
}
