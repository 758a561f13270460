import { FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';
import {
  renderDuckDbJsonType,
  renderDuckDbType,
  renderHiveType,
  renderTrinoType,
} from '../../../records/tables/column-type';
import { allColumns } from '../../../records/tables/table-definition';
import { TABLE_BY_NAME, TABLES } from '../../../records/tables/tables';
import { flowLogFormat, vpcFlowLogs } from '../../../records/tables/vpc-flow-logs';

const nested = {
  struct: [
    { name: 'mfaauthenticated', key: 'mfaAuthenticated', type: 'string' },
    { name: 'attributes', type: { mapTo: 'string' } },
    { name: 'counts', type: { arrayOf: 'bigint' } },
  ],
} as const;

test('one type is written in the words of each engine', () => {
  expect(renderHiveType(nested)).toBe(
    'struct<mfaauthenticated:string,attributes:map<string,string>,counts:array<bigint>>',
  );
  expect(renderTrinoType(nested)).toBe(
    'row("mfaauthenticated" varchar, "attributes" map(varchar, varchar), "counts" array(bigint))',
  );
  expect(renderDuckDbType(nested)).toBe(
    'STRUCT("mfaauthenticated" VARCHAR, "attributes" MAP(VARCHAR, VARCHAR), "counts" BIGINT[])',
  );
});

test('JSON is read with the names that the record has', () => {
  expect(renderDuckDbJsonType(nested)).toContain('"mfaAuthenticated" VARCHAR');
});

test('column names are lower case, unique, and never a partition column', () => {
  for (const table of TABLES) {
    const names = allColumns(table).map(({ name }) => name);
    expect(names).toEqual(names.map((name) => name.toLowerCase()));
    expect(new Set(names).size).toBe(names.length);
  }
});

test('the flow log table has every field of versions 2 to 11 but region, which the partition says', () => {
  expect(FLOW_LOG_FIELDS).toHaveLength(54);
  expect(vpcFlowLogs.columns).toHaveLength(53);
  expect(vpcFlowLogs.columns.map(({ name }) => name)).not.toContain('region');
});

test('protocol is an int, as delivered Parquet files hold it, and times are bigint', () => {
  const type = (name: string) => vpcFlowLogs.columns.find((column) => column.name === name)?.type;
  expect([type('protocol'), type('tcp_flags'), type('start'), type('bytes'), type('account_id')]).toEqual([
    'int',
    'int',
    'bigint',
    'bigint',
    'string',
  ]);
});

test('the request of a CloudTrail record stays the JSON text that it is', () => {
  const column = TABLE_BY_NAME.cloudtrail_logs.columns.find(({ name }) => name === 'requestparameters');
  expect(column).toEqual({ name: 'requestparameters', key: 'requestParameters', type: 'string' });
});

test('the flow log format names the fields as AWS does', () => {
  expect(flowLogFormat(['version', 'pkt-srcaddr'])).toBe(`\${version} \${pkt-srcaddr}`);
  expect(flowLogFormat().split(' ')).toHaveLength(54);
});
