import { Refusal } from './refusal';
import { isNode, listAt, type Node, nodeAt, textAt } from './sql-tree';

/** What may stand after FROM and JOIN. */
const SOURCES = new Set([
  'table',
  'subquery',
  'alias',
  'unnest',
  'values',
  'joined_table',
  'paren',
  'lateral',
  'select',
]);

/** Columns of Athena that say where a record lies; the local engine does not show them. */
const HIDDEN = /^\$(?:path|file_size|file_modified_time|partition|bucket)$/;

/** Clauses of other dialects that the parser reads all the same. */
const FOREIGN_CLAUSES: readonly (readonly [key: string, word: string])[] = [
  ['qualify', 'qualify'],
  ['distinct_on', 'on'],
  ['distribute_by', 'distribute'],
  ['cluster_by', 'cluster'],
  ['sort_by', 'sort'],
  ['top', 'top'],
  ['connect', 'connect'],
  ['into', 'into'],
];

/** Nodes of other dialects, and the word that stands for them. */
const FOREIGN: Readonly<Record<string, string>> = {
  i_like: 'ilike',
  map_func: '{',
  pivot: 'pivot',
  unpivot: 'unpivot',
  glob: 'glob',
  similar_to: 'similar',
  int_div: '//',
  struct_literal: '{',
};

function checkSource(source: unknown): void {
  const [kind = ''] = isNode(source) ? Object.keys(source) : [];
  if (kind === '' || SOURCES.has(kind)) return;
  const name = textAt(source, 'function', 'name') ?? kind;
  throw new Refusal(`Athena has no table function ${name}; only tables, steps and subqueries are read`, name);
}

/**
 * Refuses what the parser reads and Athena does not.
 *
 * @throws Refusal
 */
export function checkShape(kind: string, payload: Node): void {
  const word = FOREIGN[kind];
  if (word !== undefined) {
    throw new Refusal(`Athena does not know ${word.toUpperCase()}`, word);
  }
  if (kind === 'parameter' || kind === 'placeholder') {
    const word = kind === 'placeholder' ? '?' : `${textAt(payload, 'name') ?? ''}`;
    throw new Refusal(
      'a value is left open; declare it in the comment in front, as `-- param who: name = %`, and write :who',
      word,
    );
  }
  if (kind === 'column') {
    const name = textAt(payload, 'name', 'name') ?? '';
    if (HIDDEN.test(name)) {
      throw new Refusal(`the hidden column "${name}" is not known here; ask --on athena`, name);
    }
  }
  if (kind === 'star' && ['except', 'replace', 'rename'].some((key) => payload[key] !== null)) {
    throw new Refusal('Athena knows no star with exceptions; name the columns', '*');
  }
  if (kind === 'array_func' && payload['bracket_notation'] === true) {
    throw new Refusal('Athena writes an array as array[1, 2]', '[');
  }
  if (kind !== 'select') return;
  if (nodeAt(payload, 'sample') !== undefined) {
    throw new Refusal('Athena samples a table with TABLESAMPLE, and knows no USING SAMPLE', 'sample');
  }
  for (const [key, clause] of FOREIGN_CLAUSES) {
    const value = payload[key];
    if (value !== null && value !== undefined && value !== false) {
      throw new Refusal(`Athena does not know ${clause.toUpperCase()} here`, clause);
    }
  }
  for (const source of listAt(payload, 'from', 'expressions')) checkSource(source);
  for (const join of listAt(payload, 'joins')) checkSource(nodeAt(join)?.['this']);
}
