import { EXAMPLE_TASK, ecsEvent, roleArn, taskRun } from './ecs-example';
import { denied, type ExampleTable, exampleDeployer, exampleRole } from './example-event';

const byScheduler = {
  userIdentity: exampleRole('nightly-report', 'scheduler'),
  userAgent: 'scheduler.amazonaws.com',
};
const byStateMachine = {
  userIdentity: { ...exampleRole('etl', 'run-7'), invokedBy: 'states.amazonaws.com' },
  userAgent: 'states.amazonaws.com',
};
const shell = taskRun({ overrides: { containerOverrides: [{ name: 'web', command: ['sh', '-c', 'env'] }] } });
const stop = ecsEvent('StopTask', { cluster: 'harbor', task: EXAMPLE_TASK, reason: 'because' });

export const ecsTasksExamples: ExampleTable = {
  'ecs-task-role-overridden': {
    fires: [
      taskRun({ overrides: { taskRoleArn: roleArn('admin') } }),
      taskRun({ overrides: { executionRoleArn: roleArn('reads-all-secrets') } }, { eventName: 'StartTask' }),
    ],
    staysSilent: [
      taskRun({ overrides: { cpu: '1024' } }),
      denied(taskRun({ overrides: { taskRoleArn: roleArn('admin') } })),
    ],
  },
  'ecs-task-run-outside-pipeline': {
    fires: [
      taskRun(),
      shell,
      taskRun({}, { userIdentity: exampleRole('developer'), sessionCredentialFromConsole: 'true' }),
    ],
    staysSilent: [
      taskRun({}, byScheduler),
      { ...shell, ...byScheduler },
      taskRun({}, byStateMachine),
      taskRun({}, { userIdentity: exampleDeployer }),
      denied(taskRun()),
    ],
  },
  'ecs-tasks-stopped-in-bulk': {
    fires: [stop],
    staysSilent: [
      denied(stop),
      ecsEvent('StopServiceDeployment', {
        serviceDeploymentArn: 'arn:aws:ecs:eu-west-1:111122223333:service-deployment/harbor/web/1',
      }),
    ],
  },
};
