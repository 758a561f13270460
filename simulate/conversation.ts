import type { NetworkInterface } from './fleet';
import { FIN, type Flow, RST, SYN, SYN_ACK, TCP, UDP } from './flow';

const WINDOW_SECONDS = 60;
/** Taken once: where the global object is not Node's own, as in tests, a look-up costs more than the rest. */
const { floor } = Math;

/** One side's share of a conversation. */
export interface Volume {
  readonly packets: number;
  readonly bytes: number;
}

export interface Conversation {
  /** The interface that sees it. */
  readonly eni: NetworkInterface;
  /** Who began: the peer (`inbound`) or the interface's owner (`outbound`). */
  readonly way: 'inbound' | 'outbound';
  readonly peer: string;
  readonly clientPort: number;
  readonly serverPort: number;
  /** Epoch seconds; fractions are allowed. */
  readonly at: number;
  readonly seconds: number;
  /** From client to server, and back. */
  readonly up: Volume;
  readonly down: Volume;
  /** `fin` closes in order, `reset` is cut by the client, `open` is still going on when the log ends. */
  readonly ending?: 'fin' | 'reset' | 'open';
  readonly protocol?: number;
  /** Stands in for the interface's address in `pkt-srcaddr`/`pkt-dstaddr`; only NAT needs it. */
  readonly packetPeer?: string;
  readonly packetOwn?: string;
  readonly own?: string;
}

/**
 * The records of a conversation that was let through: one per direction and aggregation window in which that
 * direction sent something. Packets are spread evenly over its time.
 */
export function conversation(talk: Conversation): readonly Flow[] {
  const isTcp = (talk.protocol ?? TCP) === TCP;
  const closing = talk.ending === 'reset' ? RST : talk.ending === 'open' ? 0 : FIN;
  return [
    ...direction(talk, 'up', isTcp ? SYN : 0, isTcp ? closing : 0),
    ...direction(talk, 'down', isTcp ? SYN_ACK : 0, isTcp && closing === FIN ? FIN : 0),
  ];
}

/** A question and an answer in single packets, as DNS and NTP have them. */
export function datagrams(
  talk: Omit<Conversation, 'up' | 'down' | 'seconds'>,
  upBytes: number,
  downBytes: number,
) {
  return conversation({
    ...talk,
    protocol: UDP,
    seconds: 0,
    up: { packets: 1, bytes: upBytes },
    down: { packets: 1, bytes: downBytes },
  });
}

function direction(talk: Conversation, side: 'up' | 'down', opening: number, closing: number): Flow[] {
  const volume = talk[side];
  const fromPeer = (talk.way === 'inbound') === (side === 'up');
  const own = talk.own ?? talk.eni.privateIp;
  const flows: Flow[] = [];
  for (const share of sharesByWindow(talk, volume)) {
    const packetPeer = talk.packetPeer;
    const packetOwn = talk.packetOwn;
    flows.push({
      eni: talk.eni,
      direction: fromPeer ? 'ingress' : 'egress',
      source: fromPeer ? talk.peer : own,
      destination: fromPeer ? own : talk.peer,
      sourcePort: side === 'up' ? talk.clientPort : talk.serverPort,
      destinationPort: side === 'up' ? talk.serverPort : talk.clientPort,
      protocol: talk.protocol ?? TCP,
      packets: share.packets,
      bytes: share.bytes,
      start: share.first,
      end: share.last,
      action: 'ACCEPT',
      tcpFlags: (share.isFirst ? opening : 0) | (share.isLast ? closing : 0),
      ...(packetPeer !== undefined &&
        (fromPeer ? { packetSource: packetPeer } : { packetDestination: packetPeer })),
      ...(packetOwn !== undefined &&
        (fromPeer ? { packetDestination: packetOwn } : { packetSource: packetOwn })),
    });
  }
  return flows;
}

interface Share extends Volume {
  readonly first: number;
  readonly last: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function sharesByWindow(talk: Conversation, volume: Volume): Share[] {
  const interval = volume.packets > 1 ? talk.seconds / (volume.packets - 1) : 0;
  const timeOf = (packet: number) => floor(talk.at + packet * interval);
  const windowOf = (packet: number) => floor((timeOf(packet) - talk.eni.phase) / WINDOW_SECONDS);
  const shares: Share[] = [];
  let bytesLeft = volume.bytes;
  let index = 0;
  while (index < volume.packets) {
    const next = firstAfter(index, volume.packets, windowOf);
    const packets = next - index;
    const isLast = next === volume.packets;
    const bytes = isLast ? bytesLeft : floor((volume.bytes * packets) / volume.packets);
    bytesLeft -= bytes;
    shares.push({
      packets,
      bytes,
      first: timeOf(index),
      last: timeOf(next - 1),
      isFirst: index === 0,
      isLast,
    });
    index = next;
  }
  return shares;
}

/** The first packet after this one that falls into another window, or how many there are; windows never go back. */
function firstAfter(packet: number, packets: number, windowOf: (packet: number) => number): number {
  const window = windowOf(packet);
  let within = packet;
  let beyond = packets;
  while (beyond - within > 1) {
    const middle = floor((within + beyond) / 2);
    if (windowOf(middle) === window) within = middle;
    else beyond = middle;
  }
  return beyond;
}
