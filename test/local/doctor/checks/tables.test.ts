import { tables } from '../../../../local/doctor/checks/tables';
import { describeBreaks, describeDenials } from '../broken';
import { DEPLOYMENT } from '../deployment';
import { rewritten, withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine, server } = withAccount();

const table = (name: string, from: string, to: string) => (state: AccountState) => {
  const changed = rewritten(state.tables[name] ?? {}, from, to);
  expect(changed).not.toEqual(state.tables[name]);
  state.tables[name] = changed;
};
const only = (name: string) => ({ ...DEPLOYMENT, audit: { ...DEPLOYMENT.audit, tables: [name] } });
const queries = () =>
  server.calls
    .filter(({ name }) => name === 'Athena.StartQueryExecution')
    .map(({ request }) => request['QueryString']);

describeBreaks(tables, examine, [
  [
    'a table that is gone is told',
    (state) => {
      delete state.tables['vpc_flow_logs'];
    },
    /^there is no table harborwatch\.vpc_flow_logs$/,
    /^npx cdk deploy AuditStack --revert-drift$/,
  ],
  [
    'a column of another type is told with both types',
    table('vpc_flow_logs', '{"Name":"protocol","Type":"int"}', '{"Name":"protocol","Type":"bigint"}'),
    /^vpc_flow_logs: column protocol is bigint, not int$/,
    /npx cdk deploy AuditStack/,
  ],
  [
    'a column that is missing is told, and one that is too many',
    table('cloudtrail_logs', '"eventname"', '"event_name"'),
    /^cloudtrail_logs: no column eventname, column event_name is not of this version$/,
    /npx cdk deploy AuditStack/,
  ],
  [
    'a partition key of another name is told',
    table('cloudtrail_logs', '{"Name":"day"', '{"Name":"date"'),
    /no partition key day, partition key date is not of this version/,
    /npx cdk deploy AuditStack/,
  ],
  [
    'a table that reads plain JSON for CloudTrail files is told',
    table('cloudtrail_logs', 'com.amazon.emr.cloudtrail.CloudTrailInputFormat', 'TextInputFormat'),
    /input format is TextInputFormat, not com\.amazon\.emr\.cloudtrail\.CloudTrailInputFormat/,
    /npx cdk deploy AuditStack/,
  ],
  [
    'projection that is off is told',
    table('vpc_flow_logs', '"projection.enabled":"true"', '"projection.enabled":"false"'),
    /partition projection is off/,
    /npx cdk deploy AuditStack/,
  ],
  [
    "a projection without the deployment's region is told: it would answer without its rows",
    table('vpc_flow_logs', 'eu-west-1,us-east-1', 'us-east-1'),
    /the projection of region leaves out eu-west-1/,
    /npx cdk deploy AuditStack/,
  ],
  [
    'a region that is projected twice is told: each row would be there twice',
    table('vpc_flow_logs', 'eu-west-1,us-east-1', 'eu-west-1,us-east-1,eu-west-1'),
    /the projection of region lists eu-west-1 twice/,
    /npx cdk deploy AuditStack/,
  ],
  [
    'a table over another bucket is told',
    table('vpc_flow_logs', 's3://harborwatch-flow-logs-files/', 's3://old/'),
    /it reads s3:\/\/old\/.*, not s3:\/\/harborwatch-flow-logs-files\//,
    /npx cdk deploy AuditStack/,
  ],
]);

test('a table that Athena cannot read is told with what it says and how to ask again', async () => {
  const { told, commands } = await examine(
    tables,
    (state) => {
      state.athena = { state: 'FAILED', reason: 'HIVE_BAD_DATA: Field protocol', rows: 0 };
    },
    only('vpc_flow_logs'),
  );
  expect(told).toEqual([
    expect.stringMatching(/^vpc_flow_logs does not answer: .*HIVE_BAD_DATA: Field protocol/),
  ]);
  expect(commands[0]).toMatch(
    /^echo 'select 1 as one from vpc_flow_logs where .*' \| npx harborwatch query -/,
  );
});

test('a table without a row of the last hours is told', async () => {
  const { told } = await examine(
    tables,
    (state) => {
      state.athena.rows = 0;
    },
    only('cloudtrail_logs'),
  );
  expect(told).toEqual(['cloudtrail_logs has no row of the last 3 hours']);
});

test('containers may have nothing to say', async () => {
  const { told } = await examine(
    tables,
    (state) => {
      state.athena.rows = 0;
    },
    only('container_logs'),
  );
  expect(told).toEqual([]);
});

test('the query names every partition key, in the words of the table, and stops at one row', async () => {
  await examine(tables);
  expect(queries().sort()).toEqual([
    "select 1 as one from cloudtrail_logs where account = '111122223333' and region = 'eu-west-1' and day between '2026/11/02' and '2026/11/02' limit 1",
    "select 1 as one from container_logs where account = '111122223333' and region = 'eu-west-1' and hour between '2026/11/02/09' and '2026/11/02/12' limit 1",
    "select 1 as one from vpc_flow_logs where account = '111122223333' and region = 'eu-west-1' and hour between '2026/11/02/09' and '2026/11/02/12' limit 1",
  ]);
});

test('Hive-compatible prefixes are asked for as they are written', async () => {
  await examine(
    tables,
    table('vpc_flow_logs', 'yyyy/MM/dd/HH', "'year='yyyy'/month='MM'/day='dd'/hour='HH"),
    only('vpc_flow_logs'),
  );
  expect(queries()).toEqual([expect.stringContaining("hour between 'year=2026/month=11/day=02/hour=09'")]);
});

test('a table that is wrong is not queried', async () => {
  await examine(tables, table('vpc_flow_logs', '"protocol"', '"proto"'), only('vpc_flow_logs'));
  expect(queries()).toEqual([]);
});

describeDenials(tables, examine, [['Glue.GetTable', 'glue:GetTable']]);

test('a query that is not allowed is told with the permission', async () => {
  const { result, unseen } = await examine(
    tables,
    (state) => state.denied.add('Athena.StartQueryExecution'),
    only('cloudtrail_logs'),
  );
  expect(result).toBe('could-not-look');
  expect(unseen.map(({ permission }) => permission)).toEqual(['athena:StartQueryExecution']);
});
