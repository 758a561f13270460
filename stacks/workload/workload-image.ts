import path from 'node:path';
import { CustomResource, Duration } from 'aws-cdk-lib';
import { BuildSpec, ComputeType, LinuxArmBuildImage, Project, Source } from 'aws-cdk-lib/aws-codebuild';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import type { Stage } from '../workload-stage';
import { BUILDSPEC } from './image-build/buildspec';
import { imageBuildBundle } from './image-build/bundle';
import { ImageRegistry } from './image-registry';
import { stackOf } from './stack-of';
import { workloadLogGroup } from './workload-log-group';
import { workloadNames } from './workload-names';

const SOURCES = path.join(__dirname, '../../workload');
/** Of a function that waits for the build: Lambda's longest. */
const WAIT = Duration.minutes(15);
/** Queue and build together end before the function does. */
const BUILD_TIMEOUT = Duration.minutes(8);
const QUEUE_TIMEOUT = Duration.minutes(5);

export interface WorkloadImageProps {
  readonly stage: Stage;
  readonly logKey: IKey;
  /** Whom ECS pulls as. */
  readonly puller: IRole;
}

/** The workload's image: built in the account by CodeBuild from the folder workload/, before anything runs it. */
export class WorkloadImage extends Construct {
  readonly registry: ImageRegistry;
  readonly image: ContainerImage;
  /** Hash of the sources and of how they are built. */
  readonly tag: string;
  /** What runs the image depends on this: it is there when the image is. */
  readonly built: CustomResource;

  constructor(scope: Construct, id: string, { stage, logKey, puller }: WorkloadImageProps) {
    super(scope, id);
    const { settings } = stackOf(this);
    const names = workloadNames(settings);
    const sources = new Asset(this, 'Sources', { path: SOURCES, exclude: ['README.md'] });
    this.tag = `${stage}-${sources.assetHash.slice(0, 24)}`;

    const builder = new Role(this, 'Builder', {
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
      description: 'Builds and pushes the image of the workload',
    });
    this.registry = new ImageRegistry(this, 'Registry', {
      repositoryName: names.repository,
      builder,
      puller,
    });
    const { repository } = this.registry;
    const buildLogs = workloadLogGroup(this, 'BuildLogs', names.buildLogGroup, logKey);
    repository.grantPullPush(builder);
    repository.grant(builder, 'ecr:DescribeImages');
    sources.bucket.grantRead(builder, sources.s3ObjectKey);
    buildLogs.grantWrite(builder);

    const project = new Project(this, 'Project', {
      projectName: names.buildProject,
      description: 'Builds the image of the workload from its folder in the repository',
      // The project would add report groups and a log group that nothing uses.
      role: builder.withoutPolicyUpdates(),
      source: Source.s3({ bucket: sources.bucket, path: sources.s3ObjectKey }),
      buildSpec: BuildSpec.fromObjectToYaml(BUILDSPEC),
      environment: {
        buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        computeType: ComputeType.SMALL,
        privileged: true,
      },
      environmentVariables: { REPOSITORY_URI: { value: repository.repositoryUri } },
      timeout: BUILD_TIMEOUT,
      queuedTimeout: QUEUE_TIMEOUT,
      logging: { cloudWatch: { logGroup: buildLogs } },
    });

    const functionName = `${settings.name}-image-build`;
    const starter = new LambdaFunction(this, 'Starter', {
      functionName,
      description: 'Starts the build of the image and tells CloudFormation when it is over',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(imageBuildBundle()),
      handler: 'index.handler',
      timeout: WAIT,
      tracing: Tracing.ACTIVE,
      retryAttempts: 0,
      logGroup: workloadLogGroup(this, 'StarterLogs', `/aws/lambda/${functionName}`, logKey),
    });
    starter.addToRolePolicy(
      new PolicyStatement({
        actions: ['codebuild:StartBuild', 'codebuild:BatchGetBuilds'],
        resources: [project.projectArn],
      }),
    );

    this.built = new CustomResource(this, 'Built', {
      resourceType: 'Custom::WorkloadImage',
      serviceToken: starter.functionArn,
      serviceTimeout: WAIT,
      properties: { ProjectName: project.projectName, Stage: stage, ImageTag: this.tag },
    });
    // The build may start once project, role and repository have all of their policies.
    this.built.node.addDependency(project, builder, repository, starter);
    this.image = ContainerImage.fromEcrRepository(repository, this.tag);
    this.registry.rescan(this.tag);
  }
}
