import { egress } from '../background/egress';
import { ephemeralPort } from '../background/ephemeral-port';
import type { NetworkInterface } from '../fleet';
import { SYN, TCP } from '../flow';
import type { Random } from '../random';
import type { Simulation } from '../simulation';

export interface Outbound {
  readonly eni: NetworkInterface;
  readonly peer: string;
  readonly port: number;
  readonly at: number;
  readonly seconds: number;
}

/** A connection from a task to somewhere it never went before: a shell, a tunnel, a copy of something. */
export function outbound(
  simulation: Simulation,
  random: Random,
  { eni, peer, port, at, seconds }: Outbound,
): void {
  const exchanges = Math.max(6, Math.floor(seconds / 1.5));
  egress(simulation, eni, {
    peer,
    clientPort: ephemeralPort(random),
    serverPort: port,
    at,
    seconds,
    up: { packets: 20 + exchanges, bytes: 4200 + exchanges * 310 },
    down: { packets: 18 + exchanges, bytes: 3900 + exchanges * 122 },
  });
}

/** A task knocks on a port of every address of a subnet; the few that exist do not let it in. */
export function lateralScan(
  simulation: Simulation,
  random: Random,
  scan: { eni: NetworkInterface; port: number; at: number; prefix: string; hosts: number },
): void {
  let { at } = scan;
  for (let host = 4; host < 4 + scan.hosts; host++) {
    simulation.flows.push({
      eni: scan.eni,
      direction: 'egress',
      source: scan.eni.privateIp,
      destination: `${scan.prefix}.${host}`,
      sourcePort: ephemeralPort(random),
      destinationPort: scan.port,
      protocol: TCP,
      packets: 1,
      bytes: 60,
      start: Math.floor(at),
      end: Math.floor(at),
      action: 'ACCEPT',
      tcpFlags: SYN,
    });
    at += random.float(0.5, 3);
  }
}
