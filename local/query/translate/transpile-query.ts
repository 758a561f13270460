import { setFlagsFromString } from 'node:v8';
import { Dialect, format, init, isInitialized, parse } from '@polyglot-sql/sdk';
import { scanSql } from '../../../queries/sql-scan';
import { QuerySyntaxError } from '../query-errors';
import { beginsWithLargest, isLatestFew, unnamedColumns } from './answer-shape';
import { materializeSteps } from './materialize-steps';
import { type NamedSteps, namedSteps } from './named-steps';
import { findNeededRows, type NeededRows } from './needed-rows';
import { Refusal } from './refusal';
import { reasonOf, renderDuckDb } from './render-duckdb';
import { isNode, listAt, type Node, textAt } from './sql-tree';
import { askedOfTables } from './statements';
import { findTableUses, type TableUse } from './table-uses';
import { checkTable } from './tables';
import { toDuckDb } from './to-duckdb';

/**
 * Athena SQL, understood: the same question in DuckDB's words, and what has to be known to ask it. Plain data, which can be
 * kept.
 */
export interface TranspiledQuery {
  readonly athena: string;
  readonly duckdb: string;
  /** For each column of the answer the zone whose clocks its times are shown by; null for UTC. */
  readonly zones: readonly (string | null)[];
  /** As `unnamedColumns` gives them. */
  readonly unnamed: readonly (string | null)[];
  readonly beginsWithLargest: boolean;
  /** As `isLatestFew` says. */
  readonly isLatestFew: boolean;
  /** Of the WITH that `duckdb` begins with. */
  readonly named: NamedSteps;
  readonly uses: readonly TableUse[];
  readonly needed: NeededRows;
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

/** Where a word stands in a question, outside of comments; as part of a quoted text too. */
function placeOfWord(sql: string, word: string | undefined): number | undefined {
  if (word === undefined || word === '') {
    return undefined;
  }
  const wanted = word.toLowerCase();
  let offset = 0;
  for (const { kind, text } of scanSql(sql)) {
    const bare = text.toLowerCase();
    const isWhole = (at: number) =>
      !/\w/.test(bare[at - 1] ?? '') && !/\w/.test(bare[at + wanted.length] ?? '');
    let at = kind === 'comment' ? -1 : bare.indexOf(wanted);
    while (at >= 0 && /\w/.test(wanted) && !isWhole(at)) {
      at = bare.indexOf(wanted, at + 1);
    }
    if (at >= 0) {
      return offset + at;
    }
    offset += text.length;
  }
  return undefined;
}

/** Runs a rewriting; what it refuses is told with the place in the Athena text. */
function placing<T>(athena: string, rewrite: () => T): T {
  try {
    return rewrite();
  } catch (error) {
    if (error instanceof Refusal) {
      throw new QuerySyntaxError(error.message, athena, placeOfWord(athena, error.word));
    }
    throw error;
  }
}

/**
 * The parser keeps `not x like y` as a text; here it becomes a node like all others, so that nothing of a question passes
 * unread.
 */
function withoutTexts(value: unknown, athena: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutTexts(item, athena));
  if (!isNode(value)) return value;
  const sql = textAt(value, 'raw', 'sql');
  if (sql === undefined) {
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [key, withoutTexts(child, athena)]),
    );
  }
  const inner = /^not\s+(?<inner>[\s\S]*)$/i.exec(sql)?.groups?.['inner'];
  const parsed =
    inner === undefined ? undefined : parse(`SELECT ${escapeBackslashes(inner)}`, Dialect.Athena);
  const [expression] =
    parsed?.success === true ? listAt((parsed.ast as readonly unknown[])[0], 'select', 'expressions') : [];
  if (expression === undefined) {
    throw new QuerySyntaxError(
      `the query cannot be read: unexpected ${sql}`,
      athena,
      placeOfWord(athena, sql),
    );
  }
  return { not: { this: { paren: { this: withoutTexts(expression, athena), trailing_comments: [] } } } };
}

const QUERY_NODES = new Set(['select', 'union', 'intersect', 'except', 'values', 'subquery', 'with']);

/**
 * Transpiles one question from Athena's SQL to DuckDB's.
 *
 * @throws QuerySyntaxError with the place in the Athena text; also for anything but a single query
 */
export function transpileQuery(asked: string): TranspiledQuery {
  const statement = askedOfTables(asked);
  if (statement?.table !== undefined) {
    placing(asked, () => checkTable(statement.table ?? ''));
  }
  const athena = statement?.sql ?? asked;
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
      `expected one query, got ${statements.length === 1 ? kind.replaceAll('_', ' ') : `${statements.length} statements`}; only SELECT, SHOW TABLES, SHOW COLUMNS FROM and DESCRIBE are run`,
      athena,
      undefined,
    );
  }
  const tree = withoutTexts(statements[0], athena) as Node;
  const { tree: duckdb, zones } = placing(athena, () => toDuckDb(tree));
  return {
    athena,
    duckdb: renderDuckDb(materializeSteps(duckdb), athena),
    zones: zones.map((zone) => zone ?? null),
    unnamed: unnamedColumns(tree).map((name) => name ?? null),
    beginsWithLargest: beginsWithLargest(tree),
    isLatestFew: isLatestFew(tree),
    named: namedSteps(duckdb),
    uses: findTableUses(tree),
    needed: findNeededRows(tree),
  };
}

/** DuckDB SQL laid out for people, without the comments of the Athena text. */
export function layOutDuckDb(sql: string): string {
  const bare = scanSql(sql)
    .filter(({ kind }) => kind !== 'comment')
    .map(({ text }) => text)
    .join('');
  return format(bare, Dialect.DuckDB).sql?.[0] ?? bare.trim();
}
