import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { HealthAlarm, onAnything } from './health-alarm';

export interface QueueAlarmProps {
  readonly queue: IQueue;
  /** What waits in it, as the subject of a sentence. */
  readonly holds: string;
  readonly topic: ITopic;
}

/** Red while something waits in a queue that should be empty. */
export function queueAlarm(scope: HarborwatchScope, id: string, { queue, holds, topic }: QueueAlarmProps) {
  return new HealthAlarm(scope, id, {
    topic,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queue.queueName },
    statistic: 'Maximum',
    alarm: onAnything,
    description: `${holds} wait in ${queue.queueName}, kept for 14 days. Look: aws sqs receive-message --queue-url ${queue.queueUrl}; they are unread until somebody sends them again.`,
  });
}

export const FLOW_BATCHES_FAILED = {
  id: 'flow-batches-failed',
  holds: 'Batches of flow-log lines that could not be judged',
} as const;

export const TRAIL_BATCHES_FAILED = {
  id: 'trail-batches-failed',
  holds: 'Batches of API records that could not be judged',
} as const;
