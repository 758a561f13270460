import { EXAMPLE_TASK, EXAMPLE_TASK_ID, ecsEvent, serviceUpdate, taskRun } from './ecs-example';
import { denied, type ExampleTable, exampleDeployer, exampleEvent, exampleRole } from './example-event';

const exec = ecsEvent(
  'ExecuteCommand',
  { cluster: 'harbor', container: 'web', task: EXAMPLE_TASK, command: '/bin/sh', interactive: true },
  {
    responseElements: {
      clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/harbor',
      containerName: 'web',
      interactive: true,
      session: {
        sessionId: 'ecs-execute-command-0f6b5f2b7c1d2e3f4',
        streamUrl:
          'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/ecs-execute-command-0f6b5f2b7c1d2e3f4',
        tokenValue: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
      taskArn: EXAMPLE_TASK,
    },
  },
);

const taskSession = exampleEvent('ssm', 'StartSession', {
  target: `ecs:harbor_${EXAMPLE_TASK_ID}_${EXAMPLE_TASK_ID}-1527056392`,
});

function clusterUpdate(executeCommandConfiguration: {
  logging: string;
  logConfiguration?: { s3BucketName: string };
}) {
  return ecsEvent('UpdateCluster', { cluster: 'harbor', configuration: { executeCommandConfiguration } });
}

const preferences = exampleEvent('ssm', 'UpdateDocument', {
  name: 'SSM-SessionManagerRunShell',
  content: '{"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":{"s3BucketName":""}}',
  documentVersion: '$LATEST',
});

export const ecsExecExamples: ExampleTable = {
  'ecs-exec-session-opened': {
    fires: [exec, { ...exec, userIdentity: exampleRole('break-glass', 'ana') }],
    staysSilent: [
      denied(exec, 'AccessDeniedException'),
      ecsEvent('DescribeTasks', { cluster: 'harbor', tasks: [EXAMPLE_TASK] }),
    ],
  },
  'ecs-exec-denied': {
    fires: [
      denied(exec, 'AccessDeniedException'),
      denied(exec, 'InvalidParameterException'),
      denied(exec, 'TargetNotConnectedException'),
    ],
    staysSilent: [exec, denied(exec, 'ClusterNotFoundException')],
  },
  'ecs-task-ssm-session-opened': {
    fires: [taskSession, { ...taskSession, userIdentity: exampleRole('developer') }],
    staysSilent: [
      // ECS Exec opens this one itself, for a caller who is on record with ExecuteCommand.
      {
        ...taskSession,
        userIdentity: { ...exampleRole('developer'), invokedBy: 'ecs.amazonaws.com' },
        sourceIPAddress: 'ecs.amazonaws.com',
      },
      denied(taskSession),
      { ...taskSession, requestParameters: { target: 'i-0a1b2c3d4e5f60718' } },
    ],
  },
  'ecs-exec-enabled': {
    fires: [
      serviceUpdate({ enableExecuteCommand: true }),
      taskRun({ enableExecuteCommand: true }),
      ecsEvent('CreateDaemon', {
        daemonName: 'agent',
        daemonTaskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:daemon-task-definition/agent:1',
        capacityProviderArns: ['arn:aws:ecs:eu-west-1:111122223333:capacity-provider/hosts'],
        enableExecuteCommand: true,
      }),
    ],
    staysSilent: [
      serviceUpdate({ enableExecuteCommand: false }),
      serviceUpdate({ forceNewDeployment: true }),
      denied(serviceUpdate({ enableExecuteCommand: true })),
    ],
  },
  'ecs-exec-logging-weakened': {
    fires: [
      clusterUpdate({ logging: 'NONE' }),
      clusterUpdate({ logging: 'OVERRIDE', logConfiguration: { s3BucketName: 'not-the-audit-bucket' } }),
      ecsEvent('CreateCluster', {
        clusterName: 'harbor-2',
        configuration: { executeCommandConfiguration: { logging: 'NONE' } },
      }),
      preferences,
      exampleEvent('ssm', 'DeleteDocument', { name: 'SSM-SessionManagerRunShell' }),
    ],
    staysSilent: [
      clusterUpdate({ logging: 'DEFAULT' }),
      exampleEvent('ssm', 'UpdateDocument', { name: 'Harbor-PatchHosts', content: '{}' }),
      exampleEvent('ssm', 'GetDocument', { name: 'SSM-SessionManagerRunShell' }, { readOnly: true }),
      denied(preferences),
      {
        ...clusterUpdate({ logging: 'OVERRIDE', logConfiguration: { s3BucketName: 'audit-bucket' } }),
        userIdentity: exampleDeployer,
      },
      ecsEvent('CreateCluster', {
        clusterName: 'harbor-2',
        configuration: { executeCommandConfiguration: { logging: 'DEFAULT' } },
      }),
    ],
  },
};
