import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';
import { MessageQueue } from './message-queue';

export interface Queues {
  /** Alarms and events that no function could be given. */
  readonly undelivered: MessageQueue;
  /** Batches of flow-log lines that the analyzer could not judge. */
  readonly failedBatches: MessageQueue;
  /** Batches of API records that the trail analyzer could not judge. */
  readonly failedRecords: MessageQueue;
  /** Where the canary's message must come out. */
  readonly canary: MessageQueue;
}

export function makeQueues(scope: HarborwatchScope, key: IKey): Queues {
  return {
    undelivered: new MessageQueue(scope, 'Undelivered', {
      suffix: 'undelivered',
      key,
      isLast: 'it is the dead-letter queue',
    }),
    failedBatches: new MessageQueue(scope, 'FailedBatches', {
      suffix: 'failed-flow-batches',
      key,
      isLast: 'it is the failure destination: people send its batches again',
    }),
    failedRecords: new MessageQueue(scope, 'FailedRecords', {
      suffix: 'failed-trail-batches',
      key,
      isLast: 'it is the failure destination: people send its batches again',
    }),
    canary: new MessageQueue(scope, 'Canary', {
      suffix: 'canary',
      key,
      kept: Duration.days(1),
      isLast: 'a canary that nobody takes in a day is worth nothing',
    }),
  };
}
