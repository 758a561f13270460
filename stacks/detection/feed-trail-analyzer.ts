import { Duration } from 'aws-cdk-lib';
import { Match as EventMatch, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { FilterPattern, type ILogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { HANDLER_SIZING } from '../../handlers/sizing';
import type { LogArchive } from '../log-archive/log-archive';
import { acknowledge, acknowledgeWildcard } from '../parts/acknowledge';
import type { HarborwatchScope } from '../parts/harborwatch-scope';

export interface TrailFeedProps {
  readonly archive: LogArchive;
  readonly analyzer: LambdaFunction;
  readonly key: IKey;
  /** Where messages go that name files which could not be judged. */
  readonly failed: IQueue;
}

/** Files that a queue hands over at once. */
const FILES_AT_ONCE = 10;
/** A file is tried so often before it waits for people. */
const TRIES = 5;

/** Hands the records of the trail to its analyzer: from the log group, or file by file from the bucket. */
export function feedTrailAnalyzer(scope: HarborwatchScope, props: TrailFeedProps): void {
  const { trailLogGroup } = props.archive;
  if (scope.settings['monitor.trailSource'] === 's3' || trailLogGroup === undefined) fromBucket(scope, props);
  else subscribeTrailAnalyzer(scope, trailLogGroup, props.analyzer);
}

/** Every record: what the analyzer looks for is more than a pattern could say. */
export function subscribeTrailAnalyzer(
  scope: HarborwatchScope,
  logGroup: ILogGroup,
  analyzer: LambdaFunction,
): void {
  new SubscriptionFilter(scope, 'TrailSubscription', {
    filterName: scope.names.alarm('trail'),
    logGroup,
    filterPattern: FilterPattern.allEvents(),
    destination: new LambdaDestination(analyzer),
  });
}

/** S3 says by EventBridge what came, or the trail by its topic; each file at least once, in any order. */
function fromBucket(scope: HarborwatchScope, { archive, analyzer, key, failed }: TrailFeedProps): void {
  const { bucket, key: bucketKey, prefix } = archive.trailBucket;
  const { timeoutSeconds } = HANDLER_SIZING['trail-analyzer'];
  const files = new Queue(scope, 'TrailFiles', {
    queueName: `${scope.settings.name}-trail-files`,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    // Six times the function's time, as Lambda asks of a queue that it reads from.
    visibilityTimeout: Duration.seconds(6 * timeoutSeconds),
    retentionPeriod: Duration.days(14),
    deadLetterQueue: { queue: failed, maxReceiveCount: TRIES },
  });
  const topicArn = scope.settings['monitor.trailTopicArn'];
  if (topicArn === undefined) hearFromBucket(scope, bucket, files);
  else hearFromTrail(scope, topicArn, files, failed);
  analyzer.addEventSource(
    new SqsEventSource(files, { batchSize: FILES_AT_ONCE, reportBatchItemFailures: true }),
  );
  const objects = bucket.arnForObjects(`${prefix === undefined ? '' : `${prefix}/`}AWSLogs/*`);
  analyzer.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }));
  acknowledgeWildcard(
    analyzer.role ?? analyzer,
    objects,
    'the files of the trail, whose names hold day and account',
  );
  if (bucketKey !== undefined) bucketKey.grantDecrypt(analyzer);
  acknowledge(
    analyzer,
    'Serverless-LambdaEventSourceMappingDestination',
    'the queue itself hands over what failed, to a queue that people read',
  );
}

/** S3 names each file to EventBridge. */
function hearFromBucket(scope: HarborwatchScope, bucket: IBucket, files: IQueue): void {
  const own = bucket.node.defaultChild;
  // An existing bucket sends them if its owner has turned EventBridge on, which the setting says.
  if (own instanceof CfnBucket) {
    own.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
  new Rule(scope, 'TrailFileCame', {
    description: 'Names each file of the trail to the trail analyzer.',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: {
        bucket: { name: [bucket.bucketName] },
        object: { key: EventMatch.wildcard('*/CloudTrail/*.json.gz') },
      },
    },
    targets: [new SqsQueue(files)],
  });
}

/** The trail names its files to its topic, several in one message; the queue is subscribed to it. */
function hearFromTrail(scope: HarborwatchScope, topicArn: string, files: IQueue, failed: IQueue): void {
  Topic.fromTopicArn(scope, 'TrailTopic', topicArn).addSubscription(
    new SqsSubscription(files, { rawMessageDelivery: true, deadLetterQueue: failed }),
  );
}
