import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import type { Random } from '../../../../simulate/random';
import { flow } from '../flows';
import type { Message } from './messages';

/** What lies between a client and a server, and how their flow log is written. */
export interface Path {
  /** 1,500 on the internet, 9,001 within a VPC. */
  readonly mtu: number;
  /** IPv4 and TCP: 52 with timestamps, 40 without (Windows). */
  readonly header: number;
  /** Shares of pure acknowledgements that are not carried by data, client and server. */
  readonly acks: readonly [number, number];
  /** Share of packets that are sent again. */
  readonly loss: number;
  /** Seconds a window: 60 or 600. */
  readonly window: number;
  readonly hasFlags: boolean;
}

/** Draws a path; a whole mix has one kind of flow log. */
export function drawPath(random: Random, log: Pick<Path, 'window' | 'hasFlags'>): Path {
  return {
    ...log,
    mtu: random.chance(0.5) ? 1_500 : 9_001,
    header: random.chance(0.12) ? 40 : 52,
    acks: [random.float(0, 0.9), random.float(0, 0.7)],
    loss: random.chance(0.2) ? 0.02 : 0,
  };
}

export interface Connected {
  readonly source: string;
  readonly target: string;
  readonly port?: number;
  readonly at: number;
  readonly seconds: number;
  readonly messages: readonly Message[];
}

interface Side {
  packets: number;
  bytes: number;
}

/** The records of one connection: both directions, cut where windows end. */
export function onTheWire(random: Random, path: Path, connected: Connected): FlowRecord[] {
  const { source, target, port = 22, at, seconds, messages } = connected;
  const clientPort = random.int(32_768, 60_999);
  const [client, server] = [sideOf(random, path, messages, true), sideOf(random, path, messages, false)];
  const begin = Math.floor(at);
  const end = Math.floor(at + seconds);
  const cuts = cutsBetween(begin, end, path.window);
  const phase = (side: Side, ports: Partial<FlowRecord>, opening: number) =>
    cuts.flatMap(([from, to], index) => {
      const share = (whole: number) => {
        const each = Math.floor(whole / cuts.length);
        return index === 0 ? whole - each * (cuts.length - 1) : each;
      };
      if (share(side.packets) === 0) return [];
      const flags = (index === 0 ? opening : 0) | (index === cuts.length - 1 ? 1 : 0);
      return flow({
        ...ports,
        packets: share(side.packets),
        bytes: share(side.bytes),
        start: from,
        end: to,
        tcpFlags: path.hasFlags ? flags : undefined,
      });
    });
  return [
    ...phase(client, { srcaddr: source, dstaddr: target, srcport: clientPort, dstport: port }, 2),
    ...phase(server, { srcaddr: target, dstaddr: source, srcport: port, dstport: clientPort }, 18),
  ];
}

/** SYN, the acknowledgement of the other's, data in segments, bare acknowledgements of what was received, FIN and its acknowledgement. */
function sideOf(
  random: Random,
  { mtu, header, acks, loss }: Path,
  messages: readonly Message[],
  ofClient: boolean,
): Side {
  const most = mtu - header;
  let packets = ofClient ? 4 : 3;
  let payload = 0;
  let received = 0;
  for (const { fromClient, bytes } of messages) {
    const segments = Math.ceil(bytes / most);
    if (fromClient === ofClient) {
      packets += segments;
      payload += bytes;
    } else received += Math.ceil(segments / 2);
  }
  packets += Math.round(received * acks[ofClient ? 0 : 1]);
  if (random.chance(0.2)) packets += random.chance(0.5) ? 1 : -1;
  const own = messages.filter(({ fromClient }) => fromClient === ofClient);
  for (let packet = packets; packet > 0 && own.length > 0; packet -= 1) {
    if (!random.chance(loss)) continue;
    packets += 1;
    payload += Math.min(most, random.pick(own).bytes);
  }
  return { packets, bytes: packets * header + payload + 16 };
}

function cutsBetween(begin: number, end: number, window: number): [number, number][] {
  const cuts: [number, number][] = [];
  for (let from = begin; from <= end; ) {
    const to = Math.min(end, Math.floor(from / window) * window + window - 1);
    cuts.push([from, to]);
    from = to + 1;
  }
  return cuts;
}
