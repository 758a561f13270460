import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import { flowFilterPattern } from './flow-filter-pattern';

/** Hands the lines with SSH in them to the analyzer; the log group of the flow logs is ours, and has no other. */
export function subscribeAnalyzer(
  scope: HarborwatchScope,
  logGroup: ILogGroup,
  analyzer: LambdaFunction,
): { readonly filterName: string; readonly pattern: string } {
  const filterName = scope.names.alarm('ssh');
  const pattern = flowFilterPattern(scope.settings.sshPorts);
  new SubscriptionFilter(scope, 'FlowSubscription', {
    filterName,
    logGroup,
    filterPattern: FilterPattern.literal(pattern),
    destination: new LambdaDestination(analyzer),
  });
  return { filterName, pattern };
}
