import { describeIdentity } from '../../analysis/describe-identity';
import type { Finding } from '../../analysis/finding';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import { recordFacts } from '../tell/record-facts';

/** A shell in a task, and an hour in which what the task sends may come of it. */
const WINDOW_SECONDS = 3_600;
const OUTBOUND = new Set(['unusual-egress', 'ssh-outbound-from-task']);

/**
 * Writes into findings on what a task sends who opened a shell in it within the hour before. The finding stays the
 * same story with the same id.
 */
export function joinExec(
  findings: readonly Finding[],
  calls: readonly CloudTrailRecord[],
): readonly Finding[] {
  const shells = calls.filter(
    ({ eventSource, eventName, errorCode }) =>
      eventSource === 'ecs.amazonaws.com' && eventName === 'ExecuteCommand' && errorCode === undefined,
  );
  return findings.map((finding) => {
    const task = finding.evidence['ecsTask'];
    if (!OUTBOUND.has(finding.detection) || typeof task !== 'string') return finding;
    const before = shells.filter((shell) => {
      const at = Date.parse(shell.eventTime) / 1000;
      return (
        recordFacts(shell).task === task && at <= finding.lastSeen && at >= finding.firstSeen - WINDOW_SECONDS
      );
    });
    const latest = before.toSorted((one, other) => one.eventTime.localeCompare(other.eventTime)).at(-1);
    if (latest === undefined) return finding;
    const by = describeIdentity(latest.userIdentity);
    return {
      ...finding,
      summary: `${finding.summary}; ${by} opened a shell in it at ${latest.eventTime}`,
      evidence: {
        ...finding.evidence,
        execBy: latest.userIdentity?.arn ?? by,
        execAt: latest.eventTime,
        ...(latest.eventID !== undefined && { execEventId: latest.eventID }),
      },
    };
  });
}
