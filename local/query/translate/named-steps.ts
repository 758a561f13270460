import { scanSql } from '../../../queries/sql-scan';
import { descend, isNode, listAt, type Node, nodeAt, textAt } from './sql-tree';

/** A step of a query's WITH, and which steps before it that it reads; names are in lower case. */
export interface NamedStep {
  readonly name: string;
  readonly reads: readonly string[];
}

/** The steps of a query in their order, and which of them the question behind them reads. */
export interface NamedSteps {
  readonly steps: readonly NamedStep[];
  readonly reads: readonly string[];
}

/** The named steps of a tree, of either dialect. */
export function namedSteps(tree: Node): NamedSteps {
  const [kind = ''] = Object.keys(tree);
  const payload = nodeAt(tree, kind);
  const known: string[] = [];
  const steps = listAt(payload, 'with', 'ctes')
    .filter(isNode)
    .map((step) => {
      const name = nameOfStep(step);
      const reads = readsAmong(known, step['this']);
      known.push(name);
      return { name, reads };
    });
  return { steps, reads: readsAmong(known, { ...payload, with: null }) };
}

export const nameOfStep = (step: Node): string => textAt(step, 'alias', 'name')?.toLowerCase() ?? '';

function readsAmong(known: readonly string[], value: unknown): readonly string[] {
  const reads = new Set<string>();
  for (const node of descend(value)) {
    const name = textAt(node, 'table', 'name', 'name')?.toLowerCase();
    if (name !== undefined && known.includes(name)) reads.add(name);
  }
  return [...reads];
}

/** The text of a step, without its parentheses. */
export interface StepText {
  readonly name: string;
  readonly isMaterialized: boolean;
  readonly sql: string;
}

const HEAD = /^\s*(?:with|,)\s+(?<name>\w+|"\w+")\s+as\s+(?<materialized>materialized\s+)?$/i;

/**
 * The texts of the steps of a query as the translation writes it, and of the question behind them, without comments. No
 * steps where it is written otherwise, as with a step that reads itself.
 */
export function cutSteps(duckdb: string): { readonly steps: readonly StepText[]; readonly question: string } {
  const pieces = scanSql(duckdb).filter(({ kind }) => kind !== 'comment');
  const sql = pieces.map(({ text }) => text).join('');
  const steps: StepText[] = [];
  let [depth, opened, end, offset] = [0, 0, 0, 0];
  for (const { kind, text } of pieces) {
    for (const { 0: letter, index } of kind === 'quoted' ? [] : text.matchAll(/[()]/g)) {
      const at = offset + index;
      depth += letter === '(' ? 1 : -1;
      if (letter === '(' && depth === 1) opened = at;
      if (letter === '(' || depth !== 0) continue;
      const head = HEAD.exec(sql.slice(end, opened))?.groups;
      if (head === undefined) return { steps, question: sql.slice(end) };
      steps.push({
        name: (head['name'] ?? '').replaceAll('"', '').toLowerCase(),
        isMaterialized: head['materialized'] !== undefined,
        sql: sql.slice(opened + 1, at),
      });
      end = at + 1;
    }
    offset += text.length;
  }
  return { steps, question: sql.slice(end) };
}
