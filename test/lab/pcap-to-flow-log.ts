import { FLOW_LOG_FIELD_BY_NAME, FLOW_LOG_FIELDS } from '../../records/flow-logs/flow-log-fields';
import { type Packet, readPcap } from './read-pcap';

/**
 * The formats of the sample flow logs: AWS's default, a custom one with TCP flags and directions, and one with every
 * field there is.
 */
export const LAB_FORMATS = {
  v2: 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  v5: 'version account-id vpc-id subnet-id instance-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags type pkt-srcaddr pkt-dstaddr flow-direction',
  all: FLOW_LOG_FIELDS.map(({ name }) => name).join(' '),
} as const;

export interface FlowLogOptions {
  readonly format: keyof typeof LAB_FORMATS;
  /** Interface id by address: the hosts that the VPC would log. Traffic between others is not seen. */
  readonly interfaces: Readonly<Record<string, string>>;
  /** Values of further fields by interface id, such as the ECS task. @default `-`, as AWS writes what it does not know */
  readonly known?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Maximum aggregation interval. @default 60 seconds, which is what Nitro instances and Fargate have */
  readonly windowSeconds?: number;
  /**
   * What `start` and `end` say: the first and last packet in the window (as AWS describes the fields), or the
   * edges of the window (as records look whose times are "up to 60 seconds" off). @default packets
   */
  readonly times?: 'packets' | 'windows';
  /** Added to every time, for captures that begin at epoch 0. @default 0 seconds */
  readonly shiftSeconds?: number;
}

const TCP = 6;
const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

interface Flow {
  readonly interfaceId: string;
  readonly packet: Packet;
  readonly isIncoming: boolean;
  readonly window: number;
  packets: number;
  bytes: number;
  flags: number;
  first: number;
  last: number;
}

/**
 * Turns a packet capture into the flow log that a VPC would have kept of it: header line first, then one line
 * for each direction of each 5-tuple on each interface in each aggregation window, in order of time.
 *
 * Windows are aligned to the clock (with the default, they begin at the full minute), for all flows alike: AWS
 * logs an interface's flows interval by interval, and does not say where an interval begins.
 *
 * `tcp-flags` are OR-ed over the window as the VPC guide documents: FIN 1, SYN 2, RST 4, SYN-ACK 18; an ACK or
 * PSH alone counts 0. `action` can only be guessed from packets: REJECT for TCP that came in and that nothing
 * ever answered on its 5-tuple, ACCEPT for all else. So a port whose firewall drops is REJECT, and a closed one,
 * which answers with a reset, is ACCEPT: just what a security group that lets only the second through gives.
 *
 * @example
 * pcapToFlowLog(readFileSync('attack.pcap'), { format: 'v2', interfaces: { '10.0.1.5': 'eni-0a1b2c3d4e5f60718' } })
 * // ['version account-id …', '2 123456789012 eni-0a1b2c3d4e5f60718 203.0.113.9 10.0.1.5 40510 22 6 12 …', …]
 *
 * @throws UnreadablePcapError for files that are no classic pcap.
 */
export function pcapToFlowLog(file: Buffer, options: FlowLogOptions): string[] {
  const { windowSeconds = 60, times = 'packets', shiftSeconds = 0, known = {} } = options;
  const names = LAB_FORMATS[options.format].split(' ');
  const version = Math.max(...names.map((name) => FLOW_LOG_FIELD_BY_NAME.get(name)?.version ?? 2));
  const packets = readPcap(file);
  const seen = new Set(packets.map(tupleOf));
  const flows = [...flowsOf(packets, options.interfaces, windowSeconds).values()];
  flows.sort((one, other) => one.window - other.window || one.first - other.first);
  return [
    LAB_FORMATS[options.format],
    ...flows.map((flow) => {
      const isAnswered = seen.has(answerTupleOf(flow.packet));
      const action = flow.isIncoming && flow.packet.protocol === TCP && !isAnswered ? 'REJECT' : 'ACCEPT';
      const windowStart = flow.window * windowSeconds;
      const start = (times === 'packets' ? Math.floor(flow.first) : windowStart) + shiftSeconds;
      const end = (times === 'packets' ? Math.floor(flow.last) : windowStart + windowSeconds) + shiftSeconds;
      const fields: Readonly<Record<string, string | number>> = {
        version,
        ...fieldsOf(flow, action, start, end),
        ...known[flow.interfaceId],
      };
      return names.map((name) => fields[name] ?? '-').join(' ');
    }),
  ];
}

/** Packets of a 5-tuple that belong in one record, by interface, tuple and window. */
function flowsOf(
  packets: readonly Packet[],
  interfaces: FlowLogOptions['interfaces'],
  windowSeconds: number,
): Map<string, Flow> {
  const flows = new Map<string, Flow>();
  for (const packet of packets) {
    const window = Math.floor(packet.at / windowSeconds);
    // Between two hosts of the VPC a packet leaves one interface and comes in at another: two records.
    for (const isIncoming of [false, true]) {
      const interfaceId = interfaces[isIncoming ? packet.destination : packet.source];
      if (interfaceId === undefined) continue;
      const key = `${window} ${interfaceId} ${isIncoming} ${tupleOf(packet)}`;
      let flow = flows.get(key);
      if (flow === undefined) {
        flow = {
          interfaceId,
          packet,
          isIncoming,
          window,
          packets: 0,
          bytes: 0,
          flags: 0,
          first: packet.at,
          last: packet.at,
        };
        flows.set(key, flow);
      }
      flow.packets += 1;
      flow.bytes += packet.bytes;
      flow.flags |= loggedFlags(packet.flags);
      flow.first = Math.min(flow.first, packet.at);
      flow.last = Math.max(flow.last, packet.at);
    }
  }
  return flows;
}

/** ACK is logged with a SYN only. */
function loggedFlags(flags: number): number {
  return flags & (FIN | SYN | RST | ((flags & SYN) === 0 ? 0 : ACK));
}

function tupleOf({ protocol, source, sourcePort, destination, destinationPort }: Packet): string {
  return `${protocol} ${source} ${sourcePort} ${destination} ${destinationPort}`;
}

function answerTupleOf({ protocol, source, sourcePort, destination, destinationPort }: Packet): string {
  return `${protocol} ${destination} ${destinationPort} ${source} ${sourcePort}`;
}

function fieldsOf(flow: Flow, action: string, start: number, end: number) {
  const { packet, interfaceId, packets, bytes, flags } = flow;
  const tail = interfaceId.replace('eni-', '');
  return {
    'account-id': '123456789012',
    'vpc-id': 'vpc-0123456789abcdef0',
    'subnet-id': 'subnet-0123456789abcdef0',
    'instance-id': `i-${tail}`,
    'interface-id': interfaceId,
    srcaddr: packet.source,
    dstaddr: packet.destination,
    srcport: packet.sourcePort,
    dstport: packet.destinationPort,
    protocol: packet.protocol,
    packets,
    bytes,
    start,
    end,
    action,
    'log-status': 'OK',
    'tcp-flags': flags,
    type: packet.source.includes(':') ? 'IPv6' : 'IPv4',
    'pkt-srcaddr': packet.source,
    'pkt-dstaddr': packet.destination,
    'flow-direction': flow.isIncoming ? 'ingress' : 'egress',
  };
}
