import { MINUTE } from '../clock';
import { type NetworkInterface, runningTasks } from '../fleet';
import { type Flow, ICMP, UDP } from '../flow';
import { halfOpenScan, refused } from '../probes';
import type { Simulation } from '../simulation';

const KNOCKED_PORTS = [
  22, 22, 23, 23, 80, 445, 445, 1433, 3306, 3389, 5432, 5900, 6379, 8080, 8443, 9200,
] as const;

/**
 * What every public address hears all day: somebody's scanner knocks once or twice, is refused, and moves on.
 * No source comes back, so none of it adds up to anything.
 */
export function internetNoise(simulation: Simulation, meanGapSeconds = 6 * MINUTE): void {
  const random = simulation.random.fork('internet noise');
  const { fleet, flows } = simulation;
  let host = 0;
  for (let at = simulation.from + random.gap(meanGapSeconds); at < simulation.until - 10; ) {
    const peer = `198.51.100.${100 + (host++ % 150)}`;
    const exposed = [...fleet.loadBalancers, fleet.natGateway, ...runningTasks(fleet, at, 'httpd-login')];
    const eni = random.pick(exposed);
    const sourcePort = random.int(1025, 65_000);
    const isDatagram = random.chance(0.15);
    if (isDatagram) {
      const isPing = random.chance(0.4);
      flows.push({
        ...(refused({ eni, peer, sourcePort, port: 5060, at })[0] as Flow),
        protocol: isPing ? ICMP : UDP,
        ...(isPing && { sourcePort: 8, destinationPort: 0 }),
        bytes: isPing ? 84 : 443,
        tcpFlags: 0,
      });
    } else {
      const port = random.pick(KNOCKED_PORTS);
      const attempts = random.pick([1, 1, 1, 2] as const);
      const bytesPerPacket = random.pick([40, 44, 60]);
      const knock = { eni, peer, sourcePort, port, at, attempts, bytesPerPacket };
      flows.push(...(isOpen(simulation, eni, port, at) ? halfOpenScan(knock) : refused(knock)));
    }
    at += random.gap(meanGapSeconds);
  }
}

function isOpen({ openings }: Simulation, eni: NetworkInterface, port: number, at: number): boolean {
  return openings.some(
    (opening) => opening.groupId === eni.securityGroup && opening.port === port && opening.since <= at,
  );
}
