import type { Finding } from '../../../analysis/finding';
import { SshActivity } from '../../../analysis/ssh/activity';
import { TaskHabits } from '../../../analysis/ssh/habits/task-habits';
import { DEFAULT_SSH_POLICY, type SshPolicy } from '../../../analysis/ssh/policy';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';

/** 2026-11-02T08:00:00Z: the hour in which the tests begin. */
export const EIGHT = 1_793_606_400;

export const ATTACKER = '203.0.113.7';
export const TARGET = '10.0.1.5';
export const INTERFACE = 'eni-0a1b2c3d4e5f67890';

/** One record; what is not said is an accepted TCP record of one window. */
export function flow(fields: Partial<FlowRecord> = {}): FlowRecord {
  return {
    interfaceId: INTERFACE,
    srcaddr: ATTACKER,
    dstaddr: TARGET,
    srcport: 40_000,
    dstport: 22,
    protocol: 6,
    packets: 1,
    bytes: 60,
    start: EIGHT,
    end: EIGHT + 50,
    action: 'ACCEPT',
    tcpFlags: 2,
    pktSrcaddr: undefined,
    pktDstaddr: undefined,
    flowDirection: undefined,
    vpcId: undefined,
    ecsClusterName: undefined,
    ecsServiceName: undefined,
    ecsTaskId: undefined,
    ...fields,
  };
}

export interface Talk {
  readonly source?: string;
  readonly target?: string;
  readonly port?: number;
  readonly clientPort: number;
  readonly at: number;
  readonly seconds?: number;
  readonly packets?: number;
  readonly bytes?: number;
  /** What the server sends back; unless said, what OpenSSH sends in so many packets. */
  readonly replyBytes?: number;
  readonly interfaceId?: string;
  /** False for formats without tcp-flags. */
  readonly withFlags?: boolean;
}

/** Most packets of a refused password: what goes beyond belongs to a session. */
const REFUSAL_PACKETS = 16;

/**
 * What OpenSSH 9.2 sends in a connection of so many packets (measured): with up to 16 packets the client was refused
 * a password, with 25 it was let in and ran one command.
 */
const clientBytes = (packets: number) => packets * 52 + 3_021 + Math.max(0, packets - REFUSAL_PACKETS) * 40;
const serverBytes = (packets: number) => packets * 52 + 2_897 + Math.max(0, packets - REFUSAL_PACKETS) * 90;

/**
 * An answered connection: both directions, split into windows of a minute as a flow log has them. Packets are
 * spread evenly; the SYN is in the first window and the FIN in the last.
 */
export function talk({
  source = ATTACKER,
  target = TARGET,
  port = 22,
  clientPort,
  at,
  seconds = 3,
  packets = 16,
  bytes = clientBytes(packets),
  replyBytes = serverBytes(packets),
  interfaceId = INTERFACE,
  withFlags = true,
}: Talk): FlowRecord[] {
  const windows = Math.floor(seconds / 60) + 1;
  return Array.from({ length: windows }, (_, window) => {
    const isFirst = window === 0;
    const isLast = window === windows - 1;
    const share = (whole: number) =>
      Math.floor(whole / windows) + (isFirst ? whole - Math.floor(whole / windows) * windows : 0);
    const start = at + window * 60;
    const end = isLast ? at + seconds : start + 59;
    const flags = (first: number) => (withFlags ? (isFirst ? first : 0) | (isLast ? 1 : 0) : undefined);
    const both = { interfaceId, start, end, packets: share(packets), bytes: share(bytes) };
    return [
      flow({
        ...both,
        srcaddr: source,
        dstaddr: target,
        srcport: clientPort,
        dstport: port,
        tcpFlags: flags(2),
      }),
      flow({
        ...both,
        bytes: share(replyBytes),
        srcaddr: target,
        dstaddr: source,
        srcport: port,
        dstport: clientPort,
        tcpFlags: flags(18),
      }),
    ];
  }).flat();
}

/** A SYN that a security group turned away. */
export function knock(fields: Partial<FlowRecord> = {}): FlowRecord {
  return flow({ action: 'REJECT', packets: 1, bytes: 40, tcpFlags: 2, ...fields });
}

/** `count` times what `make` gives for 0, 1, 2 … */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

export function activityOf(
  records: readonly FlowRecord[],
  policy: SshPolicy = DEFAULT_SSH_POLICY,
): SshActivity {
  const activity = new SshActivity(policy, TaskHabits.of(policy));
  for (const record of records) activity.add(record);
  return activity;
}

type Rule = (activity: SshActivity, policy: SshPolicy) => Finding[];

/** What a rule says of records under a policy. */
export function judge(
  rule: Rule,
  records: readonly FlowRecord[],
  policy: Partial<SshPolicy> = {},
): Finding[] {
  const full = { ...DEFAULT_SSH_POLICY, ...policy };
  return rule(activityOf(records, full), full);
}
