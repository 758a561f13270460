import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { OUTBOUND_SSH_PORTS, type SshPolicy } from '../policy';
import { type Places, placesOf } from './places';
import { isProbeLike } from './probe';
import { TCP, UDP } from './protocols';
import { isWholeTalk } from './whole-talk';

/** 1 MiB in one window: what the rule on large transfers adds up (smaller windows cannot make 5 GiB an hour). */
export const LARGE_WINDOW_BYTES = 1_048_576;

/** What scanners send to a UDP port: at most a hundred bytes of a protocol's greeting, besides 28 of headers. */
const LONGEST_UDP_PROBE = 128;
const MOST_UDP_PROBE_PACKETS = 7;

/**
 * What questions by UDP are long at most, on average: a name in the DNS is asked for with 60 to 90 bytes, the time with 76
 * (RFC 5905). Tunnels fill the 255 bytes that a name may have (RFC 1035).
 */
const SHORT_QUESTION_PORTS: ReadonlySet<number> = new Set([53, 123]);
const LONGEST_USUAL_QUESTION = 150;
const FEWEST_QUESTIONS = 10;

/** Asks names or the time with more than such a question has, again and again. */
export function areLongQuestions(protocol: number, port: number, packets: number, bytes: number): boolean {
  if (protocol !== UDP || !SHORT_QUESTION_PORTS.has(port) || packets < FEWEST_QUESTIONS) return false;
  return bytes > packets * LONGEST_USUAL_QUESTION;
}

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
    if (isExpected && (record.bytes ?? 0) < LARGE_WINDOW_BYTES)
      return isOfTask(record) && hasLongQuestions(record);
    if (isOfTask(record) || (protocol === UDP && isUdpProbe(record))) return true;
    return protocol === TCP && isWholeTalk(record);
  }

  /** Sent by an ECS task to the internet: on a port that is not expected, on an SSH port, or a lot of it. */
  isEgress(record: FlowRecord, receiver: string, port: number): boolean {
    if (!isOfTask(record)) return false;
    if (OUTBOUND_SSH_PORTS.has(port)) return true;
    const isExpected = this.#egressPorts.has(port) && (record.bytes ?? 0) < LARGE_WINDOW_BYTES;
    return !(isExpected && !hasLongQuestions(record)) && this.#places.isPublic(receiver);
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

function hasLongQuestions({ protocol = 0, dstport = 0, packets = 0, bytes = 0 }: FlowRecord): boolean {
  return areLongQuestions(protocol, dstport, packets, bytes);
}

/** Few and small: what asks a UDP port whether anybody is there. */
function isUdpProbe({ packets = 0, bytes = 0 }: FlowRecord): boolean {
  return packets > 0 && packets <= MOST_UDP_PROBE_PACKETS && bytes <= packets * LONGEST_UDP_PROBE;
}
