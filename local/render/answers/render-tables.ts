import { nearNames } from '../../../detections/near-names';
import { COLUMN_EXAMPLES } from '../../../records/tables/column-examples';
import { renderTrinoType } from '../../../records/tables/column-type';
import { allColumns, partitionKeys, type TableDefinition } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import { renderTable } from '../../terminal/table';
import type { Terminal } from '../../terminal/terminal';
import { UsageError } from '../../terminal/usage-error';

/**
 * The table of that name.
 *
 * @throws UsageError naming those that are near
 */
export function tableNamed(name: string): TableDefinition {
  const names = TABLES.map((table) => table.name);
  const found = TABLES.find((table) => table.name === name.toLowerCase());
  if (found === undefined) {
    const near = nearNames(name.toLowerCase(), names);
    const hint =
      near.length === 0 ? `the tables are ${names.join(', ')}` : `did you mean ${near.join(' or ')}?`;
    throw new UsageError(`there is no table ${name}; ${hint}`);
  }
  return found;
}

/** The tables, or the columns of one with their types and an example, for people. */
export function renderTables(name: string | undefined, terminal: Terminal): string {
  if (name === undefined) {
    const rows = TABLES.map((table) => [
      table.name,
      String(allColumns(table).length),
      `${partitionKeys(table).join(', ')}`,
    ]);
    const lines = renderTable(['table', 'columns', 'partition keys'], rows, [1], terminal);
    return `${lines.join('\n')}\n\`npx harborwatch query --tables <name>\` shows the columns of one\n`;
  }
  const table = tableNamed(name);
  const keys: readonly string[] = partitionKeys(table);
  const rows = allColumns(table).map((column) => [
    column.name,
    renderTrinoType(column.type).replaceAll('"', ''),
    keys.includes(column.name) ? 'partition key' : (COLUMN_EXAMPLES[table.name][column.name] ?? ''),
  ]);
  return `${renderTable(['column', 'type', 'example'], rows, [1, 2], terminal).join('\n')}\n`;
}
