import {
  partitionPrefix,
  readObjectKey,
  timeKeyFormat,
  timeKeyValue,
} from '../../../records/tables/object-key';
import { TABLE_BY_NAME } from '../../../records/tables/tables';

const HOURLY =
  'bucket/AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/11/02/08/111122223333_vpcflowlogs_eu-west-1_fl-1_20261102T0805Z_ab.log.gz';

test('a key tells the table, the account, the region and the time', () => {
  expect(readObjectKey(HOURLY)).toEqual({
    table: 'vpc_flow_logs',
    account: '111122223333',
    region: 'eu-west-1',
    time: '2026/11/02/08',
  });
});

test('the key of an organization trail holds the organization before the account', () => {
  const key =
    'AWSLogs/o-abc123/111122223333/CloudTrail/us-east-1/2026/11/02/111122223333_CloudTrail_us-east-1_20261102T0805Z_x.json.gz';
  expect(readObjectKey(key)).toMatchObject({ table: 'cloudtrail_logs', time: '2026/11/02' });
});

test('Hive-compatible prefixes say the same as plain ones', () => {
  const key =
    'AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=11/day=02/hour=08/a.log.parquet';
  expect(readObjectKey(key)).toEqual(readObjectKey(HOURLY));
});

test('where the prefix stops at the day, the hour is that of the name', () => {
  const key =
    'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/11/02/111122223333_vpcflowlogs_eu-west-1_fl-1_20261102T2355Z_ab.log.gz';
  expect(readObjectKey(key)?.time).toBe('2026/11/02/23');
});

test.each([
  ['a digest', 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/02/x.json.gz'],
  ['an Insights file', 'AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/11/02/x.json.gz'],
  ['a file beside the layout', 'logs/2026/11/02/x.json.gz'],
  ['an account that is none', 'AWSLogs/1111/CloudTrail/eu-west-1/2026/11/02/x.json.gz'],
])('%s is no delivered object', (_what, key) => {
  expect(readObjectKey(key)).toBeUndefined();
});

test.each(['plain', 'hive-compatible'] as const)('what is written as a %s prefix is read back', (layout) => {
  for (const table of Object.values(TABLE_BY_NAME)) {
    const time = timeKeyValue(table.timeKey, 1_793_606_700, layout);
    const prefix = partitionPrefix(table, { account: '111122223333', region: 'eu-west-1', time }, layout);
    expect(readObjectKey(`${prefix}x.gz`)).toEqual({
      table: table.name,
      account: '111122223333',
      region: 'eu-west-1',
      time: timeKeyValue(table.timeKey, 1_793_606_700),
    });
  }
});

test('the values of the time key read as its projection format says', () => {
  expect(timeKeyFormat('hour')).toBe('yyyy/MM/dd/HH');
  expect(timeKeyValue('hour', 0)).toBe('1970/01/01/00');
  expect(timeKeyFormat('day', 'hive-compatible')).toBe("'year='yyyy'/month='MM'/day='dd");
  expect(timeKeyValue('day', 0, 'hive-compatible')).toBe('year=1970/month=01/day=01');
});

test('later moments have larger values, so that BETWEEN works over midnight and over the year', () => {
  const moments = [1_798_761_599, 1_798_761_600, 1_798_765_200];
  for (const layout of ['plain', 'hive-compatible'] as const) {
    const values = moments.map((moment) => timeKeyValue('hour', moment, layout));
    expect(values.toSorted()).toEqual(values);
    expect(new Set(values).size).toBe(3);
  }
});
