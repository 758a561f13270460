import { call } from '../api-call';
import { ACCOUNT, addServiceTask, type NetworkInterface, REGION, type ServiceName } from '../fleet';
import { ecsServiceRole } from '../identities';
import type { Simulation } from '../simulation';
import { createTaskInterface } from './create-task-interface';
import { prepareTask, type TaskRoles } from './task-preparations';

/** Starts a task of a service with all the calls that ECS and its roles make; gives its interface. */
export function startServiceTask(
  simulation: Simulation,
  serviceName: ServiceName,
  zone: 0 | 1,
  at: number,
): NetworkInterface {
  const eni = addServiceTask(simulation.fleet, serviceName, zone, at + 25);
  recordTaskStart(simulation, eni, at, {
    taskRole: `${serviceName}-task`,
    executionRole: 'harbor-execution',
  });
  registerTarget(simulation, eni, serviceName, at + 38, 'RegisterTargets');
  return eni;
}

/** Takes a task out of its service: deregistered, drained, interface deleted. */
export function stopServiceTask(simulation: Simulation, eni: NetworkInterface, at: number): void {
  const { task } = eni;
  if (task?.service === undefined) return;
  registerTarget(simulation, eni, task.service, at, 'DeregisterTargets');
  task.stoppedAt = at + 60;
  call(simulation, {
    at: at + 75,
    by: ecsServiceRole(at, 'ecs-eni-provisioning'),
    service: 'ec2',
    name: 'DeleteNetworkInterface',
    request: { networkInterfaceId: eni.id },
    response: { requestId: simulation.random.uuid(), _return: true },
  });
}

/** The calls around a task's start: ECS makes its interface, with the groups that flow logs do not tell. */
export function recordTaskStart(
  simulation: Simulation,
  eni: NetworkInterface,
  at: number,
  roles?: TaskRoles,
): void {
  createTaskInterface(simulation, eni, at + 2);
  if (eni.task && roles) prepareTask(simulation, eni, eni.task, at, roles);
}

function registerTarget(
  simulation: Simulation,
  eni: NetworkInterface,
  serviceName: ServiceName,
  at: number,
  name: 'RegisterTargets' | 'DeregisterTargets',
): void {
  call(simulation, {
    at,
    by: ecsServiceRole(at, 'ecs-service-scheduler'),
    service: 'elasticloadbalancing',
    name,
    request: {
      targetGroupArn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/${serviceName}/6d0ecf831eec9f09`,
      targets: [{ id: eni.privateIp, port: 8080 }],
    },
  });
}
