import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ALL_FLOW_LOG_FIELDS, ANALYZER_FLOW_LOG_FIELDS } from '../../records/flow-logs/deployed-flow-logs';
import { flowLogFormat } from '../../records/tables/vpc-flow-logs';
import { HarborwatchConstruct } from '../constructs/harborwatch-construct';
import type { HarborwatchProps } from '../constructs/harborwatch-props';
import { PrivateBucket } from '../parts/private-bucket';
import { makeAccessLogBucket } from './access-log-bucket';
import { makeDataKey } from './data-key';
import { FlowLogs } from './flow-logs';
import type { LogArchive, LogBucket } from './log-archive';
import { makeLogKey } from './log-key';
import { Trail } from './trail';

export interface ArchiveProps extends HarborwatchProps {
  readonly vpcId: string;
  /** @default - a trail is made, with log group and bucket */
  readonly existingTrail?: Pick<LogArchive, 'trailLogGroup' | 'trailBucket' | 'trailArn'>;
}

/** Answers can be asked for again; they are kept for whoever looks at them next week. */
const ANSWERS_KEPT_DAYS = 30;

/** Where logs arrive and stay: the trail, the flow logs, the buckets and groups behind them. */
export class Archive extends HarborwatchConstruct implements LogArchive {
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

  constructor(scope: Construct, id: string, props: ArchiveProps) {
    super(scope, id, props);
    const { settings } = this;
    const { existingTrail } = props;
    const trailName = this.globalName('trail');
    const dataKey = makeDataKey(
      this,
      existingTrail === undefined
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
    this.resultsBucket = new PrivateBucket(this, 'Results', {
      encryptionKey: dataKey,
      accessLogBucket: this.accessLogBucket,
      // A page goes when the logs go that it tells of.
      keptDays: settings.archiveRetentionDays,
      keptShorter: { prefix: 'results/', days: ANSWERS_KEPT_DAYS },
    }) as IBucket;
    this.containerLogBucket = { bucket: this.bucket('ContainerLogBucket', {}), key: dataKey };

    if (existingTrail !== undefined) {
      if (existingTrail.trailLogGroup !== undefined) this.trailLogGroup = existingTrail.trailLogGroup;
      this.trailBucket = existingTrail.trailBucket;
      if (existingTrail.trailArn !== undefined) this.trailArn = existingTrail.trailArn;
      return;
    }
    const trailLogGroup = this.logGroup('TrailLogGroup', 'cloudtrail');
    this.trailLogGroup = trailLogGroup;
    // Without a bucket key: the policy names the trail in the encryption context, which a bucket key replaces.
    this.trailBucket = {
      bucket: this.bucket('TrailBucket', { isLocked: true, bucketKey: false }),
      key: dataKey,
    };
    this.trailArn = new Trail(this, 'Trail', {
      trailName,
      bucket: this.trailBucket.bucket,
      key: dataKey,
      logGroup: trailLogGroup,
      dataEventBuckets: settings.logBucketDataEvents
        ? [this.trailBucket.bucket, this.flowLogBucket.bucket, this.containerLogBucket.bucket]
        : [],
      ecsDataEvents: settings.ecsDataEvents,
      endpointRefusals: settings.endpointRefusals,
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
}
