import type { Kind } from './known-kinds';
import type { Node } from './sql-tree';

/** The step that a rewriting belongs to: how what is inside of it is rewritten, and what is known of it. */
export interface Translation {
  /** An expression of the question as one of DuckDB's. */
  readonly rewrite: (node: unknown) => Node;
  /** What is known of an expression of the question. */
  readonly kindOf: (node: unknown) => Kind | undefined;
}

/** Writes a call in DuckDB's words; undefined where it means what the macro or function of that name means. */
export type Rewrite = (args: readonly unknown[], t: Translation) => Node | undefined;
