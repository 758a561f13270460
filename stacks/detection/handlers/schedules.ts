import { Annotations, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  Alias,
  EventInvokeConfig,
  type IFunction,
  type IVersion,
  type Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { RUNS_EVERY_MINUTES, type ScheduledHandler } from '../../../deployment/schedules';
import { acknowledge } from '../../parts/acknowledge';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';

/**
 * Runs functions by the clock, by an alias of their own: a tick that fails is not tried again and put before nobody,
 * since the next one makes up for it, and a broken function would send a message a minute. Its alarm says it once.
 */
export function makeSchedules(
  scope: HarborwatchScope,
  functions: Readonly<Partial<Record<ScheduledHandler, LambdaFunction>>>,
): ScheduleGroup {
  const group = new ScheduleGroup(scope, 'Schedules', {
    scheduleGroupName: scope.settings.name,
    // It holds nothing that is worth keeping, and its name would be in the way of the next deployment.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  for (const [name, minutes] of Object.entries(RUNS_EVERY_MINUTES) as [ScheduledHandler, number][]) {
    const handler = functions[name];
    if (handler === undefined) continue;
    const tick = new Construct(scope, `Every${minutes}Minutes`);
    // CDK's classes are not assignable to its own interfaces under exactOptionalPropertyTypes.
    const version = handler.currentVersion as IVersion;
    const alias = new Alias(tick, 'Alias', { aliasName: 'scheduled', version });
    // The topics call the function itself, by its own policy; the schedule calls the alias, by its role.
    Annotations.of(handler).acknowledgeWarning(
      '@aws-cdk/aws-lambda:addPermissionsToVersionOrAlias',
      'nobody calls the alias by the policy of the function',
    );
    const config = new EventInvokeConfig(tick, 'Async', {
      function: handler,
      qualifier: alias.aliasName,
      retryAttempts: 0,
      maxEventAge: Duration.minutes(Math.min(minutes, 60)),
    });
    // The configuration names the alias, and would be made before it.
    config.node.addDependency(alias);
    acknowledge(
      config,
      'Serverless-LambdaAsyncFailureDestination',
      'a tick carries nothing that could be lost: the next one does what it did not, and its alarm says it once',
    );
    new Schedule(tick, 'Schedule', {
      scheduleName: name,
      scheduleGroup: group,
      schedule: ScheduleExpression.rate(Duration.minutes(minutes)),
      target: new LambdaInvoke(alias as IFunction, { retryAttempts: 1, maxEventAge: Duration.minutes(1) }),
    });
  }
  return group;
}
