import type { Simulation } from '../simulation';
import { clientTraffic } from './client-traffic';
import { healthChecks } from './health-checks';
import { idleWindows } from './idle-windows';
import { internetNoise } from './internet-noise';
import { monitoringPolls } from './monitoring-polls';
import { serviceNoise } from './service-noise';
import { taskEgress } from './task-egress';
import { taskRoleCalls } from './task-role-calls';

/**
 * Everything that goes on while nothing happens. Call it last: traffic follows the tasks that deploys, scaling
 * and intruders have started and stopped.
 */
export function ordinaryLife(simulation: Simulation): void {
  clientTraffic(simulation);
  healthChecks(simulation);
  taskEgress(simulation);
  internetNoise(simulation);
  idleWindows(simulation);
  monitoringPolls(simulation);
  taskRoleCalls(simulation);
  serviceNoise(simulation);
}
