import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ALL_FLOW_LOG_FIELDS, ANALYZER_FLOW_LOG_FIELDS } from '../records/deployed-flow-logs';
import { flowLogFormat } from '../records/tables/vpc-flow-logs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import { makeAccessLogBucket } from './log-archive/access-log-bucket';
import { makeDataKey } from './log-archive/data-key';
import { FlowLogs } from './log-archive/flow-logs';
import { makeLogKey } from './log-archive/log-key';
import { Trail } from './log-archive/trail';
import { PrivateBucket } from './parts/private-bucket';

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
  readonly trailLogGroup: ILogGroup;
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
  /** Key of what this deployment keeps in S3. */
  readonly dataKey: IKey;
  /** Key of log groups; its policy lets CloudWatch Logs use it for groups named as `encryptedLogGroups` says. */
  readonly logKey: IKey;

  constructor(scope: Construct, props: LogArchiveStackProps) {
    super(scope, 'LogArchiveStack', props);
    const { settings } = this;
    const trailName = this.globalName('trail');
    const logGroupName = settings['monitor.trailLogGroupName'];
    const isOwnTrail = logGroupName === undefined;
    const dataKey = makeDataKey(
      this,
      isOwnTrail
        ? this.formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName })
        : undefined,
    );
    this.dataKey = dataKey;
    this.logKey = makeLogKey(this);
    this.accessLogBucket = makeAccessLogBucket(this);

    this.flowLogGroup = this.logGroup('FlowLogGroup', 'flow-logs');
    this.flowLogFormat = flowLogFormat(
      settings.flowLogFields === 'all' ? ALL_FLOW_LOG_FIELDS : ANALYZER_FLOW_LOG_FIELDS,
    );
    this.flowLogBucket = { bucket: this.bucket('FlowLogBucket', { isLocked: true }), key: dataKey };
    new FlowLogs(this, 'FlowLogs', {
      vpcId: props.vpcId,
      logGroup: this.flowLogGroup,
      logGroupFormat: this.flowLogFormat,
      bucket: this.flowLogBucket.bucket,
    });
    this.containerLogBucket = { bucket: this.bucket('ContainerLogBucket', {}), key: dataKey };

    if (logGroupName !== undefined) {
      this.trailLogGroup = LogGroup.fromLogGroupName(this, 'TrailLogGroup', logGroupName);
      this.trailBucket = this.existingTrailBucket();
      const trailArn = settings['monitor.trailArn'];
      if (trailArn !== undefined) this.trailArn = trailArn;
      return;
    }
    this.trailLogGroup = this.logGroup('TrailLogGroup', 'cloudtrail');
    // Without a bucket key: the policy names the trail in the encryption context, which a bucket key replaces.
    this.trailBucket = {
      bucket: this.bucket('TrailBucket', { isLocked: true, bucketKey: false }),
      key: dataKey,
    };
    this.trailArn = new Trail(this, 'Trail', {
      trailName,
      bucket: this.trailBucket.bucket,
      key: dataKey,
      logGroup: this.trailLogGroup,
      dataEventBuckets: settings.logBucketDataEvents
        ? [this.trailBucket.bucket, this.flowLogBucket.bucket, this.containerLogBucket.bucket]
        : [],
    }).trailArn;
  }

  private logGroup(id: string, name: string): LogGroup {
    return new LogGroup(this, id, {
      logGroupName: `/${this.settings.name}/${name}`,
      encryptionKey: this.logKey,
      retention: this.settings.logRetentionDays as number,
      removalPolicy: this.removalPolicy,
    });
  }

  private bucket(
    id: string,
    options: { readonly isLocked?: boolean; readonly bucketKey?: boolean },
  ): IBucket {
    return new PrivateBucket(this, id, {
      encryptionKey: this.dataKey,
      accessLogBucket: this.accessLogBucket,
      keptDays: this.settings.archiveRetentionDays,
      ...options,
    }) as IBucket;
  }

  private existingTrailBucket(): LogBucket {
    const { settings } = this;
    const prefix = settings['monitor.trailBucketPrefix'];
    const keyArn = settings['monitor.trailKeyArn'];
    return {
      bucket: Bucket.fromBucketName(this, 'TrailBucket', settings['monitor.trailBucketName'] ?? ''),
      ...(prefix !== undefined && { prefix }),
      ...(keyArn !== undefined && { key: Key.fromKeyArn(this, 'TrailKey', keyArn) }),
    };
  }
}
