import type { Finding } from '../../analysis/finding';
import { SshActivity } from '../../analysis/ssh/activity';
import { viewOf } from '../../analysis/ssh/connections/conversations';
import { addFlowMessages, type MessageCounts } from '../../analysis/ssh/connections/flow-messages';
import { type SourceMinutes, sourceMinutes } from '../../analysis/ssh/connections/source-minutes';
import type { SshPolicy } from '../../analysis/ssh/policy';
import { StoryBook } from '../../analysis/ssh/stories/story-book';
import type { Detection } from '../../detections/detection';
import { unpackSubscriptionMessages } from '../../records/envelopes/subscription-messages';
import type { FlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { hasPage } from '../pages/page-place';

/** None of the lines of a batch could be read: most likely the flow log's format is not the deployed one. */
export class UnreadableBatchError extends Error {
  override readonly name = 'UnreadableBatchError';
}

/** What a batch of flow-log lines turned out to be. */
export interface AnalyzedBatch {
  readonly logGroup: string;
  readonly counts: MessageCounts;
  readonly activity: ActivityCounts;
  readonly findings: readonly Finding[];
  /** Connections by minute of those whom the grave findings are about, for the pages of their stories. */
  readonly minutes: readonly SourceMinutes[];
}

/** New SSH connections in the batch, trusted ranges left out. */
export interface ActivityCounts {
  readonly attempts: number;
  readonly rejected: number;
  readonly answered: number;
  readonly sources: number;
}

export interface BatchSettings {
  readonly format: FlowLogFormat;
  readonly policy: SshPolicy;
  readonly detections: readonly Detection[];
}

/**
 * Judges the event of a CloudWatch Logs subscription. A control message, which only asks whether anyone is there,
 * gives undefined. One bad line costs one line.
 *
 * @throws SubscriptionPayloadError when the event is no subscription's
 * @throws UnreadableBatchError when no line of it could be read
 */
export function analyzeBatch(event: unknown, settings: BatchSettings): AnalyzedBatch | undefined {
  const payload = unpackSubscriptionMessages(event);
  if (payload.messageType === 'CONTROL_MESSAGE') return undefined;
  const { policy, format, detections } = settings;
  const activity = new SshActivity(policy);
  const counts = addFlowMessages(activity, format, payload.messages);
  const { unreadable } = counts;
  if (unreadable.length > 0 && unreadable.length === payload.messages.length) {
    throw new UnreadableBatchError(
      `none of ${unreadable.length} lines of ${payload.logGroup} ${payload.logStream} could be read: ${unreadable[0]?.reason ?? ''}; compare the flow log's format with FLOW_LOG_FORMAT`,
    );
  }
  const findings = judge(activity, detections, policy);
  return {
    logGroup: payload.logGroup,
    counts,
    activity: countsOf(activity, policy),
    findings,
    minutes: pagedMinutes(findings, activity, policy),
  };
}

/** All stories that the rules of the catalogue see in an activity. */
export function judge(
  activity: SshActivity,
  detections: readonly Detection[],
  policy: SshPolicy,
): readonly Finding[] {
  const book = new StoryBook();
  for (const { detector } of detections) {
    if (detector.kind === 'analyzer') book.add(detector.rule(activity, policy));
  }
  return book.stories();
}

/** What the pages of stories tell of the connections behind their findings; other stories have no page. */
export function pagedMinutes(
  findings: readonly Finding[],
  activity: SshActivity,
  policy: SshPolicy,
): readonly SourceMinutes[] {
  const paged = findings.filter(({ severity }) => hasPage(severity));
  return sourceMinutes(paged, activity, policy);
}

function countsOf(activity: SshActivity, policy: SshPolicy): ActivityCounts {
  const { ssh, sshBySource } = viewOf(activity, policy);
  const connections = ssh.flatMap((conversation) => conversation.connections).filter(({ opened }) => opened);
  return {
    attempts: connections.length,
    rejected: connections.filter(({ rejected }) => rejected).length,
    answered: connections.filter(({ answered }) => answered).length,
    sources: sshBySource.size,
  };
}
