import { Dialect, tokenize } from '@polyglot-sql/sdk';
import { LocalQueryError, QuerySyntaxError } from '../query-errors';
import type { TranspiledQuery } from '../translate/transpile-query';
import { REFUSED } from './macros/macro';

/** What DuckDB tells with `errors_as_json`. */
export interface DuckDbError {
  /** `Binder`, `Out of Memory`, … */
  readonly kind: string;
  readonly reason: string;
  /** Character offset in the DuckDB text. */
  readonly position: number | undefined;
}

/** DuckDB's errors may come from another realm than this one's `Error`, as under jest. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

/** Reads an error of DuckDB; anything else keeps its message. */
export function readDuckDbError(error: unknown): DuckDbError {
  const text = messageOf(error);
  try {
    const parsed = JSON.parse(text) as { readonly [key: string]: unknown };
    const position = Number(parsed['position'] ?? Number.NaN);
    return {
      kind: String(parsed['exception_type'] ?? ''),
      reason: String(parsed['exception_message'] ?? text),
      position: Number.isNaN(position) ? undefined : position,
    };
  } catch {
    return { kind: '', reason: text, position: undefined };
  }
}

interface Token {
  readonly text: string;
  readonly start: number;
}

function tokensOf(sql: string, dialect: Dialect): readonly Token[] {
  const result = tokenize(sql, dialect);
  const tokens = (result.tokens ?? []) as readonly { text: string; span: { start: number } }[];
  return tokens.map(({ text, span }) => ({
    text: text.toLowerCase().replace(/^athena_/, ''),
    start: span.start,
  }));
}

/**
 * The offset in the Athena text of what stands at an offset of the DuckDB text: the same word, as often met before.
 * Undefined when the word is the transpiler's own.
 */
export function athenaOffset(query: TranspiledQuery, duckdbOffset: number): number | undefined {
  const duckdb = tokensOf(query.duckdb, Dialect.DuckDB);
  const at = duckdb.findLast(({ start }) => start <= duckdbOffset);
  if (at === undefined) {
    return undefined;
  }
  const earlier = duckdb.filter(({ text, start }) => text === at.text && start < at.start).length;
  const candidates = tokensOf(query.athena, Dialect.Athena).filter(({ text }) => text === at.text);
  return (candidates[earlier] ?? candidates.at(-1))?.start;
}

/** What the macros refuse, with the words that DuckDB puts around the reason. */
const WITH_REASON = new RegExp(`${REFUSED}(?<reason>[\\s\\S]*?)(?:' to BOOL[\\s\\S]*)?$`);

export const STOPPED = 'the query was stopped; ask again';

/** An error of DuckDB as one about the Athena text; what is no fault of the text is told with the way out. */
export function asQueryError(error: unknown, query: TranspiledQuery): QuerySyntaxError | LocalQueryError {
  if (error instanceof LocalQueryError) {
    return error;
  }
  const { kind, reason, position } = readDuckDbError(error);
  if (kind === 'Out of Memory') {
    return new LocalQueryError(
      'the query needs more memory than it may use; give it more with --memory <megabytes>, or ask for a shorter time',
    );
  }
  if (kind === 'INTERRUPT') {
    return new LocalQueryError(STOPPED);
  }
  const refused = reason.match(WITH_REASON)?.groups?.['reason'];
  if (refused !== undefined) {
    // Athena names no place either: which record it was shows in no text.
    return new QuerySyntaxError(refused, query.athena, undefined);
  }
  const offset = position === undefined ? undefined : athenaOffset(query, position);
  const sentence = reason.split('\n\nLINE ')[0]?.trim() ?? reason;
  return new QuerySyntaxError(sentence, query.athena, offset);
}
