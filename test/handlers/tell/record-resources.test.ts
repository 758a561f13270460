import { recordResources } from '../../../handlers/tell/record-resources';
import type { CloudTrailRecord, JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

function call(requestParameters: JsonObject, more: Partial<CloudTrailRecord> = {}): CloudTrailRecord {
  return {
    eventTime: '2026-11-02T08:15:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'ExecuteCommand',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    requestParameters,
    ...more,
  };
}
const uids = (record: CloudTrailRecord) => recordResources(record).map(({ uid }) => uid);

test.each([
  [{ cluster: 'harbor', task: '2f4c' }, 'arn:aws:ecs:eu-west-1:111122223333:task/harbor/2f4c'],
  [
    { cluster: 'arn:aws:ecs:eu-west-1:1:cluster/harbor', task: '2f4c' },
    'arn:aws:ecs:eu-west-1:111122223333:task/harbor/2f4c',
  ],
  [{ groupId: 'sg-1' }, 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1'],
  [{ roleName: 'task' }, 'arn:aws:iam::111122223333:role/task'],
  [{ bucketName: 'logs' }, 'arn:aws:s3:::logs'],
])('%j is about %s', (parameters, uid) => {
  expect(uids(call(parameters))[0]).toBe(uid);
});

test('an ARN stays as it is, and a secret that is only named keeps its name', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:harbor/db-a1B2c3';
  expect(uids(call({ secretId: arn }))).toEqual([arn]);
  expect(uids(call({ secretId: 'harbor/db' }))).toEqual(['harbor/db']);
});

test('a name is a trail for CloudTrail, and nothing that is known for others', () => {
  expect(uids(call({ name: 'org' }, { eventSource: 'cloudtrail.amazonaws.com' }))).toEqual([
    'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org',
  ]);
  expect(uids(call({ name: 'org' }))).toEqual([]);
});

test('roles and buckets have no region', () => {
  const [role] = recordResources(call({ roleName: 'task' }, { awsRegion: 'us-gov-west-1' }));
  expect(role).toEqual({
    uid: 'arn:aws-us-gov:iam::111122223333:role/task',
    name: 'task',
    type: 'AWS::IAM::Role',
    cloud_partition: 'aws-us-gov',
  });
});

test('a record without parameters, region or account is about nothing that can be named', () => {
  expect(recordResources(call({}))).toEqual([]);
  const { recipientAccountId: _account, ...without } = call({ groupId: 'sg-1' });
  expect(recordResources(without)).toEqual([]);
});
