import { callTarget } from '../../analysis/call-target';
import { exampleEvent } from '../../detections/examples/example-event';
import type { CloudTrailRecord, JsonObject } from '../../records/cloudtrail/cloudtrail-record';

const targetOf = (service: string, request: JsonObject | null) =>
  callTarget(exampleEvent(service, 'SomeCall', request) as unknown as CloudTrailRecord);

test.each([
  ['ecs', { cluster: 'harbor', task: 'arn:aws:ecs:eu-west-1:111122223333:task/harbor/ee70' }, 'task ee70'],
  ['ecs', { cluster: 'harbor', service: 'orders' }, 'service orders'],
  ['ec2', { groupId: 'sg-1', vpcId: 'vpc-1' }, 'security group sg-1'],
  [
    'cloudtrail',
    { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/harbor-trail' },
    'trail harbor-trail',
  ],
  ['events', { name: 'nightly' }, 'rule nightly'],
  ['monitoring', { alarmNames: ['one', 'two'] }, 'alarm one'],
  ['s3', { bucketName: 'logs' }, 'bucket logs'],
])('%s %j is about %s', (service, request, target) => {
  // The member's own noun, in the singular.
  expect(targetOf(service, request as JsonObject)?.replace(/^alarms? /, 'alarm ')).toBe(target);
});

test('a plain name of another service has no noun', () => {
  expect(targetOf('ssm', { name: '/harbor/token' })).toBe('/harbor/token');
});

test.each([[null], [{}], [{ task: '' }], [{ groupId: 7 }], [{ alarmNames: [] }]])(
  'a request that names nothing (%j) is about nothing',
  (request) => {
    expect(targetOf('ecs', request as JsonObject | null)).toBeUndefined();
  },
);
