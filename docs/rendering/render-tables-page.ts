import { COLUMN_EXAMPLES } from '../../records/tables/column-examples';
import { renderHiveType, renderTrinoType } from '../../records/tables/column-type';
import { partitionKeys, type TableDefinition } from '../../records/tables/table-definition';
import { TABLES } from '../../records/tables/tables';

const HOLDS: Readonly<Record<TableDefinition['name'], string>> = {
  cloudtrail_logs: 'One row for each API call that CloudTrail recorded.',
  vpc_flow_logs:
    'One row for each flow log record: what one address sent to another on one port within a minute or ten.',
  container_logs: 'One row for each line of the nginx and the sshd that run in the containers.',
};

/** What Athena shows of where a row lies; a row of the laptop may lie in an archive, and was read from no place of its own. */
const HIDDEN_COLUMNS = [
  { name: '$path', type: 'varchar', example: 's3://logs/AWSLogs/…/flows.log.parquet' },
  { name: '$file_size', type: 'bigint', example: '48213' },
  {
    name: '$file_modified_time',
    type: 'timestamp(3) with time zone',
    example: '2026-11-02 08:10:00.000 UTC',
  },
] as const;

const code = (text: string) => (text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``);

function renderTable(table: TableDefinition): readonly string[] {
  return [
    `## ${table.name}`,
    '',
    HOLDS[table.name],
    '',
    '| column | type in questions | type in Glue | in | example |',
    '| --- | --- | --- | --- | --- |',
    ...table.columns.map(
      ({ name, type }) =>
        `| \`${name}\` | ${code(renderTrinoType(type).replaceAll('"', ''))} | ${code(renderHiveType(type))} | both | ${code(COLUMN_EXAMPLES[table.name][name] ?? '')} |`,
    ),
    ...partitionKeys(table).map(
      (name) => `| \`${name}\` | \`varchar\` | \`string\` | both | partition key |`,
    ),
    ...HIDDEN_COLUMNS.map(
      ({ name, type, example }) => `| \`"${name}"\` | \`${type}\` | | Athena | ${code(example)} |`,
    ),
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
    '`in` says where a column is to be had: in both engines, or on Athena alone, where the laptop refuses it by name. On the',
    'laptop `hour` is written the plain way whatever the layout of the bucket; `information_schema`, `show tables`, `show columns',
    'from` and `describe` work there, too. Refused by name, since DuckDB has nothing that means the same: `array_sort` with a',
    'function (`order by` inside of `array_agg` sorts), and a column that shows times of several zones (cast each to `varchar`).',
    '',
    ...TABLES.flatMap(renderTable),
  ].join('\n');
}
