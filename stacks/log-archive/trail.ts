import { ArnFormat } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { HarborwatchStack } from '../harborwatch-stack';
import { acknowledgeWildcard } from '../parts/acknowledge';

export interface TrailProps {
  readonly trailName: string;
  readonly bucket: IBucket;
  readonly key: IKey;
  readonly logGroup: ILogGroup;
  /** Buckets of which each access to an object is recorded, and paid for. */
  readonly dataEventBuckets: readonly IBucket[];
}

/** One trail for all regions and services, to S3 and to CloudWatch Logs. */
export class Trail extends Construct {
  readonly trailArn: string;

  constructor(scope: HarborwatchStack, id: string, props: TrailProps) {
    super(scope, id);
    const { bucket, logGroup } = props;
    const { organizationTrail, organizationId } = scope.settings;
    const sourceArn = scope.formatArn({
      service: 'cloudtrail',
      resource: 'trail',
      resourceName: props.trailName,
    });
    const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'CloudTrailLooks',
        principals,
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions: { StringEquals: { 'aws:SourceArn': sourceArn } },
      }),
    );
    const owners = [scope.account, ...(organizationTrail ? [organizationId] : [])];
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'CloudTrailWrites',
        principals,
        actions: ['s3:PutObject'],
        resources: owners.map((owner) => bucket.arnForObjects(`AWSLogs/${owner}/*`)),
        conditions: {
          StringEquals: { 'aws:SourceArn': sourceArn, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      }),
    );
    // `111122223333_CloudTrail_us-east-1`, and with the organization before it.
    const streams = scope.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `${logGroup.logGroupName}:log-stream:*_CloudTrail_*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const role = new Role(this, 'Role', {
      description: 'Lets CloudTrail write to its log group.',
      // No page of AWS says that CloudTrail names the trail when it assumes the role, and a trail whose role refuses
      // it is not made: where it does not, the condition is silent.
      assumedBy: new ServicePrincipal('cloudtrail.amazonaws.com', {
        conditions: {
          StringEqualsIfExists: { 'aws:SourceAccount': scope.account },
          ArnEqualsIfExists: { 'aws:SourceArn': sourceArn },
        },
      }),
      inlinePolicies: {
        WriteRecords: new PolicyDocument({
          statements: [
            new PolicyStatement({
              effect: Effect.ALLOW,
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [streams],
            }),
          ],
        }),
      },
    });
    acknowledgeWildcard(role, streams, 'one stream for each account and region, named by CloudTrail');
    const trail = new CfnTrail(this, 'Resource', {
      trailName: props.trailName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      isOrganizationTrail: organizationTrail,
      s3BucketName: bucket.bucketName,
      kmsKeyId: props.key.keyArn,
      cloudWatchLogsLogGroupArn: logGroup.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      // One selector: a second one with management events would record, and bill, each of them twice.
      eventSelectors: [
        {
          readWriteType: 'All',
          includeManagementEvents: true,
          ...(props.dataEventBuckets.length > 0 && {
            dataResources: [
              {
                type: 'AWS::S3::Object',
                values: props.dataEventBuckets.map((logged) => logged.arnForObjects('')),
              },
            ],
          }),
        },
      ],
    });
    // CreateTrail tries whether it may write; and a destroy stops the trail before it empties the bucket.
    trail.node.addDependency(bucket, role);
    this.trailArn = trail.attrArn;
  }
}
