import type { NetworkInterface } from './fleet';
import { type Flow, RST, SYN, SYN_ACK, TCP } from './flow';

export interface Refusal {
  readonly eni: NetworkInterface;
  readonly peer: string;
  readonly sourcePort: number;
  readonly port: number;
  readonly at: number;
  /** The first SYN and its retransmissions, a second and three seconds later. */
  readonly attempts?: 1 | 2 | 3;
  readonly bytesPerPacket?: number;
}

/** A connection that the security group refused: one record, since nothing is answered. */
export function refused(probe: Refusal): readonly Flow[] {
  const attempts = probe.attempts ?? 1;
  const lastAfter = [0, 1, 3][attempts - 1] ?? 0;
  return [
    {
      eni: probe.eni,
      direction: 'ingress',
      source: probe.peer,
      destination: probe.eni.privateIp,
      sourcePort: probe.sourcePort,
      destinationPort: probe.port,
      protocol: TCP,
      packets: attempts,
      bytes: attempts * (probe.bytesPerPacket ?? 40),
      start: Math.floor(probe.at),
      end: Math.floor(probe.at) + lastAfter,
      action: 'REJECT',
      tcpFlags: SYN,
    },
  ];
}

/** A scanner's half-open knock on an open port: SYN, SYN-ACK, RST. */
export function halfOpenScan(probe: Refusal): readonly Flow[] {
  const knock = refused(probe)[0] as Flow;
  const bytes = probe.bytesPerPacket ?? 40;
  return [
    { ...knock, packets: 2, bytes: 2 * bytes, action: 'ACCEPT', tcpFlags: SYN | RST, end: knock.start },
    { ...reply(knock), packets: 1, bytes: 44, tcpFlags: SYN_ACK, end: knock.start },
  ];
}

function reply(knock: Flow): Flow {
  return {
    ...knock,
    direction: 'egress',
    source: knock.destination,
    destination: knock.source,
    sourcePort: knock.destinationPort,
    destinationPort: knock.sourcePort,
    action: 'ACCEPT',
  };
}
