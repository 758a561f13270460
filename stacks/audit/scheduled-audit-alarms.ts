import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { functionAlarms } from '../detection/alarms/function-alarms';
import { HealthAlarm, onMissedDay } from '../detection/alarms/health-alarm';
import type { HarborwatchScope } from '../parts/harborwatch-scope';

/** What can go wrong with the audit from outside. */
export function scheduledAuditAlarms(scope: HarborwatchScope, audit: IFunction, topic: ITopic): void {
  functionAlarms(scope, { handler: 'scheduled-audit', function: audit, topic });
  new HealthAlarm(scope, 'scheduled-audit-not-running', {
    topic,
    namespace: 'AWS/Lambda',
    metricName: 'Invocations',
    dimensions: { FunctionName: audit.functionName },
    alarm: onMissedDay,
    isToldWithoutData: true,
    description: `INSUFFICIENT_DATA here means: the daily audit did not run for 30 hours, and nobody asked yesterday's questions. See whether its schedule is on: aws scheduler get-schedule --group-name ${scope.settings.name}-audit --name scheduled-audit`,
  });
}
