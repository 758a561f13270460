import { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscriptionFilter, FilterPattern, type LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { containerLogs } from '../../records/tables/container-logs';
import type { LogBucket } from '../log-archive/log-archive';
import { acknowledgeWildcard } from '../parts/acknowledge';
import { stackOf } from './stack-of';
import { workloadLogGroup } from './workload-log-group';
import { workloadNames } from './workload-names';

export interface ContainerLogsProps {
  readonly logKey: IKey;
  readonly bucket: LogBucket;
}

/** What comes out: the message of each log event as it was written, on a line of its own. */
const LINES = [
  { type: 'Decompression', parameters: { CompressionFormat: 'GZIP' } },
  { type: 'CloudWatchLogProcessing', parameters: { DataMessageExtraction: 'true' } },
  { type: 'AppendDelimiterToRecord', parameters: {} },
];

/**
 * The lines of the containers twice: hot in a log group, cold in S3 as the table `container_logs` reads them. The
 * image writes each line with the table's columns, so Firehose only takes the lines out of their envelope.
 *
 * The hour in a key is the hour of arrival: a line may stand in the hour after its own.
 */
export class ContainerLogs extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { logKey, bucket }: ContainerLogsProps) {
    super(scope, id);
    const { settings, account, region, removalPolicy } = stackOf(this);
    const names = workloadNames(settings);
    this.logGroup = workloadLogGroup(this, 'LogGroup', names.containerLogGroup, logKey);
    const errors = workloadLogGroup(this, 'DeliveryLogs', names.deliveryLogGroup, logKey);
    const errorStream = new LogStream(this, 'DeliveryLogStream', {
      logGroup: errors,
      logStreamName: 's3',
      removalPolicy,
    });

    const before = bucket.prefix === undefined ? '' : `${bucket.prefix}/`;
    const lines = `${before}AWSLogs/${account}/${containerLogs.service}/${region}/`;
    // Not below AWSLogs/, where the table would read it.
    const undelivered = `${before}undelivered/${containerLogs.service}/`;
    const writer = this.writer(bucket, [lines, undelivered], errors);
    const stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamName: names.containerLogDelivery,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucket.bucketArn,
        roleArn: writer.roleArn,
        prefix: `${lines}!{timestamp:yyyy/MM/dd/HH}/`,
        errorOutputPrefix: `${undelivered}!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
        compressionFormat: 'GZIP',
        bufferingHints: { intervalInSeconds: Duration.minutes(5).toSeconds(), sizeInMBs: 5 },
        ...(bucket.key !== undefined && {
          encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: bucket.key.keyArn } },
        }),
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: errors.logGroupName,
          logStreamName: errorStream.logStreamName,
        },
        processingConfiguration: {
          enabled: true,
          processors: LINES.map(({ type, parameters }) => ({
            type,
            parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({
              parameterName,
              parameterValue,
            })),
          })),
        },
      },
    });
    stream.node.addDependency(writer);

    const sender = this.sender(stream.attrArn);
    const subscription = new CfnSubscriptionFilter(this, 'ToArchive', {
      filterName: names.containerLogDelivery,
      logGroupName: this.logGroup.logGroupName,
      destinationArn: stream.attrArn,
      roleArn: sender.roleArn,
      // Only lines of the daemons: what a container says when it cannot start is text and no row of the table.
      filterPattern: FilterPattern.exists('$.process').logPatternString,
    });
    // CloudWatch Logs sends a test message when it subscribes.
    subscription.node.addDependency(sender);
  }

  /** Who Firehose is: it writes under these prefixes, and nothing else. */
  private writer({ bucket, key }: LogBucket, prefixes: readonly string[], errors: LogGroup): Role {
    const { account, region } = stackOf(this);
    const objects = prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
    const role = new Role(this, 'Writer', {
      description: 'Lets Firehose write the lines of the containers to their bucket',
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'sts:ExternalId': account } },
      }),
      inlinePolicies: {
        Write: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
              resources: objects,
            }),
            new PolicyStatement({
              actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
              resources: [bucket.bucketArn],
            }),
            ...(key === undefined
              ? []
              : [
                  new PolicyStatement({
                    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
                    resources: [key.keyArn],
                    conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
                  }),
                ]),
            new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [errors.logGroupArn] }),
          ],
        }),
      },
    });
    for (const written of objects) {
      acknowledgeWildcard(role, written, 'Firehose names its objects itself, below two prefixes');
    }
    return role;
  }

  /** Who CloudWatch Logs is when it hands lines on. */
  private sender(streamArn: string): Role {
    const stack = stackOf(this);
    return new Role(this, 'Sender', {
      description: 'Lets CloudWatch Logs hand the lines of the containers to Firehose',
      assumedBy: new ServicePrincipal('logs.amazonaws.com', {
        conditions: {
          StringLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
        },
      }),
      inlinePolicies: {
        Send: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
              resources: [streamArn],
            }),
          ],
        }),
      },
    });
  }
}
