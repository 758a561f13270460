import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { TCP, UDP } from '../connections/protocols';
import { ACK, isSentByClient, SYN } from '../connections/who-opened';

/** Names and time: resolvers are asked as entries run out, NTP polls by the clock (RFC 5905 7.3). */
const NAMES_AND_TIME: ReadonlySet<number> = new Set([53, 123]);
/** A question for a name or the time: 512 bytes at most (RFC 1035 4.2.1), and 28 of headers. */
const LONGEST_QUESTION = 540;

/**
 * A window that sends data: full packets are 1,500 bytes (8,500 inside of AWS), and acknowledgements of a download 52. Below
 * four kilobytes a window carries requests, not data.
 */
const UPLOAD = { leastBytes: 4_096, leastPacketLength: 300 };

/** What a task sent, where its habits show in it. */
export interface SentByTask {
  /** The key of the service; a task that no service started is its own. */
  readonly owner: string;
  readonly service: string | undefined;
  readonly cluster: string | undefined;
  readonly task: string;
  readonly source: string;
  readonly target: string;
  readonly port: number;
  readonly protocol: number;
  readonly clientPort: number;
  /** Epoch seconds. */
  readonly at: number;
  readonly bytes: number;
  /** A connection begins; without flags, it may. */
  readonly opens: boolean;
  /** Data goes out, on a connection that the task opened. */
  readonly uploads: boolean;
}

/**
 * What a record says about the habits of a task: it opens a connection, uploads, or answers one (then neither, and the
 * record says whose the address is). Undefined for all other records; the cheap questions come first, since nearly every
 * record of a fleet of containers is one of a task.
 */
export function sentByTask(record: FlowRecord, isSshPort: (port: number) => boolean): SentByTask | undefined {
  const { protocol, srcport, dstport, start: at, tcpFlags: flags, packets = 0, bytes = 0 } = record;
  const isTcp = protocol === TCP;
  if (!isTcp && protocol !== UDP) return undefined;
  if (srcport === undefined || dstport === undefined || at === undefined || packets === 0) return undefined;
  const handshake = isTcp && flags !== undefined ? flags & (SYN | ACK) : undefined;
  const mayUpload = bytes >= UPLOAD.leastBytes && bytes >= packets * UPLOAD.leastPacketLength;
  if (handshake !== undefined && (handshake & SYN) === 0 && !mayUpload) return undefined;
  if (record.flowDirection !== 'egress') return undefined;
  const { ecsTaskId: task } = record;
  const source = record.pktSrcaddr ?? record.srcaddr;
  const target = record.pktDstaddr ?? record.dstaddr;
  if (task === undefined || source === undefined || target === undefined) return undefined;
  const isClient = isSentByClient(record, srcport, dstport, isSshPort) ?? !isTcp;
  const isQuestion = !isTcp && NAMES_AND_TIME.has(dstport) && bytes <= packets * LONGEST_QUESTION;
  const counts = isClient && !isQuestion;
  const { ecsServiceName: service, ecsClusterName: cluster } = record;
  return {
    owner: `${cluster ?? ''}/${service ?? task}`,
    service,
    cluster,
    task,
    source,
    target,
    port: dstport,
    protocol,
    clientPort: srcport,
    at,
    bytes,
    opens: counts && (handshake === undefined || handshake === SYN),
    uploads: counts && mayUpload && record.action !== 'REJECT',
  };
}
