import type { Column } from './column-type';

export type TableName = 'cloudtrail_logs' | 'vpc_flow_logs' | 'container_logs';

/** The date-typed partition key: a day for CloudTrail's prefixes, an hour for the others. */
export type TimeKey = 'day' | 'hour';

/**
 * One table, said once: the Glue table, the DuckDB view and the flow-log format are renderings of it.
 *
 * Partition columns are `account`, `region` and one date-typed key, all strings. One key, because only one prunes
 * a window that crosses midnight; `day` and `hour`, because neither is a reserved word.
 */
export interface TableDefinition {
  readonly name: TableName;
  readonly columns: readonly Column[];
  readonly timeKey: TimeKey;
  /** What stands between the account and the region in the object keys. */
  readonly service: 'CloudTrail' | 'vpcflowlogs' | 'containerlogs';
}

/** How AWS writes the partitions into object keys. */
export type Layout = 'plain' | 'hive-compatible';

/** The names of the partition columns, in order. */
export function partitionKeys(table: TableDefinition): readonly ['account', 'region', TimeKey] {
  return ['account', 'region', table.timeKey];
}

/** Every column a query can name, partition columns last, as both engines list them. */
export function allColumns(table: TableDefinition): readonly Column[] {
  return [...table.columns, ...partitionKeys(table).map((name): Column => ({ name, type: 'string' }))];
}
