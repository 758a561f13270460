import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAlarmMuteRule } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { expireDateOf } from '../../deployment/silences';
import { ConfigError } from '../config';
import type { HarborwatchStack } from '../harborwatch-stack';

/** What CloudWatch takes in one rule. */
const MOST_ALARMS = 100;

/**
 * The planned times in which alarms stay quiet; CloudWatch says them afterwards if they are still red.
 *
 * @throws ConfigError for a window over a detection that has no alarm
 */
export function muteWindows(scope: HarborwatchStack, alarms: ReadonlyMap<string, IAlarm>): void {
  const mutes = new Construct(scope, 'Mutes');
  for (const window of scope.settings.muteWindows) {
    const alarmNames = window.detections.map((id) => {
      const alarm = alarms.get(id);
      if (alarm === undefined) {
        throw new ConfigError(
          `the setting muteWindows names ${id} in ${window.name}, which has no alarm in this deployment; findings of analyzers are kept quiet with the setting suppressions`,
        );
      }
      return alarm.alarmName;
    });
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
