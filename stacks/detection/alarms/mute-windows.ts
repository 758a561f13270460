import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAlarmMuteRule } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmGroup } from '../../../deployment/alarm-groups';
import { expireDateOf } from '../../../deployment/silences';
import { ConfigError } from '../../config';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';

/** What CloudWatch takes in one rule. */
const MOST_ALARMS = 100;

/**
 * The planned times in which alarms stay quiet; CloudWatch says them afterwards if they are still red.
 *
 * @throws ConfigError for a window over a detection that has no alarm
 */
export function muteWindows(
  scope: HarborwatchScope,
  alarms: ReadonlyMap<string, IAlarm>,
  groups: readonly AlarmGroup[],
): void {
  const mutes = new Construct(scope, 'Mutes');
  for (const window of scope.settings.muteWindows) {
    const muted = new Set(window.detections);
    const names = window.detections.map((id) => {
      const alarm = alarms.get(id);
      if (alarm === undefined) {
        throw new ConfigError(
          `the setting muteWindows names ${id} in ${window.name}, which has no alarm in this deployment; findings of analyzers are kept quiet with the setting suppressions`,
        );
      }
      const others = groups.find(({ members }) => members.some((member) => member.id === id))?.members ?? [];
      const also = others.filter((member) => !muted.has(member.id)).map((member) => member.id);
      if (also.length > 0) {
        throw new ConfigError(
          `the setting muteWindows names ${id} in ${window.name}, and with alarms=family its alarm is that of ${also.join(', ')} as well; name these too, or suppress ${id}`,
        );
      }
      return alarm.alarmName;
    });
    const alarmNames = [...new Set(names)];
    if (alarmNames.length > MOST_ALARMS) {
      throw new ConfigError(
        `the setting muteWindows names ${alarmNames.length} detections in ${window.name}; allowed are ${MOST_ALARMS}: give two windows`,
      );
    }
    new CfnAlarmMuteRule(mutes, window.name, {
      name: scope.names.alarm(window.name),
      description: `${window.reason} (${window.owner})`,
      muteTargets: { alarmNames },
      rule: {
        schedule: { expression: window.schedule, duration: window.duration, timezone: window.timezone },
      },
      expireDate: expireDateOf(window),
    });
  }
}
