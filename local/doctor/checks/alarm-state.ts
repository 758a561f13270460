import type { CompositeAlarm, MetricAlarm } from '../aws/metrics';
import type { Subject } from '../check';
import { aws } from '../commands';
import { secondsOf } from '../span-text';

/** How long an alarm has been in its state, in seconds; undefined where CloudWatch does not say. */
export function stateAge(subject: Subject, alarm: MetricAlarm | CompositeAlarm): number | undefined {
  const since = secondsOf(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp);
  return since === undefined ? undefined : subject.now - since;
}

/** The command that shows the alarm. */
export function showAlarm(subject: Subject, { AlarmName = '' }: MetricAlarm | CompositeAlarm): string {
  return aws(subject, ['cloudwatch', 'describe-alarms', '--alarm-names', AlarmName]);
}
