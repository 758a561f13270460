import type { MetricAlarm } from '../aws/metrics';
import type { Check, Subject } from '../check';
import { spanText } from '../span-text';
import { looking, problem, type Trouble } from '../trouble';
import { showAlarm, stateAge } from './alarm-state';

/** What has the monitoring said of itself, and of the workload, that nobody has put right since? */
export const healthAlarms: Check = {
  id: 'health-alarms',
  async look(subject, account) {
    let seen = 0;
    const troubles = await looking('the health alarms', async () => {
      const { metric } = await account.metrics.alarms(subject.names.alarmPrefix);
      const own = metric.filter(({ AlarmActions = [] }) =>
        AlarmActions.includes(subject.deployment.topics.health),
      );
      seen = own.length;
      return own.flatMap((alarm) => [...red(subject, alarm), ...neverCame(subject, alarm)]);
    });
    return { seen: `${seen} health alarms, none of them red`, troubles };
  },
};

function red(subject: Subject, alarm: MetricAlarm): readonly Trouble[] {
  if (alarm.StateValue !== 'ALARM') return [];
  const age = stateAge(subject, alarm);
  const since = age === undefined ? '' : ` for ${spanText(age)}`;
  return [
    problem(`${alarm.AlarmName} is red${since}: ${alarm.AlarmDescription ?? ''}`, showAlarm(subject, alarm)),
  ];
}

/**
 * An alarm that tells when it has no data waits for something that comes. CloudWatch tells only the change, and a new
 * alarm has no data from the start.
 */
function neverCame(subject: Subject, alarm: MetricAlarm): readonly Trouble[] {
  const { Period = 0, EvaluationPeriods = 0, InsufficientDataActions = [] } = alarm;
  const age = stateAge(subject, alarm);
  if (alarm.StateValue !== 'INSUFFICIENT_DATA' || InsufficientDataActions.length === 0) return [];
  if (age === undefined || age < Period * EvaluationPeriods) return [];
  return [
    problem(
      `${alarm.AlarmName} has seen nothing for ${spanText(age)}: ${alarm.AlarmDescription ?? ''}`,
      showAlarm(subject, alarm),
    ),
  ];
}
