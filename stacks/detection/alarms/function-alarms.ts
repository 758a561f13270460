import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { HandlerName } from '../../../handlers/bundling';
import { HANDLER_SIZING } from '../../../handlers/sizing';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { HealthAlarm, onAnything, onRepeated } from './health-alarm';

export interface FunctionAlarmsProps {
  readonly handler: HandlerName;
  readonly function: IFunction;
  readonly topic: ITopic;
}

/** Nine tenths of a function's time: it still ends, and the next bigger event does not. */
const NEARLY = 0.9;

/**
 * What can go wrong with a function from outside. There is no alarm on dead-letter errors: failures go to a
 * destination, and what cannot be delivered there is `DestinationDeliveryFailures`.
 */
export function functionAlarms(
  scope: HarborwatchScope,
  { handler, function: fn, topic }: FunctionAlarmsProps,
): void {
  const logs = `aws logs tail /aws/lambda/${fn.functionName} --since 30m`;
  const { timeoutSeconds } = HANDLER_SIZING[handler];
  const common = { topic, namespace: 'AWS/Lambda', dimensions: { FunctionName: fn.functionName } };
  new HealthAlarm(scope, `${handler}-errors`, {
    ...common,
    metricName: 'Errors',
    // As many as an event is tried: one that went well in the end is none.
    alarm: { ...onAnything, threshold: 3, periodMinutes: 15 },
    description: `${handler} fails: three tries within 15 minutes. What it does for the monitoring is not done. See why: ${logs}`,
  });
  new HealthAlarm(scope, `${handler}-destination-failed`, {
    ...common,
    metricName: 'DestinationDeliveryFailures',
    alarm: onAnything,
    description: `${handler} failed, and the event could not be put into its failure destination either: it is lost. See why: ${logs}`,
  });
  // What these say first, the failure destination, its queue's alarm or the silence of a schedule say after.
  if (scope.settings.alarms === 'family') return;
  new HealthAlarm(scope, `${handler}-throttled`, {
    ...common,
    metricName: 'Throttles',
    alarm: onRepeated,
    description: `${handler} is not let run: the account's concurrency is used up, or the setting reservedConcurrency is too low. Messages come late or not at all. See: aws lambda get-account-settings`,
  });
  new HealthAlarm(scope, `${handler}-slow`, {
    ...common,
    metricName: 'Duration',
    statistic: 'Maximum',
    alarm: { ...onAnything, threshold: timeoutSeconds * 1_000 * NEARLY },
    description: `${handler} takes nearly all of its ${timeoutSeconds} s; the next bigger event is not finished. See what takes long: ${logs}`,
  });
  new HealthAlarm(scope, `${handler}-dropped`, {
    ...common,
    metricName: 'AsyncEventsDropped',
    alarm: onAnything,
    description: `${handler} gave an event up; it went to the failure destination. See why: ${logs}`,
  });
}
