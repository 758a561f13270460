import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { RUNS_EVERY_MINUTES, type ScheduledHandler } from '../../../deployment/schedules';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { HealthAlarm, onNothingFor } from './health-alarm';

/** Red when a function that runs by the clock does not. */
export function runningAlarms(
  scope: HarborwatchScope,
  functions: Readonly<Partial<Record<ScheduledHandler, IFunction>>>,
  schedules: ScheduleGroup,
  topic: ITopic,
): void {
  for (const [handler, minutes] of Object.entries(RUNS_EVERY_MINUTES) as [ScheduledHandler, number][]) {
    const made = functions[handler];
    if (made === undefined) continue;
    const quiet = Math.max(15, 2 * minutes);
    new HealthAlarm(scope, `${handler}-not-running`, {
      topic,
      namespace: 'AWS/Lambda',
      metricName: 'Invocations',
      dimensions: { FunctionName: made.functionName },
      alarm: onNothingFor(quiet),
      description: `${handler} did not run for ${quiet} minutes, and should every ${minutes}. See whether its schedule is on: aws scheduler get-schedule --group-name ${schedules.scheduleGroupName} --name ${handler}`,
    });
  }
}
