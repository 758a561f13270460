import { asPattern } from '../../files/as-pattern';

/** A string literal. */
export function sqlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A quoted name. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A list of string literals: `['a', 'b']`. */
export function sqlList(items: readonly string[]): string {
  return `[${items.map(sqlString).join(', ')}]`;
}

/** A list of files for one of DuckDB's readers. */
export function sqlFiles(paths: readonly string[]): string {
  return sqlList(paths.map((file) => asPattern(file)));
}
