import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import { Archive } from './log-archive/archive';
import type { LogArchive, LogBucket } from './log-archive/log-archive';

export interface LogArchiveStackProps extends HarborwatchStackProps {
  readonly vpcId: string;
}

/** Where logs arrive and stay: the trail, the flow logs, the buckets and groups behind them. */
export class LogArchiveStack extends HarborwatchStack implements LogArchive {
  readonly trailLogGroup?: ILogGroup;
  readonly trailBucket: LogBucket;
  readonly trailArn?: string;
  readonly flowLogGroup: ILogGroup;
  readonly flowLogFormat: string;
  readonly flowLogBucket: LogBucket;
  readonly containerLogBucket: LogBucket;
  readonly accessLogBucket: IBucket;
  readonly resultsBucket: IBucket;
  readonly dataKey: IKey;
  readonly logKey: IKey;

  constructor(scope: Construct, props: LogArchiveStackProps) {
    super(scope, 'LogArchiveStack', props);
    const existingTrail = this.existingTrail();
    // By this id it does not show in logical ids.
    const archive = new Archive(this, 'Default', {
      vpcId: props.vpcId,
      ...(existingTrail !== undefined && { existingTrail }),
    });
    if (archive.trailLogGroup !== undefined) this.trailLogGroup = archive.trailLogGroup;
    this.trailBucket = archive.trailBucket;
    if (archive.trailArn !== undefined) this.trailArn = archive.trailArn;
    this.flowLogGroup = archive.flowLogGroup;
    this.flowLogFormat = archive.flowLogFormat;
    this.flowLogBucket = archive.flowLogBucket;
    this.containerLogBucket = archive.containerLogBucket;
    this.accessLogBucket = archive.accessLogBucket;
    this.resultsBucket = archive.resultsBucket;
    this.dataKey = archive.dataKey;
    this.logKey = archive.logKey;
  }

  private existingTrail(): Pick<LogArchive, 'trailLogGroup' | 'trailBucket' | 'trailArn'> | undefined {
    const { settings } = this;
    const logGroupName = settings['monitor.trailLogGroupName'];
    const bucketName = settings['monitor.trailBucketName'];
    if (bucketName === undefined) return undefined;
    const prefix = settings['monitor.trailBucketPrefix'];
    const keyArn = settings['monitor.trailKeyArn'];
    const trailArn = settings['monitor.trailArn'];
    return {
      ...(logGroupName !== undefined && {
        trailLogGroup: LogGroup.fromLogGroupName(this, 'TrailLogGroup', logGroupName),
      }),
      trailBucket: {
        bucket: Bucket.fromBucketName(this, 'TrailBucket', bucketName),
        ...(prefix !== undefined && { prefix }),
        ...(keyArn !== undefined && { key: Key.fromKeyArn(this, 'TrailKey', keyArn) }),
      },
      ...(trailArn !== undefined && { trailArn }),
    };
  }
}
