import { Dialect, generate } from '@polyglot-sql/sdk';
import { QuerySyntaxError } from '../query-errors';
import type { Node } from './sql-tree';
import { expressionToTree } from './to-duckdb';

/**
 * A tree of DuckDB's words as SQL.
 *
 * @throws QuerySyntaxError
 */
export function renderDuckDb(tree: Node, athena: string): string {
  const result = generate([tree], Dialect.DuckDB);
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
