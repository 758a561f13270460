import { Duration, Size } from 'aws-cdk-lib';
import {
  AppendDelimiterToRecordProcessor,
  CloudWatchLogProcessor,
  Compression,
  DecompressionProcessor,
  DeliveryStream,
  EnableLogging,
  S3Bucket,
  StreamEncryption,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterPattern, type LogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { FirehoseDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Construct } from 'constructs';
import { containerLogs } from '../../records/tables/container-logs';
import type { LogBucket } from '../log-archive-stack';
import { stackOf } from './stack-of';
import { workloadLogGroup } from './workload-log-group';
import { workloadNames } from './workload-names';

export interface ContainerLogsProps {
  readonly logKey: IKey;
  readonly bucket: LogBucket;
}

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
    const stack = stackOf(this);
    const names = workloadNames(stack.settings);
    this.logGroup = workloadLogGroup(this, 'LogGroup', names.containerLogGroup, logKey);

    const before = bucket.prefix === undefined ? '' : `${bucket.prefix}/`;
    const stream = new DeliveryStream(this, 'Stream', {
      encryption: StreamEncryption.awsOwnedKey(),
      destination: new S3Bucket(bucket.bucket, {
        dataOutputPrefix: `${before}AWSLogs/${stack.account}/${containerLogs.service}/${stack.region}/!{timestamp:yyyy/MM/dd/HH}/`,
        // Not below AWSLogs/, where the table would read it.
        errorOutputPrefix: `${before}undelivered/${containerLogs.service}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
        compression: Compression.GZIP,
        bufferingInterval: Duration.minutes(5),
        bufferingSize: Size.mebibytes(5),
        ...(bucket.key !== undefined && { encryptionKey: bucket.key }),
        loggingConfig: new EnableLogging(
          workloadLogGroup(this, 'DeliveryLogs', names.deliveryLogGroup, logKey),
        ),
        processors: [
          new DecompressionProcessor(),
          new CloudWatchLogProcessor({ dataMessageExtraction: true }),
          new AppendDelimiterToRecordProcessor(),
        ],
      }),
    });
    new SubscriptionFilter(this, 'ToArchive', {
      logGroup: this.logGroup,
      destination: new FirehoseDestination(stream),
      // Only lines of the daemons: what a container says when it cannot start is text and no row of the table.
      filterPattern: FilterPattern.exists('$.process'),
    });
  }
}
