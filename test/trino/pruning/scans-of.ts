import type { TrinoClient } from '../client/trino-client';

interface Bound {
  readonly value?: string;
  readonly bound: string;
}

interface IoPlan {
  readonly inputTableColumnInfos: readonly {
    readonly table: { readonly schemaTable: { readonly table: string } };
    readonly constraint: {
      readonly columnConstraints: readonly {
        readonly columnName: string;
        readonly domain: { readonly ranges: readonly { readonly low: Bound; readonly high: Bound }[] };
      }[];
    };
  }[];
}

/** What the planner will read of one table: for each constrained column the lowest and the highest value. */
export interface Scan {
  readonly table: string;
  readonly constraints: ReadonlyMap<
    string,
    { readonly low: string | undefined; readonly high: string | undefined }
  >;
}

/** The scans of a statement with their constraints, as `EXPLAIN (TYPE IO, FORMAT JSON)` tells them; nothing is read. */
export async function scansOf(trino: TrinoClient, sql: string): Promise<readonly Scan[]> {
  const { rows } = await trino.query(`explain (type io, format json) ${sql}`);
  const plan = JSON.parse(String(rows[0]?.[0])) as IoPlan;
  return plan.inputTableColumnInfos.map(({ table, constraint }) => ({
    table: table.schemaTable.table,
    constraints: new Map(
      constraint.columnConstraints.map(({ columnName, domain: { ranges } }) => [
        columnName,
        { low: ranges[0]?.low.value, high: ranges.at(-1)?.high.value },
      ]),
    ),
  }));
}
