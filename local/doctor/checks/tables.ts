import { shellWord } from '../../../deployment/shell-word';
import { type GlueTable, renderGlueTable } from '../../../records/tables/glue-table';
import { timeKeyValue } from '../../../records/tables/object-key';
import type { Layout, TableDefinition } from '../../../records/tables/table-definition';
import { TABLES } from '../../../records/tables/tables';
import type { Account } from '../aws/account';
import type { Table } from '../aws/tables';
import type { Check, Subject } from '../check';
import { redeploy } from '../commands';
import { looking, problem, some, type Trouble } from '../trouble';

/** The query asks for the prefixes of the last hours, so that it has rows just after midnight. */
const WINDOW_SECONDS = 3 * 3600;

/** Are the tables as `records/tables` says, and do they answer? */
export const tables: Check = {
  id: 'tables',
  async look(subject, account) {
    const { database, tables: deployed } = subject.deployment.audit;
    const wanted = TABLES.filter(({ name }) => deployed?.includes(name) ?? true);
    const troubles = await Promise.all(
      wanted.map((table) =>
        looking(`${database}.${table.name}`, async () => {
          const found = await account.tables.find(database, table.name);
          if (found === undefined) {
            return [problem(`there is no table ${database}.${table.name}`, redeploy(subject, 'AuditStack'))];
          }
          const differences = differ(subject, table, found);
          if (differences.length > 0) return differences;
          return await looking(`a query of ${table.name}`, () => answers(subject, account, table, found));
        }),
      ),
    );
    return {
      seen: `${wanted.length} tables in ${database} answer`,
      troubles: troubles.flat(),
    };
  },
};

/** Nothing of these depends on where the files are. */
const ANYWHERE = { location: 's3://anywhere', accounts: [], regions: [], firstDay: '2026-01-01' };

function differ(subject: Subject, table: TableDefinition, found: Table): readonly Trouble[] {
  const wanted = renderGlueTable(table, ANYWHERE);
  const { StorageDescriptor: storage, PartitionKeys = [], Parameters = {} } = found;
  const told = [
    ...columnDifferences('column', wanted.storageDescriptor.columns, storage?.Columns ?? []),
    ...columnDifferences('partition key', wanted.partitionKeys, PartitionKeys),
    ...formatDifferences(wanted, found),
    ...projectionDifferences(subject, table, Parameters),
  ];
  if (told.length === 0) return [];
  return [problem(`${table.name}: ${some(told, 6)}`, redeploy(subject, 'AuditStack'))];
}

interface NamedColumn {
  readonly name?: string;
  readonly type?: string;
}

function columnDifferences(
  what: string,
  wanted: readonly NamedColumn[],
  found: readonly { readonly Name?: string | undefined; readonly Type?: string | undefined }[],
): readonly string[] {
  const types = new Map(found.map(({ Name, Type }) => [Name, Type]));
  const names = new Set(wanted.map(({ name }) => name));
  const differences = wanted.flatMap(({ name, type }) => {
    const own = types.get(name);
    if (own === undefined) return [`no ${what} ${name}`];
    return own === type ? [] : [`${what} ${name} is ${own}, not ${type}`];
  });
  const surplus = found.flatMap(({ Name = '' }) =>
    names.has(Name) ? [] : [`${what} ${Name} is not of this version`],
  );
  return [...differences, ...surplus];
}

function formatDifferences({ storageDescriptor: wanted }: GlueTable, found: Table): readonly string[] {
  const { InputFormat, OutputFormat, SerdeInfo } = found.StorageDescriptor ?? {};
  const pairs = [
    ['input format', InputFormat, wanted.inputFormat],
    ['output format', OutputFormat, wanted.outputFormat],
    ['SerDe', SerdeInfo?.SerializationLibrary, wanted.serdeInfo.serializationLibrary],
  ] as const;
  return pairs.flatMap(([what, own, right]) => (own === right ? [] : [`${what} is ${own}, not ${right}`]));
}

/** A projection that leaves out an account or a region answers without their rows, and without an error. */
function projectionDifferences(
  { deployment }: Subject,
  table: TableDefinition,
  parameters: Readonly<Record<string, string>>,
): readonly string[] {
  const told: string[] = [];
  if (parameters['projection.enabled'] !== 'true') told.push('partition projection is off');
  for (const key of ['account', 'region'] as const) {
    const values = parameters[`projection.${key}.values`]?.split(',').map((value) => value.trim()) ?? [];
    if (!values.includes(deployment[key])) {
      told.push(`the projection of ${key} leaves out ${deployment[key]}`);
    }
    const twice = values.find((value, place) => values.indexOf(value) < place);
    if (twice !== undefined) {
      told.push(`the projection of ${key} lists ${twice} twice, which gives each row twice`);
    }
  }
  const buckets: Readonly<Record<string, string>> = {
    cloudtrail_logs: deployment.trail.bucket,
    vpc_flow_logs: deployment.flowLogs.bucket,
  };
  const bucket = buckets[table.name];
  const template = parameters['storage.location.template'] ?? '';
  if (bucket !== undefined && !template.startsWith(`s3://${bucket}/`)) {
    told.push(`it reads ${template === '' ? 'nowhere' : template}, not s3://${bucket}/`);
  }
  return told;
}

/** One row of the last hours, with every partition key named: a few prefixes are listed and one file is begun. */
export function probeQuery(
  { deployment, now }: Subject,
  table: TableDefinition,
  layout: Layout = 'plain',
): string {
  const key = table.timeKey;
  const from = timeKeyValue(key, now - WINDOW_SECONDS, layout);
  const to = timeKeyValue(key, now, layout);
  return `select 1 as one from ${table.name} where account = '${deployment.account}' and region = '${deployment.region}' and ${key} between '${from}' and '${to}' limit 1`;
}

async function answers(
  subject: Subject,
  account: Account,
  table: TableDefinition,
  { Parameters = {} }: Table,
): Promise<readonly Trouble[]> {
  const { workgroup, database } = subject.deployment.audit;
  const format = Parameters[`projection.${table.timeKey}.format`] ?? '';
  const sql = probeQuery(subject, table, format.includes('year=') ? 'hive-compatible' : 'plain');
  const answer = await account.tables.countRows(workgroup, database, sql);
  const ask = `echo ${shellWord(sql)} | npx harborwatch query - --on athena --workgroup ${shellWord(workgroup)} --database ${shellWord(database)} --region ${subject.deployment.region}`;
  if ('failed' in answer) return [problem(`${table.name} does not answer: ${answer.failed}`, ask)];
  // Containers may have nothing to say for hours.
  if (answer.rows > 0 || table.name === 'container_logs') return [];
  return [problem(`${table.name} has no row of the last ${WINDOW_SECONDS / 3600} hours`, ask)];
}
