import { nearNames } from '../../../detections/near-names';
import { renderTrinoType } from '../../../records/tables/column-type';
import { allColumns, partitionKeys } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import { sqlString } from '../duckdb/sql-text';
import { Refusal } from './refusal';
import type { Scope } from './scopes';
import { type Node, raw, textAt } from './sql-tree';

const NAMES: readonly string[] = TABLES.map(({ name }) => name);

/** The database under whose name `information_schema` lists the tables; on Athena it is the one that was deployed. */
const DATABASE = 'harborwatch';

const columnRows = TABLES.flatMap((table) =>
  allColumns(table).map(({ name, type }, at) => {
    const isKey = (partitionKeys(table) as readonly string[]).includes(name);
    const cells = [
      table.name,
      name,
      renderTrinoType(type).replaceAll('"', ''),
      isKey ? 'partition key' : '',
    ].map(sqlString);
    return `('awsdatacatalog', '${DATABASE}', ${cells[0]}, ${cells[1]}, CAST(${at + 1} AS BIGINT), CAST(NULL AS VARCHAR), 'YES', ${cells[2]}, CAST(NULL AS VARCHAR), ${cells[3]})`;
  }),
);

/** What `information_schema` says, by the name of its table. */
const INFORMATION: Readonly<Record<string, string>> = {
  columns: `(SELECT * FROM (VALUES ${columnRows.join(', ')}) AS c (table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable, data_type, comment, extra_info))`,
  tables: `(SELECT * FROM (VALUES ${NAMES.map((name) => `('awsdatacatalog', '${DATABASE}', ${sqlString(name)}, 'BASE TABLE')`).join(', ')}) AS t (table_catalog, table_schema, table_name, table_type))`,
  schemata: `(SELECT * FROM (VALUES ('awsdatacatalog', '${DATABASE}')) AS s (catalog_name, schema_name))`,
};

/** Names of the steps of the question around a place, of which one may hide a table. */
function isStep(name: string, scope: Scope | undefined): boolean {
  return scope !== undefined && (scope.steps.has(name) || isStep(name, scope.outer));
}

/** @throws Refusal for a name that no table has, with those that are near */
export function checkTable(written: string): void {
  const name = written.toLowerCase();
  if (NAMES.includes(name)) return;
  const near = name.length < 3 ? [] : nearNames(name, NAMES);
  const hint =
    near.length === 0 ? `the tables are ${NAMES.join(', ')}` : `did you mean ${near.join(' or ')}?`;
  throw new Refusal(`there is no table ${written}; ${hint}`, written);
}

/**
 * A table as DuckDB is to read it. Any database may stand before it: here there is one.
 *
 * @throws Refusal for a table that is not there, with those that are near
 */
export function rewriteTable(table: Node, scope: Scope): Node | undefined {
  const written = textAt(table, 'name', 'name') ?? '';
  const name = written.toLowerCase();
  const schema = textAt(table, 'schema', 'name')?.toLowerCase();
  if (schema === 'information_schema') {
    const sql = INFORMATION[name];
    if (sql === undefined) {
      throw new Refusal(
        `information_schema has no table ${written} here; it has ${Object.keys(INFORMATION).join(', ')}`,
        written,
      );
    }
    return raw(`${sql} AS ${textAt(table, 'alias', 'name') ?? name}`);
  }
  if (schema === undefined && isStep(name, scope)) return undefined;
  checkTable(written);
  return schema === undefined ? undefined : { table: { ...table, schema: null, catalog: null } };
}
