import { Dialect, generate } from '@polyglot-sql/sdk';
import { QuerySyntaxError } from '../query-errors';
import { isNode, type Node } from './sql-tree';
import { expressionToTree } from './to-duckdb';

/**
 * Names that are words of DuckDB's language, of no meaning in Athena's, and written bare by the generator (0.12.1), which
 * puts other words of this kind in quotation marks: what `duckdb_keywords()` of DuckDB 1.5 has and a query cannot be
 * prepared with.
 */
const WORDS: ReadonlySet<string> = new Set([
  'at',
  'default',
  'glob',
  'offset',
  'overlaps',
  'positional',
  'summarize',
  'unpack',
]);

/** The tree with such names in quotation marks; DuckDB finds a column whatever case its name is written in. */
function quoteWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(quoteWords);
  if (!isNode(value)) return value;
  const { name, quoted } = value;
  const isWord =
    quoted === false && 'span' in value && typeof name === 'string' && WORDS.has(name.toLowerCase());
  const changed = Object.entries(value).map(([key, child]) => [key, quoteWords(child)]);
  return { ...Object.fromEntries(changed), ...(isWord && { quoted: true }) };
}

/**
 * A tree of DuckDB's words as SQL.
 *
 * @throws QuerySyntaxError
 */
export function renderDuckDb(tree: Node, athena: string): string {
  const result = generate([quoteWords(tree)], Dialect.DuckDB);
  const sql = result.success ? result.sql?.[0] : undefined;
  if (sql === undefined) {
    throw new QuerySyntaxError(
      `the query cannot be run locally: ${reasonOf(result.error)}`,
      athena,
      undefined,
    );
  }
  return sql;
}

/** An expression of the tree, as DuckDB SQL. */
export function expressionToDuckDb(expression: unknown): string {
  return renderDuckDb(expressionToTree(expression), '');
}

/** Drops the position that the parser puts before its reason: it is told in our own words. */
export function reasonOf(error: string | undefined): string {
  return (error ?? 'unknown reason')
    .replace(/^(Parse|Tokenization) error at line \d+, column \d+: /, '')
    .replace(/ near \[[\s\S]*\]$/, '');
}
