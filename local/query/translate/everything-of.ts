import type { TableDefinition } from '../../../records/tables/table-definition';
import type { TranspiledQuery } from './transpile-query';

/**
 * `select * from` a table, as the transpiler gives it, which need not be loaded for that.
 *
 * @param asked text of the questions that will be asked of the rows, none with a star: other columns need not be read, and
 * are NULL - @default all are read
 */
export function everythingOf({ name }: TableDefinition, asked?: string): TranspiledQuery {
  return {
    athena: asked ?? `select * from ${name}`,
    duckdb: `SELECT * FROM ${name}`,
    zones: [],
    unnamed: [],
    beginsWithLargest: false,
    isLatestFew: false,
    named: { steps: [], reads: [] },
    uses: [{ table: name, alias: name, partitionConditions: [], isWhole: asked === undefined }],
    needed: { table: name, where: { all: [] } },
  };
}
