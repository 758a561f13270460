import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { OUTBOUND_SSH_PORTS, type SshPolicy } from '../policy';
import { type Places, placesOf } from './places';
import { isProbeLike } from './probe';
import { isWholeTalk } from './whole-talk';

/** 1 MiB in one window: what the rule on large transfers adds up (smaller windows cannot make 5 GiB an hour). */
export const LARGE_WINDOW_BYTES = 1_048_576;

const TCP = 6;
const UDP = 17;
/** What scanners send to a UDP port: at most a hundred bytes of a protocol's greeting, besides 28 of headers. */
const LONGEST_UDP_PROBE = 128;
const MOST_UDP_PROBE_PACKETS = 7;

/** Which flows off the SSH ports a rule looks at. */
export class FlowInterest {
  readonly #egressPorts: ReadonlySet<number>;

  readonly #places: Places;

  constructor(policy: Pick<SshPolicy, 'egressPorts' | 'insideCidrs'>) {
    this.#egressPorts = new Set(policy.egressPorts);
    this.#places = placesOf(policy);
  }

  /** The cheap test that most lines fail: before addresses are cut out of the text. */
  mayMatter(record: FlowRecord, protocol: number, srcport: number, dstport: number): boolean {
    if (record.action === 'REJECT') return true;
    if (protocol === TCP && (isProbeLike(record, true) || isProbeLike(record, false))) return true;
    const isExpected = this.#egressPorts.has(dstport) || this.#egressPorts.has(srcport);
    if (isExpected && (record.bytes ?? 0) < LARGE_WINDOW_BYTES) return false;
    if (isOfTask(record) || (protocol === UDP && isUdpProbe(record))) return true;
    return protocol === TCP && isWholeTalk(record);
  }

  /** Sent by an ECS task to the internet: on a port that is not expected, on an SSH port, or a lot of it. */
  isEgress(record: FlowRecord, receiver: string, port: number): boolean {
    if (!isOfTask(record)) return false;
    if (OUTBOUND_SSH_PORTS.has(port)) return true;
    const isExpected = this.#egressPorts.has(port) && (record.bytes ?? 0) < LARGE_WINDOW_BYTES;
    return !isExpected && this.#places.isPublic(receiver);
  }
}

/** Does it ask whether anybody is there, by TCP or UDP? */
export function isProbe(record: FlowRecord, sender: string, protocol: number): boolean {
  if (record.action === 'REJECT') return true;
  return protocol === TCP ? isProbeLike(record, sender.includes(':')) : isUdpProbe(record);
}

/** Sent by an ECS task. */
export function isOfTask({ flowDirection, ecsTaskId }: FlowRecord): boolean {
  return flowDirection === 'egress' && ecsTaskId !== undefined;
}

/** Few and small: what asks a UDP port whether anybody is there. */
function isUdpProbe({ packets = 0, bytes = 0 }: FlowRecord): boolean {
  return packets > 0 && packets <= MOST_UDP_PROBE_PACKETS && bytes <= packets * LONGEST_UDP_PROBE;
}
