import { COLUMN_EXAMPLES } from '../records/tables/column-examples';
import { renderHiveType, renderTrinoType } from '../records/tables/column-type';
import { partitionKeys, type TableDefinition } from '../records/tables/table-definition';
import { TABLES } from '../records/tables/tables';

const HOLDS: Readonly<Record<TableDefinition['name'], string>> = {
  cloudtrail_logs: 'One row for each API call that CloudTrail recorded.',
  vpc_flow_logs:
    'One row for each flow log record: what one address sent to another on one port within a minute or ten.',
  container_logs: 'One row for each line of the nginx and the sshd that run in the containers.',
};

const code = (text: string) => (text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``);

function renderTable(table: TableDefinition): readonly string[] {
  return [
    `## ${table.name}`,
    '',
    HOLDS[table.name],
    '',
    '| column | type in questions | type in Glue | example |',
    '| --- | --- | --- | --- |',
    ...table.columns.map(
      ({ name, type }) =>
        `| \`${name}\` | ${code(renderTrinoType(type).replaceAll('"', ''))} | ${code(renderHiveType(type))} | ${code(COLUMN_EXAMPLES[table.name][name] ?? '')} |`,
    ),
    ...partitionKeys(table).map((name) => `| \`${name}\` | \`varchar\` | \`string\` | partition key |`),
    '',
  ];
}

/** The tables that questions ask, from their definitions. */
export function renderTablesPage(): string {
  return [
    '# The tables that questions ask',
    '',
    'The same names, columns and types on Athena and on a laptop (`harborwatch query --on local <folder>`). Text with JSON in',
    "it is taken apart by `json_extract_scalar(requestparameters, '$.cluster')`; members of rows by a dot",
    '(`useridentity.arn`). `start` and `end` are seconds since 1970 and want double quotes. A question that names `day` or',
    '`hour`, `account` and `region` reads only the prefixes of these.',
    '',
    'On the laptop the hidden columns of Athena (`"$path"` and the like) are refused by name, `hour` is written the plain way',
    'whatever the layout of the bucket, and `information_schema`, `show tables`, `show columns from` and `describe` work too.',
    '',
    ...TABLES.flatMap(renderTable),
  ].join('\n');
}
