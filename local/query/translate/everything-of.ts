import type { TableDefinition } from '../../../records/tables/table-definition';
import type { TranspiledQuery } from './transpile-query';

/** `select * from` a table, as the transpiler gives it, which need not be loaded for that. */
export function everythingOf({ name }: TableDefinition): TranspiledQuery {
  return {
    athena: `select * from ${name}`,
    duckdb: `SELECT * FROM ${name}`,
    zones: [],
    unnamed: [],
    beginsWithLargest: false,
    uses: [{ table: name, alias: name, partitionConditions: [], isWhole: true }],
    needed: { table: name, where: { all: [] } },
  };
}
