import type { Simulation } from '../simulation';

/** The task's security group has let the world reach port 22 since before the logs begin. */
export function leaveSshOpen(simulation: Simulation): void {
  const groupId = simulation.fleet.securityGroups['httpd-login'];
  simulation.openings.push({ groupId, port: 22, since: Number.NEGATIVE_INFINITY });
}
