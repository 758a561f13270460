import { parseFilterPattern } from '../../../analysis/filter-pattern';
import {
  DEPLOYMENT_FAILED_PATTERN,
  TASK_FAILED_PATTERN,
  TASKS_NOT_STARTING_PATTERN,
} from '../../../stacks/detection/workload-events';

const event = (type: string, detail: object) =>
  JSON.stringify({
    version: '0',
    'detail-type': type,
    source: 'aws.ecs',
    region: 'eu-west-1',
    resources: [],
    detail,
  });
const task = (lastStatus: string, stopCode?: string) =>
  event('ECS Task State Change', { lastStatus, stopCode });
const service = (eventName: string, eventType: string) =>
  event('ECS Service Action', { eventName, eventType });
const matches = (pattern: string, text: string) => parseFilterPattern(pattern).matchesText(text);

test.each(['EssentialContainerExited', 'TaskFailedToStart'])(
  'a task that stopped with %s has failed',
  (stopCode) => expect(matches(TASK_FAILED_PATTERN, task('STOPPED', stopCode))).toBe(true),
);

test.each([
  ['stopped by a deployment or by scaling in', task('STOPPED', 'ServiceSchedulerInitiated')],
  ['stopped by a person', task('STOPPED', 'UserInitiated')],
  ['running', task('RUNNING')],
  ['on its way to stop', task('DEPROVISIONING', 'EssentialContainerExited')],
])('a task %s has not', (_, text) => expect(matches(TASK_FAILED_PATTERN, text)).toBe(false));

test('a deployment that failed is told from one that was completed', () => {
  const deployment = (eventName: string) =>
    event('ECS Deployment State Change', { eventName, eventType: 'ERROR' });
  expect(matches(DEPLOYMENT_FAILED_PATTERN, deployment('SERVICE_DEPLOYMENT_FAILED'))).toBe(true);
  expect(matches(DEPLOYMENT_FAILED_PATTERN, deployment('SERVICE_DEPLOYMENT_COMPLETED'))).toBe(false);
});

test('a service that cannot place tasks is told from one that is steady', () => {
  expect(matches(TASKS_NOT_STARTING_PATTERN, service('SERVICE_TASK_PLACEMENT_FAILURE', 'ERROR'))).toBe(true);
  expect(matches(TASKS_NOT_STARTING_PATTERN, service('SERVICE_STEADY_STATE', 'INFO'))).toBe(false);
});
