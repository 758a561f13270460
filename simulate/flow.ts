import type { NetworkInterface } from './fleet';

/** TCP flag bits as flow logs give them; an ACK counts only together with SYN. */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const SYN_ACK = 18;

export const TCP = 6;
export const UDP = 17;
export const ICMP = 1;

/** What one flow log record tells, before a flow log's format picks its fields. */
export interface Flow {
  readonly eni: NetworkInterface;
  readonly direction: 'ingress' | 'egress';
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  /** First and last packet of the aggregation window, epoch seconds. */
  readonly start: number;
  readonly end: number;
  readonly action: 'ACCEPT' | 'REJECT';
  readonly tcpFlags: number;
  /** The packet's own addresses where an interface on the way stands in for them. */
  readonly packetSource?: string;
  readonly packetDestination?: string;
}

/** An aggregation window in which an interface saw nothing, or whose records AWS lost. */
export interface EmptyWindow {
  readonly eni: NetworkInterface;
  readonly start: number;
  readonly end: number;
  readonly status: 'NODATA' | 'SKIPDATA';
}

export type FlowLogEntry = Flow | EmptyWindow;

export function isEmptyWindow(entry: FlowLogEntry): entry is EmptyWindow {
  return 'status' in entry;
}
