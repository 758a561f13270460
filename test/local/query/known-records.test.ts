import { KnownRecords } from '../../../local/query/known-records';
import type { NeededRows } from '../../../local/query/translate/needed-rows';
import type { ReadReport } from '../../../local/reading/read-report';
import { totalReport } from '../../../local/reading/read-report';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const record = (more: object): CloudTrailRecord =>
  ({ eventSource: 'ecs.amazonaws.com', eventName: 'RunTask', ...more }) as CloudTrailRecord;
const call = (column: string, ...among: readonly string[]): NeededRows => ({
  table: 'cloudtrail_logs',
  where: { column, among },
});
const ofMember = (column: string, member: string): NeededRows => ({
  table: 'cloudtrail_logs',
  where: { column, member },
});

function knowing(...records: readonly object[]): KnownRecords {
  const known = new KnownRecords();
  for (const more of records) known.addCall(record(more));
  return known;
}

test('a call that was made may be asked for, another may not', () => {
  const known = knowing({});
  expect(known.mayHold(call('eventname', 'RunTask', 'StartTask'))).toBe(true);
  expect(known.mayHold(call('eventname', 'StartTask'))).toBe(false);
  expect(known.mayHold({ table: 'cloudtrail_logs', where: { column: 'eventname', begins: 'Run' } })).toBe(
    true,
  );
  expect(known.mayHold({ table: 'cloudtrail_logs', where: { column: 'eventname', begins: 'run' } })).toBe(
    false,
  );
});

test('service and call have to be those of one record', () => {
  const known = knowing({}, { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' });
  const both = [
    { column: 'eventsource', among: ['ec2.amazonaws.com'] },
    { column: 'eventname', among: ['RunTask'] },
  ];
  expect(known.mayHold({ table: 'cloudtrail_logs', where: { all: both } })).toBe(false);
});

test('columns that nobody looked at may say anything', () => {
  expect(knowing({}).mayHold(call('readonly', 'false'))).toBe(true);
  expect(knowing({}).mayHold(ofMember('requestparameters', 'cluster'))).toBe(true);
});

test('members that few records have are known', () => {
  const omitted = ofMember('requestparameters', 'omitted');
  expect(knowing({}, { requestParameters: { cluster: 'a' } }).mayHold(omitted)).toBe(false);
  expect(knowing({ requestParameters: { omitted: true } }).mayHold(omitted)).toBe(true);
  expect(knowing({ requestParameters: '{"omitted":true}' }).mayHold(omitted)).toBe(true);
  expect(knowing({ requestParameters: null }).mayHold(omitted)).toBe(false);
  expect(knowing({ addendum: { reason: 'UPDATED_DATA' } }).mayHold(ofMember('addendum', 'reason'))).toBe(
    true,
  );
});

test('a record whose call is no text makes nothing certain', () => {
  expect(knowing({ eventName: 7 }).mayHold(call('eventname', '7'))).toBe(true);
});

test('more kinds of calls than are kept make nothing certain', () => {
  const many = Array.from({ length: 20_001 }, (_, at) => ({ eventName: `Call${at}` }));
  expect(knowing(...many).mayHold(call('eventname', 'StartTask'))).toBe(true);
});

test('nothing was read, nothing is held', () => {
  const known = new KnownRecords();
  for (const table of ['cloudtrail_logs', 'vpc_flow_logs', 'container_logs'] as const) {
    expect(known.mayHold({ table, where: { all: [] } })).toBe(false);
  }
  expect(known.mayHold({ all: [] })).toBe(true);
});

function report(kind: 'cloudtrail' | 'flow-log-text' | 'container-log', analyzed: number): ReadReport {
  return totalReport([
    { path: 'a', kind, records: analyzed, analyzed, skipped: {}, unreadable: [], unreadableCount: 0 },
  ]);
}

test('a reader that counted more calls than it showed makes nothing certain', () => {
  const known = knowing({});
  known.checkAgainst(report('cloudtrail', 1));
  expect(known.mayHold(call('eventname', 'StartTask'))).toBe(false);
  known.checkAgainst(report('cloudtrail', 2));
  expect(known.mayHold(call('eventname', 'StartTask'))).toBe(true);
});

test('a file of flows or lines that nobody showed is a table with rows', () => {
  const known = new KnownRecords();
  known.checkAgainst(report('flow-log-text', 0));
  known.checkAgainst(report('container-log', 0));
  expect(known.mayHold({ table: 'vpc_flow_logs', where: { all: [] } })).toBe(true);
  expect(known.mayHold({ table: 'container_logs', where: { all: [] } })).toBe(true);
});
