import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/** A bucket in which one kind of log arrives, in AWS's delivery layout. */
export interface LogBucket {
  readonly bucket: IBucket;
  /** What stands before `AWSLogs/`. */
  readonly prefix?: string;
  /** Key of its files; absent for SSE-S3. */
  readonly key?: IKey;
}

/** Where logs arrive and stay. */
export interface LogArchive {
  /** Absent for an existing trail that delivers to a bucket and nowhere else. */
  readonly trailLogGroup?: ILogGroup;
  readonly trailBucket: LogBucket;
  /** Absent for an existing trail whose ARN was not given. */
  readonly trailArn?: string;
  readonly flowLogGroup: ILogGroup;
  /** As deployed to the log group, `${version} ${account-id} …`. */
  readonly flowLogFormat: string;
  readonly flowLogBucket: LogBucket;
  /** Cold copy of the containers' lines, in the layout of the table `container_logs`. */
  readonly containerLogBucket: LogBucket;
  /** For what takes SSE-S3 only: access logs of buckets and of the load balancer (under `LOAD_BALANCER_LOG_PREFIX`). */
  readonly accessLogBucket: IBucket;
  /** Answers of Athena under `results/`, pages under `reports/`: here, since whoever tells stories comes before the audits. */
  readonly resultsBucket: IBucket;
  /** Key of what this deployment keeps in S3. */
  readonly dataKey: IKey;
  /** Key of log groups; its policy lets CloudWatch Logs use it for groups named as `encryptedLogGroups` says. */
  readonly logKey: IKey;
}
