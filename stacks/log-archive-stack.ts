import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';

export interface LogArchiveStackProps extends HarborwatchStackProps {
  readonly vpcId: string;
}

/** A bucket in which one kind of log arrives, in AWS's delivery layout. */
export interface LogBucket {
  readonly bucket: IBucket;
  /** What stands before `AWSLogs/`. */
  readonly prefix?: string;
  /** Key of its files; absent for SSE-S3. */
  readonly key?: IKey;
}

/** Where logs arrive and stay: the trail, the flow logs, the buckets and groups behind them. */
export class LogArchiveStack extends HarborwatchStack {
  declare readonly trailLogGroup: ILogGroup;
  declare readonly trailBucket: LogBucket;
  /** Absent for an existing trail whose ARN was not given. */
  declare readonly trailArn?: string;
  declare readonly flowLogGroup: ILogGroup;
  /** As deployed to the log group, `${version} ${account-id} …`. */
  declare readonly flowLogFormat: string;
  declare readonly flowLogBucket: LogBucket;
  /** Cold copy of the containers' lines, in the layout of the table `container_logs`. */
  declare readonly containerLogBucket: LogBucket;
  /** For what takes SSE-S3 only: access logs of buckets and of the load balancer. */
  declare readonly accessLogBucket: IBucket;
  /** Key of log groups; its policy lets CloudWatch Logs use it for the groups of this deployment. */
  declare readonly logKey: IKey;

  constructor(scope: Construct, props: LogArchiveStackProps) {
    super(scope, 'LogArchiveStack', props);
  }
}
