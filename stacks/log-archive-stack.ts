import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import { Archive } from './log-archive/archive';
import type { LogArchive } from './log-archive/log-archive';

export interface LogArchiveStackProps extends HarborwatchStackProps {
  readonly vpcId: string;
}

/** The archive in a stack of its own, around a trail that exists where the settings name one. */
export class LogArchiveStack extends HarborwatchStack {
  readonly archive: LogArchive;

  constructor(scope: Construct, props: LogArchiveStackProps) {
    super(scope, 'LogArchiveStack', props);
    const existingTrail = this.existingTrail();
    // By this id it does not show in logical ids.
    this.archive = new Archive(this, 'Default', {
      vpcId: props.vpcId,
      ...(existingTrail !== undefined && { existingTrail }),
    });
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
