import { cloudtrailLogs } from './cloudtrail-logs';
import { containerLogs } from './container-logs';
import type { TableDefinition, TableName } from './table-definition';
import { vpcFlowLogs } from './vpc-flow-logs';

/** Every table, in the order in which they are introduced. */
export const TABLES: readonly TableDefinition[] = [cloudtrailLogs, vpcFlowLogs, containerLogs];

/** The tables by name. */
export const TABLE_BY_NAME: Readonly<Record<TableName, TableDefinition>> = {
  cloudtrail_logs: cloudtrailLogs,
  vpc_flow_logs: vpcFlowLogs,
  container_logs: containerLogs,
};
