import {
  DEFAULT_FORMAT,
  FLOW_LOG_FIELD_BY_NAME,
  FLOW_LOG_FIELDS,
} from '../../../records/flow-logs/flow-log-fields';

test('versions 2 to 11 have 54 fields, none of them in version 6, which is Transit Gateway’s', () => {
  const perVersion = new Map<number, number>();
  for (const { version } of FLOW_LOG_FIELDS) perVersion.set(version, (perVersion.get(version) ?? 0) + 1);
  expect(Object.fromEntries(perVersion)).toEqual({
    2: 14,
    3: 7,
    4: 4,
    5: 4,
    7: 10,
    8: 1,
    9: 1,
    10: 1,
    11: 12,
  });
  expect(FLOW_LOG_FIELDS).toHaveLength(54);
});

test('no name and no column stands twice', () => {
  expect(FLOW_LOG_FIELD_BY_NAME.size).toBe(54);
  expect(new Set(FLOW_LOG_FIELDS.map(({ column }) => column)).size).toBe(54);
});

test('a column is the name with underscores', () => {
  expect(FLOW_LOG_FIELD_BY_NAME.get('pkt-src-aws-service')?.column).toBe('pkt_src_aws_service');
});

test('protocol is int32 as delivered Parquet files have it, counters and times are int64', () => {
  const stored = (storage: string) =>
    FLOW_LOG_FIELDS.filter((f) => f.storage === storage).map(({ name }) => name);
  expect(stored('int32')).toEqual(['version', 'srcport', 'dstport', 'protocol', 'tcp-flags', 'traffic-path']);
  expect(stored('int64')).toEqual(['packets', 'bytes', 'start', 'end']);
});

test('the default format is the version 2 fields in AWS’s order', () => {
  expect(DEFAULT_FORMAT.join(' ')).toBe(
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  );
});
