import type { SshPolicy } from '../../analysis/ssh/policy';
import type { FlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { insightsParse } from '../../records/flow-logs/insights-parse';

/** What Logs Insights gives at most. */
export const MOST_ROWS = 10_000;

/** A window of a minute with more than this is a transfer that the rule on egress adds up. */
const LARGE_WINDOW_BYTES = 1_048_576;
/** A probe: at most this many packets, none longer than an IPv6 SYN with all its options. */
const PROBE = { packets: 7, bytes: 7 * 84, flagsBelow: 16 };

/** The fields that the filter cannot do without. */
const NEEDED = ['srcport', 'dstport', 'action', 'packets', 'bytes'] as const;

/** The deployed format lacks a field that the search for scans and egress is made of. */
export class CampaignFormatError extends Error {
  override readonly name = 'CampaignFormatError';
}

/**
 * The Logs Insights query for the flow records that any rule looks at: SSH in either direction, rejected, probes,
 * what tasks send beyond the expected ports, and lost records. It gives the lines as they are, so that the same
 * parser and the same rules as everywhere judge them.
 *
 * @throws CampaignFormatError naming the missing fields
 */
export function flowQuery(format: FlowLogFormat, policy: SshPolicy): string {
  return [...matching(format, policy), 'display @message', `limit ${MOST_ROWS}`].join('\n| ');
}

/**
 * The Logs Insights query for how many such lines there are, by who sent them, those with the most first: for when
 * there are more than can be read.
 *
 * @throws CampaignFormatError naming the missing fields
 */
export function countQuery(format: FlowLogFormat, policy: SshPolicy): string {
  const by = format.columnOf('srcaddr') < 0 ? '' : ' by srcaddr';
  return [
    ...matching(format, policy),
    `stats count(*) as lines${by}`,
    'sort lines desc',
    `limit ${MOST_ROWS}`,
  ].join('\n| ');
}

function matching(format: FlowLogFormat, policy: SshPolicy): readonly string[] {
  const missing = NEEDED.filter((name) => format.columnOf(name) < 0);
  if (missing.length > 0) {
    throw new CampaignFormatError(
      `FLOW_LOG_FORMAT lacks ${missing.join(', ')}; add these fields to the flow log`,
    );
  }
  const has = (name: string) => format.columnOf(name) >= 0;
  const ssh = policy.sshPorts.join(', ');
  const expected = policy.egressPorts.join(', ') || '0';
  const conditions = [
    "action = 'REJECT'",
    `srcport in [${ssh}] or dstport in [${ssh}]`,
    [
      `packets <= ${PROBE.packets} and bytes <= ${PROBE.bytes}`,
      ...(has('tcp-flags') ? [`tcp_flags < ${PROBE.flagsBelow}`] : []),
    ].join(' and '),
    ...(has('flow-direction') && has('ecs-task-id')
      ? [
          `flow_direction = 'egress' and ecs_task_id != '-' and (bytes >= ${LARGE_WINDOW_BYTES} or not (dstport in [${expected}] or srcport in [${expected}]))`,
        ]
      : []),
    ...(has('log-status') ? ["log_status = 'SKIPDATA'"] : []),
  ];
  return [
    'fields @message',
    insightsParse(format),
    `filter ${conditions.map((condition) => `(${condition})`).join(' or ')}`,
  ];
}
