import { renderTrinoType } from '../../../records/tables/column-type';
import type { GlueTable } from '../../../records/tables/glue-table';
import { partitionKeys, type TableDefinition } from '../../../records/tables/table-definition';

/** Trino's formats for the files of each table; Amazon's CloudTrail input format has no other home than Athena. */
const FORMATS: Readonly<Record<TableDefinition['name'], string>> = {
  cloudtrail_logs: 'OPENX_JSON',
  vpc_flow_logs: 'PARQUET',
  container_logs: 'OPENX_JSON',
};

function string(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The projection of one partition column, out of Glue's parameters and in Trino's words. */
function projection(table: GlueTable, column: string): string {
  const parameter = (name: string) => table.parameters[`projection.${column}.${name}`];
  const list = (name: string) => (parameter(name) ?? '').split(',').map(string).join(', ');
  if (parameter('type') === 'enum') {
    return `partition_projection_type = 'enum', partition_projection_values = array[${list('values')}]`;
  }
  return [
    "partition_projection_type = 'date'",
    `partition_projection_format = ${string(parameter('format') ?? '')}`,
    `partition_projection_range = array[${list('range')}]`,
    `partition_projection_interval = ${parameter('interval')}`,
    `partition_projection_interval_unit = ${string(parameter('interval.unit') ?? '')}`,
  ].join(', ');
}

/**
 * The table as a statement for Trino: columns from the definition, everything about partitions from the Glue table
 * that is deployed.
 */
export function renderTrinoTable(definition: TableDefinition, glue: GlueTable): string {
  const columns = [
    ...definition.columns.map(({ name, type }) => `"${name}" ${renderTrinoType(type)}`),
    ...partitionKeys(definition).map((name) => `"${name}" varchar with (${projection(glue, name)})`),
  ];
  const properties = [
    `external_location = ${string(glue.storageDescriptor.location)}`,
    `format = ${string(FORMATS[definition.name])}`,
    `partitioned_by = array[${partitionKeys(definition).map(string).join(', ')}]`,
    'partition_projection_enabled = true',
    `partition_projection_location_template = ${string(glue.parameters['storage.location.template'] ?? '')}`,
  ];
  return `create table "${definition.name}" (\n  ${columns.join(',\n  ')}\n)\nwith (\n  ${properties.join(',\n  ')}\n)`;
}
