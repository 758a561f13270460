import { Duration } from 'aws-cdk-lib';
import { BuildSpec, ComputeType, LinuxArmBuildImage, Project, Source } from 'aws-cdk-lib/aws-codebuild';
import type { Repository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { acknowledge } from '../../parts/acknowledge';
import { stackOf } from '../stack-of';
import { workloadLogGroup } from '../workload-log-group';
import { workloadNames } from '../workload-names';
import { BUILDSPEC } from './buildspec';

/** Queue and build together end before the function that waits for them. */
export const BUILD_TIMEOUT = Duration.minutes(8);
export const QUEUE_TIMEOUT = Duration.minutes(5);

export interface ImageBuildProjectProps {
  readonly builder: Role;
  readonly repository: Repository;
  readonly sources: Asset;
  readonly logKey: IKey;
}

/** The project that builds and pushes the image, and what its role may do: read the sources, push, write its log. */
export class ImageBuildProject extends Construct {
  readonly project: Project;

  constructor(scope: Construct, id: string, props: ImageBuildProjectProps) {
    super(scope, id);
    const { builder, repository, sources, logKey } = props;
    const names = workloadNames(stackOf(this).settings);
    const logGroup = workloadLogGroup(this, 'Logs', names.buildLogGroup, logKey);
    repository.grantPullPush(builder);
    repository.grant(builder, 'ecr:DescribeImages');
    logGroup.grantWrite(builder);
    builder.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [sources.bucket.arnForObjects(sources.s3ObjectKey)],
      }),
    );
    builder.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetBucketAcl', 's3:GetBucketLocation'],
        resources: [sources.bucket.bucketArn],
      }),
    );
    acknowledge(
      builder,
      'AwsSolutions-IAM5[Resource::*]',
      'logging in to ECR has no ARN that a policy could name',
    );

    this.project = new Project(this, 'Project', {
      projectName: names.buildProject,
      description: 'Builds the image of the workload from its folder in the repository',
      // The project would add report groups and a log group that nothing uses.
      role: builder.withoutPolicyUpdates(),
      source: Source.s3({ bucket: sources.bucket, path: sources.s3ObjectKey }),
      buildSpec: BuildSpec.fromObjectToYaml(BUILDSPEC),
      environment: {
        buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        computeType: ComputeType.SMALL,
        // Docker's own daemon runs in the build.
        privileged: true,
      },
      environmentVariables: { REPOSITORY_URI: { value: repository.repositoryUri } },
      timeout: BUILD_TIMEOUT,
      queuedTimeout: QUEUE_TIMEOUT,
      logging: { cloudWatch: { logGroup } },
    });
    acknowledge(
      this.project,
      'AwsSolutions-CB4',
      'the key would encrypt artifacts and cache, and there are none: the build pushes to ECR',
    );
  }
}
