import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { makeScheduledAudit } from '../audit/scheduled-audit';
import { scheduledAuditAlarms } from '../audit/scheduled-audit-alarms';
import { ConfigError } from '../config';
import { DetectionChain } from '../detection/detection-chain';
import { Archive, type ArchiveProps } from '../log-archive/archive';
import type { WatchedWorkload } from '../watched';
import { AuditTables } from './audit-tables';
import { HarborwatchConstruct } from './harborwatch-construct';
import type { HarborwatchProps } from './harborwatch-props';

export interface HarborwatchPipelineProps extends HarborwatchProps {
  /** The VPC to watch; its flow logs are made, for the analyzers and for audits. */
  readonly vpc: IVpc;
  /**
   * Log group of a trail that exists; needs `trailBucket`.
   *
   * @default - a trail of all regions is made, with log group and bucket; or, where `trailBucket` is given, the trail
   * has none
   */
  readonly trailLogGroup?: ILogGroup;
  /**
   * Bucket of that trail. Without `trailLogGroup` it needs `settings: { 'monitor.trailSource': 's3' }`, which reads the
   * files as they come, five to fifteen minutes after the call, and judges every pattern in the trail analyzer. The
   * bucket must send its events to EventBridge.
   *
   * @default - a trail of all regions is made, with log group and bucket
   */
  readonly trailBucket?: IBucket;
  /**
   * What stands before `AWSLogs/` in the keys of that bucket, without slashes at its ends.
   *
   * @default - the keys begin with AWSLogs/
   */
  readonly trailBucketPrefix?: string;
  /**
   * Key with which that trail encrypts its files.
   *
   * @default - keys of S3 itself
   */
  readonly trailEncryptionKey?: IKey;
  /**
   * That trail, so that calls against it are told as calls against the monitoring. CDK has no interface for it.
   *
   * @default - it is not known
   */
  readonly trailArn?: string;
  /**
   * Cluster whose tasks and deployments are watched.
   *
   * @default - nobody is told when tasks fail
   */
  readonly cluster?: ICluster;
  /**
   * Log group of containers that write the lines of docs/workload.md.
   *
   * @default - no container writes such lines, and detections on them are left out
   */
  readonly containerLogGroup?: ILogGroup;
  /**
   * Who gets the messages; each address confirms its subscription by mail. Chat channels are
   * `settings: { slackChannels: […] }`.
   *
   * @default - nobody, unless they subscribe to `notificationTopic` and `healthTopic`
   */
  readonly notificationEmails?: readonly string[];
}

/**
 * The whole monitoring in one construct: flow logs, alarms, analyzers, messages with the facts in them, audits every
 * morning. It makes some 400 resources of the 500 that a stack takes: give it a stack of its own.
 */
export class HarborwatchPipeline extends HarborwatchConstruct {
  /** Rendered messages, for people and machines. */
  readonly notificationTopic: ITopic;
  /** Alarms on the monitoring and the workload, past all functions. */
  readonly healthTopic: ITopic;
  /** CloudWatch's alarms of detections, before facts are added. */
  readonly alarmTopic: ITopic;
  /** Log group of the trail; absent for one that delivers to a bucket only. */
  readonly trailLogGroup?: ILogGroup;
  /** Log group of the flow logs. */
  readonly flowLogGroup: ILogGroup;
  /** Tables and workgroup for audits. */
  readonly audit: AuditTables;

  constructor(scope: Construct, id: string, props: HarborwatchPipelineProps) {
    const { notificationEmails, ...rest } = props;
    super(scope, id, {
      ...rest,
      settings: {
        ...rest.settings,
        ...(notificationEmails !== undefined && { notificationEmails }),
        // Without a log group no filter has a place, and the analyzer judges every pattern.
        ...(rest.trailLogGroup === undefined &&
          rest.trailBucket !== undefined && { 'monitor.filterPlaces': 0 }),
      },
    });
    const existingTrail = existingTrailOf(this, props);
    const { vpcId } = props.vpc;
    const archive = new Archive(this, 'Archive', {
      vpcId,
      ...(existingTrail !== undefined && { existingTrail }),
    });
    const watched = watchedOf(props);
    const detection = new DetectionChain(this, 'Detection', { archive, vpcId, watched });
    this.alarmTopic = detection.alarmTopic;
    this.notificationTopic = detection.notificationTopic;
    this.healthTopic = detection.healthTopic;
    if (archive.trailLogGroup !== undefined) this.trailLogGroup = archive.trailLogGroup;
    this.flowLogGroup = archive.flowLogGroup;

    this.audit = new AuditTables(this, 'Audit', { archive });
    const { resultsBucket: results } = this.audit;
    const audit = makeScheduledAudit(this, {
      ...{ archive, detection, results },
      containerLogGroup: props.containerLogGroup,
    });
    scheduledAuditAlarms(this, audit, detection.healthTopic);
    this.node.addValidation({ validate: () => tooLarge(this) });
  }
}

/** CloudFormation, "Understand CloudFormation quotas". */
const MOST_RESOURCES = 500;

/** CDK counts, too, and knows no way out. */
function tooLarge(pipeline: Construct): string[] {
  const { node } = Stack.of(pipeline);
  const count = node.findAll().filter((each) => CfnResource.isCfnResource(each)).length;
  if (count <= MOST_RESOURCES) return [];
  const own = pipeline.node.findAll().filter((each) => CfnResource.isCfnResource(each)).length;
  return [
    `the stack ${node.path} would have ${count} resources, ${own} of them of ${pipeline.node.path}, and takes ${MOST_RESOURCES}; settings: { alarms: 'family' } saves some two hundred, fewer addresses, channels and mute windows two or one each, and a stack of its own the rest`,
  ];
}

function existingTrailOf(
  { node, settings }: HarborwatchConstruct,
  { trailLogGroup, trailBucket, trailBucketPrefix, trailEncryptionKey, trailArn }: HarborwatchPipelineProps,
): ArchiveProps['existingTrail'] {
  if (trailBucket === undefined) {
    if (trailLogGroup === undefined) return undefined;
    throw new ConfigError(
      `${node.path} has trailLogGroup and no trailBucket; give both of the trail that exists, or none, and a trail is made`,
    );
  }
  if (trailLogGroup === undefined && settings['monitor.trailSource'] !== 's3') {
    throw new ConfigError(
      `${node.path} has trailBucket and no trailLogGroup; give the log group of that trail as well, or, where it has none, settings: { 'monitor.trailSource': 's3' }, which reads the bucket's files some minutes later`,
    );
  }
  return {
    ...(trailLogGroup !== undefined && { trailLogGroup }),
    trailBucket: {
      bucket: trailBucket,
      ...(trailBucketPrefix !== undefined && { prefix: trailBucketPrefix }),
      ...(trailEncryptionKey !== undefined && { key: trailEncryptionKey }),
    },
    ...(trailArn !== undefined && { trailArn }),
  };
}

function watchedOf(props: HarborwatchPipelineProps): WatchedWorkload {
  const { cluster, containerLogGroup } = props;
  return {
    serviceNames: [],
    ...(cluster !== undefined && { clusterName: cluster.clusterName }),
    ...(containerLogGroup !== undefined && {
      containerLogGroup,
      containerLogGroupName: containerLogGroup.logGroupName,
    }),
  };
}
