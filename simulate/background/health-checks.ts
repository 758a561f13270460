import { MINUTE } from '../clock';
import { accessLines } from '../containers/access-lines';
import { conversation } from '../conversation';
import { runningTasks } from '../fleet';
import type { Simulation } from '../simulation';
import { ephemeralPort } from './ephemeral-port';

const INTERVAL_SECONDS = 5 * MINUTE;

/** The load balancer's nodes ask every task whether it is well; each question is a connection of its own. */
export function healthChecks(simulation: Simulation): void {
  const random = simulation.random.fork('health checks');
  const { fleet } = simulation;
  for (const balancer of fleet.loadBalancers) {
    for (let at = simulation.from + random.int(0, 60); at < simulation.until - 5; at += INTERVAL_SECONDS) {
      for (const target of runningTasks(fleet, at)) {
        const talk = {
          clientPort: ephemeralPort(random),
          serverPort: 8080,
          at: at + random.float(0, 2),
          seconds: random.float(0.01, 0.2),
          up: { packets: 6, bytes: random.pick([438, 440, 442]) },
          down: { packets: 5, bytes: random.pick([514, 520, 533]) },
        };
        simulation.flows.push(
          ...conversation({ ...talk, eni: balancer, way: 'outbound', peer: target.privateIp }),
          ...conversation({ ...talk, eni: target, way: 'inbound', peer: balancer.privateIp }),
        );
        const { clientPort } = talk;
        const asking = { target, balancer, clientPort, client: undefined, agent: 'ELB-HealthChecker/2.0' };
        accessLines(simulation, asking, [
          { at: talk.at, method: 'GET', path: '/health', status: 200, bytes: talk.down.bytes - 267 },
        ]);
      }
    }
  }
}
