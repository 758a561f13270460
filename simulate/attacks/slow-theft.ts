import { egress } from '../background/egress';
import { ephemeralPort } from '../background/ephemeral-port';
import { conversation } from '../conversation';
import type { NetworkInterface } from '../fleet';
import type { Random } from '../random';
import type { Simulation } from '../simulation';

/** A call home every so many seconds, give or take `jitter` of it: a question, and no answer worth reading. */
export function callHome(
  simulation: Simulation,
  random: Random,
  call: { eni: NetworkInterface; peer: string; from: number; until: number; every: number; jitter: number },
): void {
  const { eni, peer, until, every, jitter } = call;
  for (let at = call.from; at < until; at += every * (1 + random.float(-jitter, jitter))) {
    egress(simulation, eni, {
      peer,
      clientPort: ephemeralPort(random),
      serverPort: 443,
      at,
      seconds: random.float(0.2, 1.5),
      up: { packets: 10, bytes: 1_720 + random.int(0, 90) },
      down: { packets: 9, bytes: 4_310 + random.int(0, 60) },
    });
  }
}

/** So many bytes, slowly, in one connection. */
export function upload(
  simulation: Simulation,
  random: Random,
  sent: { eni: NetworkInterface; peer: string; at: number; seconds: number; bytes: number },
): void {
  const packets = Math.ceil(sent.bytes / 1_390);
  egress(simulation, sent.eni, {
    peer: sent.peer,
    clientPort: ephemeralPort(random),
    serverPort: 443,
    at: sent.at,
    seconds: sent.seconds,
    up: { packets, bytes: sent.bytes },
    down: { packets: Math.ceil(packets / 2), bytes: Math.ceil(packets / 2) * 54 },
  });
}

/** A task calls others inside, one after the other, as both of their interfaces see it. */
export function reachOthers(
  simulation: Simulation,
  random: Random,
  reach: {
    eni: NetworkInterface;
    others: readonly NetworkInterface[];
    port: number;
    at: number;
    every: number;
  },
): void {
  const { eni, others, port, every } = reach;
  others.forEach((other, index) => {
    const talk = {
      clientPort: ephemeralPort(random),
      serverPort: port,
      at: reach.at + index * every,
      seconds: random.float(1, 6),
      up: { packets: 9, bytes: 1_400 },
      down: { packets: 8, bytes: 2_900 },
    };
    simulation.flows.push(
      ...conversation({ ...talk, eni, way: 'outbound', peer: other.privateIp }),
      ...conversation({ ...talk, eni: other, way: 'inbound', peer: eni.privateIp }),
    );
  });
}
