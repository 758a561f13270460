import { CfnFlowLog } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ALL_FLOW_LOG_FIELDS } from '../../records/flow-logs/deployed-flow-logs';
import { flowLogFormat } from '../../records/tables/vpc-flow-logs';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import { logDelivery } from './log-delivery';

export interface FlowLogsProps {
  readonly vpcId: string;
  readonly logGroup: ILogGroup;
  /** Format of the lines in the log group. */
  readonly logGroupFormat: string;
  /** @default - the analyzers read them, and no audit */
  readonly bucket?: IBucket;
}

/** The flow logs of one VPC, twice: to CloudWatch Logs for the analyzers, and every field to S3 for the audits. */
export class FlowLogs extends Construct {
  constructor(
    scope: HarborwatchScope,
    id: string,
    { vpcId, logGroup, logGroupFormat, bucket }: FlowLogsProps,
  ) {
    super(scope, id);
    const watched = {
      resourceId: vpcId,
      resourceType: 'VPC',
      // The schema calls it optional and the API refuses a VPC without it.
      trafficType: 'ALL',
      maxAggregationInterval: 60,
    };
    new CfnFlowLog(this, 'ToLogGroup', {
      ...watched,
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: this.writer(scope, logGroup).roleArn,
      logFormat: logGroupFormat,
    });

    if (bucket === undefined) return;
    this.letDeliver(scope, bucket);
    const toBucket = new CfnFlowLog(this, 'ToBucket', {
      ...watched,
      logDestinationType: 's3',
      logDestination: bucket.bucketArn,
      logFormat: flowLogFormat(ALL_FLOW_LOG_FIELDS),
      // All three said: they cannot be changed later, and CloudFormation compares what was left out.
      destinationOptions: { FileFormat: 'parquet', HiveCompatiblePartitions: false, PerHourPartition: true },
    });
    toBucket.node.addDependency(bucket);
  }

  private writer(scope: HarborwatchScope, logGroup: ILogGroup): Role {
    return new Role(this, 'Role', {
      description: 'Lets VPC flow logs write to their log group.',
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': scope.account },
          ArnLike: {
            'aws:SourceArn': scope.formatArn({
              service: 'ec2',
              resource: 'vpc-flow-log',
              resourceName: '*',
            }),
          },
        },
      }),
      inlinePolicies: {
        WriteRecords: new PolicyDocument({
          statements: [
            new PolicyStatement({
              effect: Effect.ALLOW,
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
              resources: [logGroup.logGroupArn],
            }),
          ],
        }),
      },
    });
  }

  /** The statements that flow logs look for and would add by themselves, outside of the template. */
  private letDeliver(scope: HarborwatchScope, bucket: IBucket): void {
    const { service, conditions } = logDelivery(scope);
    const principals = [new ServicePrincipal(service)];
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AWSLogDeliveryAclCheck',
        principals,
        actions: ['s3:GetBucketAcl', 's3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions,
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AWSLogDeliveryWrite',
        principals,
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${scope.account}/*`)],
        // Where access control lists are off, as here, the header may be absent: demanding it would drop each file.
        conditions: {
          ...conditions,
          StringEqualsIfExists: { 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      }),
    );
  }
}
