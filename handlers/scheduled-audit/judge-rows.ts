import type { Finding } from '../../analysis/finding';
import { isIpAddress } from '../../analysis/is-ip-address';
import { SshActivity } from '../../analysis/ssh/activity';
import type { DaemonWord } from '../../analysis/ssh/context/daemon-word';
import type { SshPolicy } from '../../analysis/ssh/policy';
import type { Detection } from '../../detections/detection';
import type { FlowRecord } from '../../records/flow-logs/flow-record';
import { judge } from '../flow-log-analyzer/analyze-batch';
import type { AnswerRow } from './ask-athena';
import { claimedDetections, rowFinding } from './row-finding';

/** A row of a day-long SSH question. */
export interface ClaimRow {
  readonly queryId: string;
  readonly row: AnswerRow;
}

/** The saved question that gives the records of addresses. */
export const RECORDS_QUESTION = 'ssh-records-of-addresses';
/** A query may have 262,144 bytes, and holds each address five times. */
const MOST_ADDRESSES = 500;

/**
 * Whom the rows are about, each once: the sources, then the targets, since what others did there is what a source is
 * compared with.
 */
export function addressesIn(claims: readonly ClaimRow[]): readonly string[] {
  const sources = claims.flatMap(({ row }) => addressOf(row) ?? []);
  const targets = claims.flatMap(({ row: { target_ip: target } }) =>
    target !== undefined && isIpAddress(target) ? [target] : [],
  );
  return [...new Set([...sources, ...targets])].slice(0, MOST_ADDRESSES);
}

/**
 * The findings of the rows. The questions say whom to look at; what it was is for the rules to say, the same ones
 * that judge minutes and hours, from the records themselves. Only a row whose records are not at hand (they could
 * not be read, or were too many) stands for itself.
 *
 * @param records the answer of the question `ssh-records-of-addresses`
 * @param areAll false if there may be more: then a row that the rules do not confirm stands for itself
 * @param until the end of the audited window, epoch seconds
 * @param words what SSH daemons wrote about the sources: it confirms or refutes what sizes suggest
 */
export function judgeRows(
  claims: readonly ClaimRow[],
  records: readonly AnswerRow[],
  detections: ReadonlyMap<string, Detection>,
  policy: SshPolicy,
  until: number,
  areAll = true,
  words: readonly DaemonWord[] = [],
): readonly Finding[] {
  const activity = new SshActivity(policy);
  for (const word of words) activity.addDaemonWord(word);
  const atHand = new Set<string>();
  for (const row of records) {
    const record = toFlowRecord(row);
    activity.add(record);
    for (const address of [record.srcaddr, record.dstaddr, record.pktSrcaddr, record.pktDstaddr]) {
      if (address !== undefined) atHand.add(address);
    }
  }
  activity.until = Math.max(activity.until, until);
  const claimed = new Set(claims.flatMap(({ queryId, row }) => claimedDetections(queryId, row)));
  const judged = judge(activity, [...detections.values()], policy);
  const confirmed = new Set(
    judged.flatMap(({ detection, source, targets }) =>
      (source === '*' ? targets : [source]).map((address) => `${detection} ${address}`),
    ),
  );
  const bare = claims.filter(({ queryId, row }) => {
    const address = addressOf(row) ?? '';
    const isConfirmed = claimedDetections(queryId, row).some((id) => confirmed.has(`${id} ${address}`));
    return !atHand.has(address) || !(areAll || isConfirmed);
  });
  return [
    ...judged.filter(({ detection }) => claimed.has(detection)),
    ...bare.flatMap(({ queryId, row }) => rowFinding(queryId, row, detections, until) ?? []),
  ];
}

function addressOf({ source_ip, target_ip }: AnswerRow): string | undefined {
  const address = source_ip === '*' ? target_ip : source_ip;
  return address !== undefined && isIpAddress(address) ? address : undefined;
}

function toFlowRecord(row: AnswerRow): FlowRecord {
  const text = (name: string) => (row[name] === undefined || row[name] === '-' ? undefined : row[name]);
  const number = (name: string) => {
    const value = Number(text(name) ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const [action, direction] = [text('action'), text('flow_direction')];
  return {
    interfaceId: text('interface_id'),
    srcaddr: text('srcaddr'),
    dstaddr: text('dstaddr'),
    srcport: number('srcport'),
    dstport: number('dstport'),
    protocol: number('protocol'),
    packets: number('packets'),
    bytes: number('bytes'),
    start: number('start_epoch'),
    end: number('end_epoch'),
    action: action === 'ACCEPT' || action === 'REJECT' ? action : undefined,
    tcpFlags: number('tcp_flags'),
    pktSrcaddr: text('pkt_srcaddr'),
    pktDstaddr: text('pkt_dstaddr'),
    flowDirection: direction === 'ingress' || direction === 'egress' ? direction : undefined,
    vpcId: text('vpc_id'),
    ecsClusterName: text('ecs_cluster_name'),
    ecsServiceName: text('ecs_service_name'),
    ecsTaskId: text('ecs_task_id'),
  };
}
