import { renderGlueTable } from '../../../records/tables/glue-table';
import { TABLE_BY_NAME, TABLES } from '../../../records/tables/tables';

const options = {
  location: 's3://logs',
  accounts: ['111122223333', '444455556666'],
  regions: ['eu-west-1'],
  firstDay: '2026-11-01',
};

test('every table is projected by account, region and one date', () => {
  for (const table of TABLES) {
    const { parameters, partitionKeys } = renderGlueTable(table, options);
    expect(partitionKeys.map(({ name }) => name)).toEqual(['account', 'region', table.timeKey]);
    expect(parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.account.type': 'enum',
      'projection.account.values': '111122223333,444455556666',
      'projection.region.type': 'enum',
      [`projection.${table.timeKey}.type`]: 'date',
    });
  }
});

test("CloudTrail files are split by Amazon's input format, a day a prefix", () => {
  const { parameters, storageDescriptor } = renderGlueTable(TABLE_BY_NAME.cloudtrail_logs, options);
  expect(storageDescriptor.inputFormat).toBe('com.amazon.emr.cloudtrail.CloudTrailInputFormat');
  expect(parameters['projection.day.format']).toBe('yyyy/MM/dd');
  expect(parameters['projection.day.range']).toBe('2026/11/01,NOW');
  expect(parameters['storage.location.template']).toBe(
    `s3://logs/AWSLogs/\${account}/CloudTrail/\${region}/\${day}`,
  );
});

test('the keys of an organization trail hold its id', () => {
  const { parameters } = renderGlueTable(TABLE_BY_NAME.cloudtrail_logs, {
    ...options,
    organizationId: 'o-abc',
  });
  expect(parameters['storage.location.template']).toContain(`/AWSLogs/o-abc/\${account}/`);
});

test('flow logs are Parquet with an hour a prefix', () => {
  const { parameters, storageDescriptor } = renderGlueTable(TABLE_BY_NAME.vpc_flow_logs, options);
  expect(storageDescriptor.serdeInfo.serializationLibrary).toContain('ParquetHiveSerDe');
  expect(parameters).toMatchObject({
    'projection.hour.format': 'yyyy/MM/dd/HH',
    'projection.hour.range': '2026/11/01/00,NOW',
    'projection.hour.interval.unit': 'HOURS',
  });
});

test('Hive-compatible prefixes change format, range and template together', () => {
  const { parameters } = renderGlueTable(TABLE_BY_NAME.vpc_flow_logs, {
    ...options,
    layout: 'hive-compatible',
  });
  expect(parameters['projection.hour.format']).toBe("'year='yyyy'/month='MM'/day='dd'/hour='HH");
  expect(parameters['projection.hour.range']).toBe('year=2026/month=11/day=01/hour=00,NOW');
  expect(parameters['storage.location.template']).toBe(
    `s3://logs/AWSLogs/aws-account-id=\${account}/aws-service=vpcflowlogs/aws-region=\${region}/\${hour}`,
  );
});
