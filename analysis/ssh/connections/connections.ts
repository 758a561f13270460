import type { Connection } from './connection';
import type { Ends } from './connection-of-sums';
import { byClientPortOf, type FlowPair, type Slice } from './flow-pair';
import { join } from './join-slices';
import { TCP } from './protocols';

/** The connections of a pair, in order of their first packet. */
export function connectionsOf(pair: FlowPair): Connection[] {
  const { slices, byClientPort } = pair;
  const ends: Ends = { isIpv6: pair.target.includes(':'), isTcp: pair.protocol === TCP };
  const connections: Connection[] = [];
  if (byClientPort !== undefined) {
    for (const first of byClientPort.values()) {
      group.length = 0;
      for (let slice: Slice | undefined = first; slice !== undefined; slice = slice.next) group.push(slice);
      join(group, ends, connections);
    }
  } else if (slices.length <= FEW) {
    joinFew(slices, ends, connections);
  } else {
    for (const ofPort of byClientPortOf(slices).values()) join(ofPort, ends, connections);
  }
  group.length = 0;
  return areInOrder(connections) ? connections : connections.sort(byBegin);
}

function byBegin(one: Connection, other: Connection): number {
  return one.first - other.first || one.clientPort - other.clientPort;
}

function areInOrder(connections: readonly Connection[]): boolean {
  for (let at = 1; at < connections.length; at += 1) {
    if (byBegin(connections[at - 1] as Connection, connections[at] as Connection) > 0) return false;
  }
  return true;
}

/** A pair with so many slices is looked through for each client port: most pairs of an internet scan are one contact. */
const FEW = 24;
/** Of one client port; the same array for all that are joined, one after the other. */
const group: Slice[] = [];

/** The same client ports in the same order as `byClientPortOf` has them, without a map. */
function joinFew(slices: readonly Slice[], ends: Ends, connections: Connection[]): void {
  let taken = 0;
  for (let at = 0; at < slices.length; at += 1) {
    if ((taken & (1 << at)) !== 0) continue;
    const { clientPort } = slices[at] as Slice;
    group.length = 0;
    for (let other = at; other < slices.length; other += 1) {
      const slice = slices[other] as Slice;
      if (slice.clientPort !== clientPort) continue;
      taken |= 1 << other;
      group.push(slice);
    }
    join(group, ends, connections);
  }
}
