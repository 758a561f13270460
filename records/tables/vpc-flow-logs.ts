import { FLOW_LOG_FIELDS, type FlowLogField, type FlowLogStorage } from '../flow-logs/flow-log-fields';
import type { Column, ColumnType } from './column-type';
import type { TableDefinition } from './table-definition';

const TYPE_OF: Readonly<Record<FlowLogStorage, ColumnType>> = {
  int32: 'int',
  int64: 'bigint',
  string: 'string',
};

/** The field as a column: `pkt-srcaddr` is `pkt_srcaddr`, typed as Parquet files store it. */
export function flowLogColumn(field: FlowLogField): Column {
  return { name: field.column, type: TYPE_OF[field.storage] };
}

/**
 * VPC flow log records, every field of versions 2 to 11 but `region`: a partition column of that name says the
 * same from the object key, and a table cannot have both. Parquet columns are found by name, so a file with
 * fewer fields gives NULL for the rest.
 *
 * `-` stays in the text columns, as the files hold it; in number columns it is NULL.
 */
export const vpcFlowLogs: TableDefinition = {
  name: 'vpc_flow_logs',
  timeKey: 'hour',
  service: 'vpcflowlogs',
  columns: FLOW_LOG_FIELDS.filter(({ name }) => name !== 'region').map(flowLogColumn),
};

/**
 * The `LogFormat` of a flow log with the given fields, by default all of them: `${version} ${account-id} …`.
 *
 * @example flowLogFormat(['version', 'srcaddr']) // '${version} ${srcaddr}'
 */
export function flowLogFormat(names: readonly string[] = FLOW_LOG_FIELDS.map(({ name }) => name)): string {
  return names.map((name) => `\${${name}}`).join(' ');
}
