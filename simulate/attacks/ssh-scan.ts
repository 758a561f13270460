import { ephemeralPort } from '../background/ephemeral-port';
import type { NetworkInterface } from '../fleet';
import { halfOpenScan, refused } from '../probes';
import type { Random } from '../random';
import type { Simulation } from '../simulation';

/** A half-open look at port 22 of each target in turn; where nothing is open the security group refuses. */
export function sshScan(
  simulation: Simulation,
  random: Random,
  scan: { peer: string; at: number; open: readonly NetworkInterface[]; closed: readonly NetworkInterface[] },
): void {
  const sourcePort = ephemeralPort(random);
  let { at } = scan;
  for (const eni of scan.closed) {
    simulation.flows.push(...refused({ eni, peer: scan.peer, sourcePort, port: 22, at, bytesPerPacket: 44 }));
    at += random.float(0.2, 2);
  }
  for (const eni of scan.open) {
    simulation.flows.push(
      ...halfOpenScan({ eni, peer: scan.peer, sourcePort, port: 22, at, bytesPerPacket: 44 }),
    );
    at += random.float(0.2, 2);
  }
}
