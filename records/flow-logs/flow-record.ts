import type { FlowIdentity } from './flow-identity';

/**
 * One VPC flow log record, understood. Names are AWS's own in camel case (`pkt-srcaddr` is `pktSrcaddr`);
 * `undefined` is a field that the format lacks or that holds `-`.
 *
 * Its strings stand on their own (none is a piece that keeps a whole line or file alive), so they may be kept.
 * Only the fields that the analyzers read are here; `FlowLogLine.toFields` gives all of a record's fields.
 */
export interface FlowRecord {
  readonly interfaceId: string | undefined;
  readonly srcaddr: string | undefined;
  readonly dstaddr: string | undefined;
  readonly srcport: number | undefined;
  readonly dstport: number | undefined;
  /** IANA protocol number: 6 is TCP, 17 is UDP. */
  readonly protocol: number | undefined;
  readonly packets: number | undefined;
  readonly bytes: number | undefined;
  /** First packet of the aggregation window, epoch seconds (exports in milliseconds are brought to seconds). */
  readonly start: number | undefined;
  /** Last packet of the aggregation window, epoch seconds. */
  readonly end: number | undefined;
  /** What security groups and network ACLs decided; not whether anything listened. */
  readonly action: 'ACCEPT' | 'REJECT' | undefined;
  /** FIN 1, SYN 2, RST 4, ACK 16, OR-ed over the window; an ACK or PSH alone is reported as 0. */
  readonly tcpFlags: number | undefined;
  /** The packet's own addresses, before an interface (NAT gateway, load balancer) rewrote them. */
  readonly pktSrcaddr: string | undefined;
  readonly pktDstaddr: string | undefined;
  readonly flowDirection: 'ingress' | 'egress' | undefined;
  readonly vpcId: string | undefined;
  readonly ecsClusterName: string | undefined;
  readonly ecsServiceName: string | undefined;
  readonly ecsTaskId: string | undefined;
}

/** A record that is a view of a line, with what it takes to tell the same line again. */
export interface FlowView extends FlowRecord {
  /** The line, to be looked at and not to be kept: it is a piece of a longer text. */
  readonly view: string;
  /** Does the format hold what no two flows share: interface, addresses, ports, protocol and window? */
  readonly tellsFlowsApart: boolean;
  /** Says which flow it is of, where the format tells flows apart. */
  identify(identity: FlowIdentity): void;
}
