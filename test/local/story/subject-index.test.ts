import { exampleEvent } from '../../../detections/examples/example-event';
import { describeSubject } from '../../../local/story/subject';
import { SubjectIndex } from '../../../local/story/subject-index';
import { wantedRecord } from '../../../local/story/wanted-record';
import type { CloudTrailRecord, JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

const TASK = '5ac3057a8eea369addebcf766cb03f20';
const call = (service: string, request: JsonObject, more: JsonObject = {}) =>
  ({ ...exampleEvent(service, 'SomeCall', request), ...more }) as unknown as CloudTrailRecord;

const indexOf = (...records: readonly CloudTrailRecord[]) => {
  const index = new SubjectIndex();
  for (const record of records) index.cloudTrail(record);
  return (who: string) => index.find(who).map(describeSubject);
};

test('a caller is found by name, by what messages call it, by ARN, by key and by address', () => {
  const find = indexOf(
    call(
      'ecs',
      {},
      {
        userIdentity: {
          type: 'IAMUser',
          arn: 'arn:aws:iam::111122223333:user/ops/mallory',
          userName: 'mallory',
          accountId: '111122223333',
          accessKeyId: 'AKIAX66NC5JPI2RO5RJ7',
        },
        sourceIPAddress: '192.0.2.66',
      },
    ),
  );
  const mallory = ['user mallory of account 111122223333'];
  expect(find('mallory')).toEqual(mallory);
  expect(find('user mallory')).toEqual(mallory);
  expect(find('arn:aws:iam::111122223333:user/mallory')).toEqual(mallory);
  expect(find('AKIAX66NC5JPI2RO5RJ7')).toEqual(['access key AKIAX66NC5JPI2RO5RJ7']);
  expect(find('192.0.2.66')).toEqual(['address 192.0.2.66']);
  expect(find('mallor')).toEqual([]);
});

test('the session of a task is the task, another session is itself, and not what others do with its role', () => {
  const session = (name: string) =>
    call(
      's3',
      {},
      {
        userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::111122223333:assumed-role/web-task/${name}` },
      },
    );
  const find = indexOf(session(TASK));
  expect(find(`arn:aws:sts::111122223333:assumed-role/web-task/${TASK}`)).toEqual([`task ${TASK}`]);
  expect(find('web-task')).toEqual(['role web-task of account 111122223333']);
  expect(indexOf(session('anna'))('arn:aws:sts::111122223333:assumed-role/web-task/anna')).toEqual([
    'session web-task/anna of account 111122223333',
  ]);
});

test('a session is found by its name, and by what messages call it, where nobody else has that name', () => {
  const calls = [
    { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/ops/anna@example.com' },
    { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/ops/bob' },
    { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/web/bob' },
    { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/ops/mallory' },
    { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mallory', userName: 'mallory' },
  ].map((userIdentity) => call('s3', {}, { userIdentity }));
  const find = indexOf(...calls);
  const anna = ['session ops/anna@example.com of account 111122223333'];
  expect(find('anna@example.com')).toEqual(anna);
  expect(find('role ops (anna@example.com)')).toEqual(anna);
  expect(find('ops/anna@example.com')).toEqual(anna);
  expect(find('bob')).toHaveLength(2);
  expect(find('ops/bob')).toHaveLength(1);
  expect(find('mallory')).toEqual(['user mallory of account 111122223333']);
  expect(find('ops')).toEqual(['role ops of account 111122223333']);
  expect(find('nna@example.com')).toEqual([]);
});

test('a task is found by the first six characters of its id, not by five', () => {
  const find = indexOf(call('ecs', { task: `arn:aws:ecs:eu-west-1:111122223333:task/harbor/${TASK}` }));
  expect(find(TASK.slice(0, 6))).toEqual([`task ${TASK}`]);
  expect(find(TASK.slice(0, 5))).toEqual([]);
});

test('a name that several have is all of them', () => {
  const find = indexOf(call('ecs', { service: 'orders' }), call('iam', { roleName: 'orders' }));
  expect(find('orders')).toHaveLength(2);
  expect(find('service orders')).toEqual(['service orders']);
});

test('a flow is two addresses, a port and a minute; anything else without commas is an event', () => {
  expect(wantedRecord('192.0.2.44,10.20.0.64,22,2026-11-02T09:05Z')).toEqual({
    kind: 'flow',
    source: '192.0.2.44',
    target: '10.20.0.64',
    port: 22,
    minute: Date.parse('2026-11-02T09:05:00Z') / 1000,
  });
  expect(wantedRecord('a-b-c')).toEqual({ kind: 'event', id: 'a-b-c' });
});

test.each([
  '192.0.2.44,10.0.0.1,22',
  '192.0.2.44,web,22,2026-11-02T09:05Z',
  '1.2.3.4,1.2.3.5,99999,2026-11-02T09:05Z',
])('%s is refused with an example', (text) => {
  expect(() => wantedRecord(text)).toThrow(/is no flow; give source,target,port,minute such as/);
});
