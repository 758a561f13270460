import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { fromOcsf, isOcsf } from '../../../records/envelopes/ocsf-record';

const FLOW: JsonObject = {
  class_uid: 4001,
  metadata: { version: '1.1.0' },
  time: 1_777_629_600_000,
  start_time: 1_777_629_600_000,
  end_time: 1_777_629_660_000,
  src_endpoint: { ip: '203.0.113.9', port: 40_000 },
  dst_endpoint: { ip: '10.0.0.5', port: 22 },
  connection_info: { protocol_num: 6, tcp_flags: 3 },
  traffic: { packets: 15, bytes: 2_600 },
};

function fieldsOf(row: JsonObject): Readonly<Record<string, string>> {
  const undone = fromOcsf(row);
  if (undone?.kind !== 'flow') throw new Error('no flow');
  const values = undone.flow.line.split(' ');
  const names = undone.flow.names.split(' ');
  expect(values).toHaveLength(names.length);
  return Object.fromEntries(names.map((name, column) => [name, values[column] ?? '']));
}

test.each([
  ['milliseconds', 1_777_629_600_000, 1_777_629_660_000],
  ['microseconds', 1_777_629_600_000_000, 1_777_629_660_000_000],
  ['milliseconds as text', '1777629600000', '1777629660000'],
  ['timestamps', '2026-05-01 10:00:00', '2026-05-01 10:01:00+00'],
])('a flow has its times, written as %s', (_what, start_time, end_time) => {
  expect(fieldsOf({ ...FLOW, start_time, end_time })).toMatchObject({
    start: '1777629600',
    end: '1777629660',
  });
});

test.each([
  ['src_endpoint', ['srcaddr', 'srcport', 'pkt-srcaddr']],
  ['dst_endpoint', ['dstaddr', 'dstport', 'pkt-dstaddr']],
  ['connection_info', ['protocol', 'tcp-flags', 'flow-direction']],
  ['traffic', ['packets', 'bytes']],
])('without %s a flow is of a format that lacks its fields', (member, lacking) => {
  const names = Object.keys(fieldsOf({ ...FLOW, [member]: null }));
  expect(lacking.filter((name) => names.includes(name))).toEqual([]);
  expect(Object.keys(fieldsOf(FLOW))).toEqual(expect.arrayContaining(lacking));
});

test('a window without flows lacks nothing', () => {
  expect(fieldsOf({ ...FLOW, src_endpoint: null, status_code: 'NODATA' })).toMatchObject({
    srcaddr: '-',
    'log-status': 'NODATA',
  });
});

test('a class written as text, or a row that lost its metadata, is OCSF nevertheless', () => {
  const { metadata: _, ...bare } = FLOW;
  expect([isOcsf({ ...FLOW, class_uid: '4001' }), isOcsf(bare)]).toEqual([true, true]);
  expect([isOcsf({ class_uid: 4001 }), isOcsf({ ...FLOW, class_uid: 'x' })]).toEqual([false, false]);
});

test('API activity without its call is a record that has none, not another class', () => {
  expect(fromOcsf({ class_uid: 6003, metadata: {}, time: 1 })?.kind).toBe('cloudtrail');
  expect(fromOcsf({ class_uid: 3002, metadata: {}, time: 1 })).toBeUndefined();
  expect(fromOcsf({ class_uid: 4003, metadata: {}, time: 1 })).toBeUndefined();
});

test.each([1e300, '99999999999999999999', -1, 0, true, '', 'yesterday'])('a time of %p is none', (time) => {
  const undone = fromOcsf({ class_uid: 6003, metadata: {}, api: { operation: 'StopLogging' }, time });
  expect(undone).toMatchObject({ kind: 'cloudtrail', record: { eventName: 'StopLogging' } });
  expect(undone).not.toHaveProperty('record.eventTime');
});
