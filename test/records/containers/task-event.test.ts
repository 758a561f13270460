import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { parseTaskEvent } from '../../../records/containers/task-event';

const TASK = 'fbd73c6a87e795c953c2402ab5a21835';

/** After the example in the ECS developer guide, "Task state change events". */
const event = (detail: JsonObject = {}): JsonObject => ({
  version: '0',
  id: '3317b2af-7005-947d-b652-f55e762e571a',
  'detail-type': 'ECS Task State Change',
  source: 'aws.ecs',
  account: '111122223333',
  time: '2026-11-02T10:59:00Z',
  region: 'eu-west-1',
  detail: {
    attachments: [
      {
        type: 'eni',
        details: [
          { name: 'subnetId', value: 'subnet-1' },
          { name: 'privateIPv4Address', value: '10.20.0.52' },
        ],
      },
    ],
    containers: [
      { name: 'httpd', image: 'httpd:1', imageDigest: 'sha256:ab', lastStatus: 'STOPPED', exitCode: 137 },
    ],
    desiredStatus: 'STOPPED',
    group: 'service:httpd-login',
    lastStatus: 'STOPPED',
    startedBy: 'ecs-svc/123',
    stoppedReason: 'Task stopped by mallory',
    taskArn: `arn:aws:ecs:eu-west-1:111122223333:task/harbor/${TASK}`,
    taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/httpd-login:18',
    ...detail,
  },
});

test('a state change says which task, in which state, why, with which image and address', () => {
  expect(parseTaskEvent(event())).toEqual({
    time: '2026-11-02T10:59:00Z',
    account: '111122223333',
    region: 'eu-west-1',
    task: TASK,
    status: 'STOPPED',
    desiredStatus: 'STOPPED',
    service: 'httpd-login',
    definition: 'httpd-login:18',
    startedBy: 'ecs-svc/123',
    stoppedReason: 'Task stopped by mallory',
    addresses: ['10.20.0.52'],
    containers: [{ name: 'httpd', image: 'httpd:1', digest: 'sha256:ab', status: 'STOPPED', exitCode: 137 }],
  });
});

test('a task of no service belongs to none', () => {
  expect(parseTaskEvent(event({ group: 'family:miner' }))?.service).toBeUndefined();
});

test.each([
  ['another event', { ...event(), 'detail-type': 'ECS Service Action' }],
  ['no time', { ...event(), time: 'soon' }],
  ['no task', event({ taskArn: null })],
  ['no state', event({ lastStatus: 5 })],
  ['no detail', { ...event(), detail: 'text' }],
])('%s is no state change of a task', (_, value) => {
  expect(parseTaskEvent(value)).toBeUndefined();
});

test('lists of anything else are empty lists', () => {
  const odd = parseTaskEvent(event({ containers: 'many', attachments: [null, { details: [1] }] }));
  expect(odd).toMatchObject({ containers: [], addresses: [] });
});
