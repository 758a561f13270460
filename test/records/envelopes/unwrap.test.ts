import { gzipSync } from 'node:zlib';
import type { JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { unwrap, unwrapText } from '../../../records/envelopes/unwrap';

const FLOW = '2 123456789012 eni-1 203.0.113.9 10.0.1.5 40510 22 6 36 4863 1767225600 1767225660 ACCEPT OK';
const call = {
  eventVersion: '1.11',
  eventTime: '2026-01-01T00:00:00Z',
  eventSource: 'ecs.amazonaws.com',
  eventName: 'RunTask',
};
const text = JSON.stringify(call);
const payload = { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: text }] };
const base64 = (content: string) => Buffer.from(content).toString('base64');
const packed = (content: string) => gzipSync(content).toString('base64');

function taken(value: JsonValue | undefined, message?: string) {
  const seen = {
    objects: [] as unknown[],
    lines: [] as string[],
    skipped: [] as string[],
    unreadable: [] as string[],
  };
  const to = {
    object: (object: unknown) => seen.objects.push(object),
    line: (line: string) => seen.lines.push(line),
    skip: (reason: string) => seen.skipped.push(reason),
    unreadable: (reason: string) => seen.unreadable.push(reason),
  };
  if (message === undefined) unwrap(value ?? null, to);
  else unwrapText(message, to);
  return seen;
}

test.each<[string, JsonValue]>([
  ['what lookup-events prints', { Events: [{ EventId: '1', CloudTrailEvent: text }], NextToken: 'x' }],
  ['one of its events', { EventId: '1', CloudTrailEvent: text }],
  ['what filter-log-events prints', { events: [{ timestamp: 1, message: text }], searchedLogStreams: [] }],
  ['what get-query-results prints', { results: [[{ field: '@message', value: text }]], status: 'Complete' }],
  ['a row of Logs Insights as the console exports it', [{ '@timestamp': 'x', '@message': call }]],
  ['an event of EventBridge', { 'detail-type': 'AWS API Call via CloudTrail', detail: call }],
  ['an SNS message', { Type: 'Notification', MessageId: 'm', Message: text }],
  ['an SNS event for a function', { Records: [{ EventSource: 'aws:sns', Sns: { Message: text } }] }],
  ['an SQS event for a function', { Records: [{ messageId: 'm', body: text, eventSource: 'aws:sqs' }] }],
  ['what receive-message prints', { Messages: [{ MessageId: 'm', Body: text }] }],
  [
    'an event of EventBridge in SNS in SQS',
    {
      Messages: [
        {
          MessageId: 'm',
          Body: JSON.stringify({
            Type: 'Notification',
            Message: JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: call }),
          }),
        },
      ],
    },
  ],
  [
    'a Kinesis event for a function',
    { Records: [{ eventSource: 'aws:kinesis', kinesis: { data: base64(text) } }] },
  ],
  ['what get-records prints', { Records: [{ PartitionKey: 'p', Data: packed(JSON.stringify(payload)) }] }],
  ['an event for a Firehose transformation', { records: [{ recordId: 'r', data: base64(text) }] }],
  ['a subscription payload', payload],
  ['a subscription event', { awslogs: { data: packed(JSON.stringify(payload)) } }],
  ['records below a member of somebody’s own', { data: { Records: [call] } }],
  ['one record in the place of a list', { Records: call }],
])('%s is taken off', (_, value) => {
  expect(taken(value)).toEqual({ objects: [call], lines: [], skipped: [], unreadable: [] });
});

test('objects side by side in one message are each taken', () => {
  expect(taken(undefined, text + text).objects).toEqual([call, call]);
});

test('a flow log line in an envelope is a line', () => {
  expect(taken({ events: [{ timestamp: 1, message: FLOW }] }).lines).toEqual([FLOW]);
});

test('one wrong event of a payload costs itself', () => {
  const logEvents = [{ timestamp: 1, message: '{"eventName":' }, ...payload.logEvents];
  const { objects, unreadable } = taken({ ...payload, logEvents });
  expect(objects).toEqual([call]);
  expect(unreadable).toEqual([expect.stringMatching(/^not JSON: /)]);
});

test('an S3 notification and an event about a task are no envelopes of a record', () => {
  const notification = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', eventTime: 'x', s3: {} };
  const task = { 'detail-type': 'ECS Task State Change', detail: { lastStatus: 'STOPPED' } };
  expect(taken({ Records: [notification] }).objects).toEqual([notification]);
  expect(taken(task).objects).toEqual([task]);
});

test('envelopes without end are given up', () => {
  let value: JsonValue = call;
  for (let depth = 0; depth < 40; depth++) value = { 'detail-type': 'x', Records: [value] };
  expect(taken(value).unreadable).toEqual([expect.stringContaining('more than 8 deep')]);
});
