import { serviceResponse } from '../ecs-requests';
import { ACCOUNT, CLUSTER, CLUSTER_ARN, REGION, type ServiceName, type Task, taskArn } from '../fleet';
import type { Simulation } from '../simulation';
import { type Intruder, intrude } from './intruder';

/** UpdateService that lets shells be opened in the service's next tasks. */
export function enableExec(
  simulation: Simulation,
  who: Intruder,
  serviceName: ServiceName,
  at: number,
): void {
  const revision = simulation.fleet.revisions[serviceName];
  intrude(simulation, who, {
    at,
    service: 'ecs',
    name: 'UpdateService',
    request: { cluster: CLUSTER, service: serviceName, enableExecuteCommand: true, forceNewDeployment: true },
    response: serviceResponse(serviceName, revision, 2),
  });
}

/** ExecuteCommand, and the session that ECS then opens on the caller's behalf. */
export function executeCommand(simulation: Simulation, who: Intruder, task: Task, at: number): void {
  const { random } = simulation;
  const containerName = task.family;
  const containerArn = `arn:aws:ecs:${REGION}:${ACCOUNT}:container/${CLUSTER}/${task.id}/${random.uuid()}`;
  const sessionId = `ecs-execute-command-${random.text(26, 'abcdefghijklmnopqrstuvwxyz0123456789')}`;
  const streamUrl = `wss://ssmmessages.${REGION}.amazonaws.com/v1/data-channel/${sessionId}?role=publish_subscribe`;
  const session = { sessionId, streamUrl, tokenValue: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
  intrude(simulation, who, {
    at,
    service: 'ecs',
    name: 'ExecuteCommand',
    request: {
      cluster: CLUSTER,
      task: taskArn(task),
      container: containerName,
      command: '/bin/sh',
      interactive: true,
    },
    response: {
      clusterArn: CLUSTER_ARN,
      containerArn,
      containerName,
      interactive: true,
      session,
      taskArn: taskArn(task),
    },
  });
  intrude(
    simulation,
    {
      ...who,
      by: { ...who.by, invokedBy: 'ecs.amazonaws.com' },
      from: 'ecs.amazonaws.com',
      agent: 'ecs.amazonaws.com',
    },
    {
      at: at + 1,
      service: 'ssm',
      name: 'StartSession',
      request: {
        target: ssmTarget(task),
        documentName: 'AmazonECS-ExecuteInteractiveCommand',
        parameters: { command: ['/bin/sh'] },
      },
      response: session,
    },
  );
}

/** A Session Manager session straight to the task, which no ECS call and no exec transcript shows. */
export function sessionPastExec(simulation: Simulation, who: Intruder, task: Task, at: number): void {
  const sessionId = `${who.by.userName ?? 'session'}-${simulation.random.text(26, 'abcdefghijklmnopqrstuvwxyz0123456789')}`;
  intrude(simulation, who, {
    at,
    service: 'ssm',
    name: 'StartSession',
    request: { target: ssmTarget(task) },
    response: {
      sessionId,
      streamUrl: `wss://ssmmessages.${REGION}.amazonaws.com/v1/data-channel/${sessionId}?role=publish_subscribe`,
      tokenValue: 'Value hidden due to security reasons.',
    },
  });
}

function ssmTarget(task: Task): string {
  return `ecs:${CLUSTER}_${task.id}_${task.containerIds[0]}`;
}
