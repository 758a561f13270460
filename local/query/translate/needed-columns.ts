import { scanSql } from '../../../queries/sql-scan';
import type { Column } from '../../../records/tables/column-type';
import type { TableDefinition } from '../../../records/tables/table-definition';

/** SQL without strings and comments, and with names free of their quotes, in lower case. */
function bareText(sql: string): string {
  return scanSql(sql)
    .map(({ kind, text }) => {
      if (kind === 'comment') return ' ';
      if (kind === 'quoted') return text.startsWith('"') ? text.slice(1, -1) : "''";
      return text;
    })
    .join('')
    .toLowerCase();
}

/** Every word, and whether it stands somewhere without a member of it (`.name`) behind it. */
function wordsOf(text: string): ReadonlyMap<string, { readonly isWhole: boolean }> {
  const words = new Map<string, { readonly isWhole: boolean }>();
  for (const [, word = '', dot] of text.matchAll(/([a-z_][a-z0-9_]*)\s*(\.)?/g)) {
    words.set(word, { isWhole: dot === undefined || words.get(word)?.isWhole === true });
  }
  return words;
}

/**
 * The columns of a table that a query can mean, and of structs the members, by the words in its text: a word that
 * means something else only makes more of them. Reading JSON costs by the members that are asked for.
 *
 * @param isWhole the query reads the table with a star
 */
export function neededColumns(table: TableDefinition, sql: string, isWhole: boolean): readonly Column[] {
  const text = bareText(sql);
  if (isWhole || /\)\s*\.\s*\*/.test(text)) {
    return table.columns;
  }
  const words = wordsOf(text);
  const needed = (columns: readonly Column[]): readonly Column[] =>
    columns.flatMap((column) => {
      const word = words.get(column.name);
      if (word === undefined) return [];
      const { type } = column;
      if (typeof type === 'string' || !('struct' in type) || word.isWhole) return [column];
      const members = needed(type.struct);
      return [members.length === 0 ? column : { ...column, type: { struct: members } }];
    });
  return needed(table.columns);
}
