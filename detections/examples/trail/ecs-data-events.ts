import type { CloudTrailRecord, UserIdentity } from '../../../records/cloudtrail/cloudtrail-record';
import { exampleRole } from '../example-event';
import { callAt, exampleSso, exampleTask, refused, sequence, type TrailExampleTable } from './trail-example';

const INSTANCE = 'arn:aws:ecs:eu-west-1:111122223333:container-instance/shop/0a1b';

function poll(userIdentity: UserIdentity, more: Partial<CloudTrailRecord> = {}, minutes = 0) {
  return callAt(
    minutes,
    'ecs',
    'Poll',
    { cluster: 'shop', containerInstance: INSTANCE, sendCredentials: 'true' },
    {
      userIdentity,
      userAgent: 'Amazon ECS Agent - v1.99.0',
      sourceIPAddress: '10.0.3.7',
      eventCategory: 'Data',
      managementEvent: false,
      ...more,
    },
  );
}

const byInstance = exampleRole('ecsInstanceRole', 'i-0123456789abcdef0');

export const ecsDataEventExamples: TrailExampleTable = {
  'ecs-agent-channel-taken': {
    fires: [
      sequence(poll(byInstance, { userAgent: 'python-websocket' })),
      sequence(poll(exampleTask())),
      sequence(poll(exampleSso)),
      sequence(poll(exampleRole('ecsInstanceRole', 'stolen'))),
    ],
    staysSilent: [
      sequence(poll(byInstance)),
      refused(sequence(poll(exampleTask()))),
      sequence(callAt(0, 'ecs', 'DescribeTasks', { cluster: 'shop' }, { userIdentity: exampleSso })),
    ],
  },
  'ecs-agent-channel-from-two-places': {
    fires: [sequence(poll(byInstance), poll(byInstance, { sourceIPAddress: '203.0.113.9' }, 20))],
    staysSilent: [
      sequence(poll(byInstance), poll(byInstance, {}, 20)),
      sequence(poll(byInstance), poll(byInstance, { sourceIPAddress: '10.0.4.7' }, 90)),
    ],
  },
};
