import { type Conversation, conversation } from '../conversation';
import type { NetworkInterface } from '../fleet';
import type { Simulation } from '../simulation';

/** A task's own connection to the outside: straight where it has a public address, else through the NAT gateway. */
export function egress(
  simulation: Simulation,
  eni: NetworkInterface,
  talk: Omit<Conversation, 'eni' | 'way'>,
): void {
  const { flows, fleet, random } = simulation;
  flows.push(...conversation({ ...talk, eni, way: 'outbound' }));
  if (eni.publicIp !== undefined) return;

  const nat = fleet.natGateway;
  // Inside, the gateway's address stands in for the server's; `pkt-dstaddr` keeps the server's.
  flows.push(
    ...conversation({ ...talk, eni: nat, way: 'inbound', peer: eni.privateIp, packetOwn: talk.peer }),
    ...conversation({ ...talk, eni: nat, way: 'outbound', clientPort: random.int(1024, 65_535) }),
  );
}
