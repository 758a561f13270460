import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { DashboardSources } from './dashboard-sources';
import { metric } from './widgets';

/** AWS's own metrics of what the chain is made of. */
export function recordsIn(logGroup: string, label: string): Metric {
  return metric('AWS/Logs', 'IncomingLogEvents', { LogGroupName: logGroup }, { label });
}

export function bytesIn(logGroup: string, label: string): Metric {
  return metric('AWS/Logs', 'IncomingBytes', { LogGroupName: logGroup }, { label });
}

/** A queue's generated name tells nobody what lies in it: the label does. */
export function queueDepth(label: string, queue: string): Metric {
  return metric(
    'AWS/SQS',
    'ApproximateNumberOfMessagesVisible',
    { QueueName: queue },
    { label, statistic: 'Maximum' },
  );
}

export const functionErrors = (sources: DashboardSources) => ofFunctions(sources, 'Errors');
export const functionThrottles = (sources: DashboardSources) => ofFunctions(sources, 'Throttles');
export const functionInvocations = (sources: DashboardSources) => ofFunctions(sources, 'Invocations');

function ofFunctions({ functions }: DashboardSources, name: string): readonly Metric[] {
  return Object.entries(functions).map(([handler, FunctionName]) =>
    metric('AWS/Lambda', name, { FunctionName }, { label: handler }),
  );
}
