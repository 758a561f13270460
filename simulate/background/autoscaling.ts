import { call } from '../api-call';
import { serviceResponse } from '../ecs-requests';
import { CLUSTER, runningTasks, type ServiceName } from '../fleet';
import { roleSession } from '../identities';
import type { Simulation } from '../simulation';
import { startServiceTask, stopServiceTask } from './task-lifecycle';

/** Application Auto Scaling sets a service's count: more tasks start, or the youngest one stops. */
export function scale(
  simulation: Simulation,
  serviceName: ServiceName,
  at: number,
  desiredCount: number,
): void {
  call(simulation, {
    at,
    by: roleSession({
      role: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
      session: 'AutoScaling-UpdateDesiredCapacity',
      since: at,
      path: '/aws-service-role/ecs.application-autoscaling.amazonaws.com/',
      invokedBy: 'ecs.application-autoscaling.amazonaws.com',
    }),
    service: 'ecs',
    name: 'UpdateService',
    request: { cluster: CLUSTER, service: serviceName, desiredCount },
    response: serviceResponse(serviceName, simulation.fleet.revisions[serviceName], desiredCount),
  });
  const running = runningTasks(simulation.fleet, at, serviceName);
  for (let count = running.length; count < desiredCount; count++) {
    startServiceTask(simulation, serviceName, count % 2 === 0 ? 0 : 1, at + 12);
  }
  for (const eni of running.slice(desiredCount)) stopServiceTask(simulation, eni, at + 12);
}
