import { sqlString } from '../duckdb/sql-text';

const NAME = String.raw`(?:[\w$]+\.)?"?(?<table>[\w$]+)"?`;
const TABLES = /^\s*show\s+tables(?:\s+(?:in|from)\s+[\w$"]+)?\s*;?\s*$/i;
const COLUMNS = new RegExp(String.raw`^\s*show\s+columns\s+(?:in|from)\s+${NAME}\s*;?\s*$`, 'i');
const DESCRIBE = new RegExp(String.raw`^\s*(?:describe|desc)\s+${NAME}\s*;?\s*$`, 'i');

const columnsOf = (shown: string, table: string) =>
  `select ${shown} from information_schema.columns where table_name = ${sqlString(table.toLowerCase())} order by ordinal_position`;

/**
 * The question that a statement about the tables asks, and the table that it names; undefined for other statements. The
 * columns are called as Athena calls them.
 */
export function askedOfTables(
  sql: string,
): { readonly sql: string; readonly table: string | undefined } | undefined {
  if (TABLES.test(sql)) {
    return {
      sql: 'select table_name as tab_name from information_schema.tables order by 1',
      table: undefined,
    };
  }
  const columns = COLUMNS.exec(sql)?.groups?.['table'];
  if (columns !== undefined) return { sql: columnsOf('column_name as field', columns), table: columns };
  const described = DESCRIBE.exec(sql)?.groups?.['table'];
  return described === undefined
    ? undefined
    : { sql: columnsOf('column_name as col_name, data_type', described), table: described };
}
