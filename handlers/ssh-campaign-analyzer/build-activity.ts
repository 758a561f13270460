import { SshActivity } from '../../analysis/ssh/activity';
import { noteApiCall } from '../../analysis/ssh/context/api-context';
import type { SshPolicy } from '../../analysis/ssh/policy';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowLogFormat } from '../../records/flow-logs/flow-log-format';

export interface BuiltActivity {
  readonly activity: SshActivity;
  readonly records: number;
  readonly unreadable: number;
}

/** Everything of a window in one activity: flow-log lines of any port, and the API calls that open ports. */
export function buildActivity(
  lines: readonly string[],
  calls: readonly CloudTrailRecord[],
  format: FlowLogFormat,
  policy: SshPolicy,
): BuiltActivity {
  const activity = new SshActivity(policy);
  const line = format.reader();
  let [records, unreadable] = [0, 0];
  for (const text of lines) {
    const outcome = line.read(text);
    if (outcome === 'record') {
      activity.add(line);
      records += 1;
    } else if (outcome === 'skipdata') {
      const { interfaceId = '-', start, end } = line;
      if (start !== undefined) activity.addLost({ interfaceId, start, end: end ?? start });
    } else if (outcome === 'unreadable') {
      unreadable += 1;
    }
  }
  for (const call of calls) noteApiCall(activity, call);
  return { activity, records, unreadable };
}
