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
  service: string | undefined;
  cluster: string | undefined;
  task: string;
  source: string;
  target: string;
  port: number;
  protocol: number;
  clientPort: number;
  /** Epoch seconds. */
  at: number;
  bytes: number;
  /** A connection begins; without flags, it may. */
  opens: boolean;
  /** Data goes out, on a connection that the task opened. */
  uploads: boolean;
}

/** What `readSent` fills: one for many records, since half of what tasks send passes through it. */
export function nothingSent(): SentByTask {
  return {
    ...{ service: undefined, cluster: undefined, task: '', source: '', target: '', port: 0, protocol: 0 },
    ...{ clientPort: 0, at: 0, bytes: 0, opens: false, uploads: false },
  };
}

/** The key of the service that sent; a task that no service started is its own. */
export function ownerKeyOf({
  cluster,
  service,
  task,
}: Pick<SentByTask, 'cluster' | 'service' | 'task'>): string {
  return `${cluster ?? ''}/${service ?? task}`;
}

/**
 * What a record says about the habits of a task: it opens a connection, uploads, or answers one (then neither, and the
 * record says whose the address is). False, and `sent` as it was, for all other records; the cheap questions come first,
 * since nearly every record of a fleet of containers is one of a task.
 */
export function readSent(
  record: FlowRecord,
  isSshPort: (port: number) => boolean,
  sent: SentByTask,
): boolean {
  const { protocol, tcpFlags: flags } = record;
  const isTcp = protocol === TCP;
  if (!isTcp && protocol !== UDP) return false;
  if (record.flowDirection !== 'egress') return false;
  const { packets = 0, bytes = 0 } = record;
  if (packets === 0) return false;
  const handshake = isTcp && flags !== undefined ? flags & (SYN | ACK) : undefined;
  const mayUpload = bytes >= UPLOAD.leastBytes && bytes >= packets * UPLOAD.leastPacketLength;
  if (handshake !== undefined && (handshake & SYN) === 0 && !mayUpload) return false;
  const { srcport, dstport, start: at, ecsTaskId: task } = record;
  if (srcport === undefined || dstport === undefined || at === undefined || task === undefined) return false;
  const source = record.pktSrcaddr ?? record.srcaddr;
  const target = record.pktDstaddr ?? record.dstaddr;
  if (source === undefined || target === undefined) return false;
  const isClient = isSentByClient(record, srcport, dstport, isSshPort) ?? !isTcp;
  const isQuestion = !isTcp && NAMES_AND_TIME.has(dstport) && bytes <= packets * LONGEST_QUESTION;
  const counts = isClient && !isQuestion;
  sent.service = record.ecsServiceName;
  sent.cluster = record.ecsClusterName;
  sent.task = task;
  sent.source = source;
  sent.target = target;
  sent.port = dstport;
  sent.protocol = protocol;
  sent.clientPort = srcport;
  sent.at = at;
  sent.bytes = bytes;
  sent.opens = counts && (handshake === undefined || handshake === SYN);
  sent.uploads = counts && mayUpload && record.action !== 'REJECT';
  return true;
}
