import { HOUR, MINUTE } from '../clock';
import { conversation, datagrams } from '../conversation';
import { type NetworkInterface, SERVICES } from '../fleet';
import type { Random } from '../random';
import type { Simulation } from '../simulation';
import { egress } from './egress';
import { ephemeralPort } from './ephemeral-port';

/** A public resolver, public time servers and a content network: what tasks talk to on an ordinary day. */
const RESOLVER = '9.9.9.9';
const TIME_SERVERS = ['162.159.200.1', '162.159.200.123'] as const;
const PARTNERS = ['151.101.1.91', '151.101.65.91', '146.75.117.91'] as const;
/** AWS's own range: regional API endpoints. */
const AWS_ENDPOINTS = ['52.94.220.16', '52.95.113.30', '52.119.208.41', '52.218.29.99'] as const;

/** What tasks reach out to: AWS APIs and partners over HTTPS, names, the time, their database. */
export function taskEgress(simulation: Simulation): void {
  const random = simulation.random.fork('task egress');
  for (const eni of simulation.fleet.taskInterfaces) {
    if (eni.task === undefined) continue;
    const from = Math.max(simulation.from, eni.task.startedAt + 40);
    const until = Math.min(simulation.until, eni.task.stoppedAt) - 2 * MINUTE;
    httpsCalls(simulation, random, eni, from, until);
    names(simulation, random, eni, from, until);
    if (eni.task.service !== undefined && eni.task.service !== SERVICES[0]) {
      database(simulation, random, eni, from, until);
    }
  }
}

function httpsCalls(
  simulation: Simulation,
  random: Random,
  eni: NetworkInterface,
  from: number,
  until: number,
) {
  for (let at = from + random.gap(12 * MINUTE); at < until; at += random.gap(17 * MINUTE)) {
    const requests = random.int(1, 6);
    egress(simulation, eni, {
      peer: random.chance(0.8) ? random.pick(AWS_ENDPOINTS) : random.pick(PARTNERS),
      clientPort: ephemeralPort(random),
      serverPort: 443,
      at,
      seconds: random.float(0.3, 50),
      up: { packets: 9 + requests * 2, bytes: 1900 + requests * random.int(600, 2400) },
      down: { packets: 8 + requests * 2, bytes: 5600 + requests * random.int(400, 3800) },
    });
  }
}

function names(simulation: Simulation, random: Random, eni: NetworkInterface, from: number, until: number) {
  for (let at = from + random.gap(20 * MINUTE); at < until; at += random.gap(35 * MINUTE)) {
    const talk = { eni, way: 'outbound', clientPort: ephemeralPort(random), at } as const;
    if (eni.publicIp === undefined) continue;
    if (random.chance(0.4)) {
      const timeServer = random.pick(TIME_SERVERS);
      simulation.flows.push(...datagrams({ ...talk, peer: timeServer, serverPort: 123 }, 76, 76));
    } else {
      const answer = random.int(96, 240);
      simulation.flows.push(...datagrams({ ...talk, peer: RESOLVER, serverPort: 53 }, 71, answer));
    }
  }
}

/** Pooled connections: a few minutes of statements now and then, so that long conversations span windows. */
function database(
  simulation: Simulation,
  random: Random,
  eni: NetworkInterface,
  from: number,
  until: number,
) {
  const { database: server } = simulation.fleet;
  for (let at = from + random.gap(HOUR); at < until; at += HOUR + random.gap(2 * HOUR)) {
    const seconds = Math.min(random.int(4 * MINUTE, 12 * MINUTE), until - at);
    const statements = Math.max(4, Math.floor(seconds / 7));
    const talk = {
      clientPort: ephemeralPort(random),
      serverPort: 5432,
      at,
      seconds,
      up: { packets: statements * 2, bytes: statements * random.int(260, 420) },
      down: { packets: statements * 2, bytes: statements * random.int(300, 1900) },
    };
    simulation.flows.push(
      ...conversation({ ...talk, eni, way: 'outbound', peer: server.privateIp }),
      ...conversation({ ...talk, eni: server, way: 'inbound', peer: eni.privateIp }),
    );
  }
}
