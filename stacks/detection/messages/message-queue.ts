import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { acknowledge } from '../../parts/acknowledge';
import type { HarborwatchScope } from '../../parts/harborwatch-scope';

export interface MessageQueueProps {
  /** Completes the queue's name: `undelivered-alarms`. */
  readonly suffix: string;
  readonly key: IKey;
  /** @default - fourteen days, the most there is: time to repair what could not take it, and to send it again */
  readonly kept?: Duration;
  /** Why there is no further queue behind this one. */
  readonly isLast: string;
}

/** An encrypted queue that takes messages over TLS. */
export class MessageQueue extends Queue {
  constructor(scope: HarborwatchScope, id: string, { suffix, key, kept, isLast }: MessageQueueProps) {
    super(scope, id, {
      queueName: `${scope.settings.name}-${suffix}`,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: kept ?? Duration.days(14),
    });
    acknowledge(this, ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'], isLast);
  }
}
