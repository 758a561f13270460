import { HOUR } from '../clock';
import { accessLines } from '../containers/access-lines';
import { browser, visit } from '../containers/visit';
import { conversation } from '../conversation';
import { runningTasks, type ServiceName } from '../fleet';
import type { Simulation } from '../simulation';
import { ephemeralPort } from './ephemeral-port';

/** Shop hours: quiet at night, busiest in the afternoon. */
function busyness(at: number): number {
  const hour = (at % 86_400) / HOUR;
  return 0.25 + 0.75 * Math.max(0, Math.sin(((hour - 6) / 18) * Math.PI));
}

/** People and their apps, over HTTPS to the load balancer, which talks to the tasks behind it. */
export function clientTraffic(simulation: Simulation, meanGapSeconds = 55): void {
  const random = simulation.random.fork('client traffic');
  const { fleet, flows } = simulation;
  for (let at = simulation.from + random.gap(meanGapSeconds); at < simulation.until - 90; ) {
    const balancer = random.pick(fleet.loadBalancers);
    const isIpv6 = random.chance(0.12);
    const requests = random.int(1, 12);
    const seconds = random.float(0.4, 75);
    const peer = isIpv6
      ? `2001:db8:${random.hex(4)}:${random.hex(4)}::${random.hex(4)}`.replace(/:0+(?=[0-9a-f])/g, ':')
      : `${random.int(77, 95)}.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`;
    flows.push(
      ...conversation({
        eni: balancer,
        way: 'inbound',
        peer,
        ...(isIpv6 && balancer.ipv6 !== undefined && { own: balancer.ipv6 }),
        clientPort: ephemeralPort(random),
        serverPort: 443,
        at,
        seconds,
        up: { packets: 8 + requests * 3, bytes: 1150 + requests * random.int(420, 900) },
        down: { packets: 7 + requests * 4, bytes: 4700 + requests * random.int(1500, 7800) },
        ending: random.chance(0.08) ? 'reset' : 'fin',
      }),
    );
    const serviceName: ServiceName = random.pick(['httpd-login', 'orders', 'orders', 'billing'] as const);
    const targets = runningTasks(fleet, at, serviceName);
    if (targets.length > 0 && random.chance(0.5)) {
      const target = random.pick(targets);
      backendTraffic(simulation, { balancer, target, client: peer, at, seconds, requests, random });
    }
    at += random.gap(meanGapSeconds / busyness(at));
  }
}

interface Backend {
  readonly balancer: Simulation['fleet']['natGateway'];
  readonly target: Simulation['fleet']['natGateway'];
  readonly client: string;
  readonly at: number;
  readonly seconds: number;
  readonly requests: number;
  readonly random: Simulation['random'];
}

function backendTraffic(simulation: Simulation, backend: Backend): void {
  const { balancer, target, client, at, requests, random } = backend;
  const talk = {
    clientPort: ephemeralPort(random),
    serverPort: 8080,
    at: at + 0.01,
    seconds: Math.min(backend.seconds + 5, 65),
    up: { packets: 4 + requests * 2, bytes: 240 + requests * random.int(500, 1100) },
    down: { packets: 3 + requests * 3, bytes: 180 + requests * random.int(1500, 7800) },
  };
  simulation.flows.push(
    ...conversation({ ...talk, eni: balancer, way: 'outbound', peer: target.privateIp }),
    ...conversation({ ...talk, eni: target, way: 'inbound', peer: balancer.privateIp }),
  );
  const { clientPort, seconds, down } = talk;
  const person = simulation.random.fork(`visitor ${client} ${clientPort}`);
  accessLines(
    simulation,
    { target, balancer, clientPort, client, agent: browser(person) },
    visit(person, { at: at + 0.02, seconds: Math.max(0.1, seconds - 5), requests, bytes: down.bytes }),
  );
}
