import path from 'node:path';
import { CustomResource } from 'aws-cdk-lib';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import type { Stage } from '../workload-stage';
import { ImageBuildProject } from './image-build/project';
import { ImageBuildStarter, STARTER_TIMEOUT } from './image-build/starter';
import { ImageRegistry } from './image-registry';
import { stackOf } from './stack-of';
import { workloadNames } from './workload-names';

const SOURCES = path.join(__dirname, '../../workload');
/** Of the hash in a tag: enough that no two contents meet. */
const HASH_LENGTH = 24;

export interface WorkloadImageProps {
  readonly stage: Stage;
  readonly logKey: IKey;
  /** Whom ECS pulls as. */
  readonly puller: IRole;
}

/** The workload's image: built in the account by CodeBuild from the folder workload/, before anything runs it. */
export class WorkloadImage extends Construct {
  readonly registry: ImageRegistry;
  /** The one role that pushes. */
  readonly builder: IRole;
  readonly image: ContainerImage;
  /** Stage and hash of the sources. */
  readonly tag: string;
  /** What runs the image depends on this: it is there when the image is. */
  readonly built: CustomResource;

  constructor(scope: Construct, id: string, { stage, logKey, puller }: WorkloadImageProps) {
    super(scope, id);
    const stack = stackOf(this);
    const names = workloadNames(stack.settings);
    // A word more in its README makes no other image.
    const sources = new Asset(this, 'Sources', { path: SOURCES, exclude: ['README.md'] });
    this.tag = `${stage}-${sources.assetHash.slice(0, HASH_LENGTH)}`;
    const builder = new Role(this, 'Builder', {
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': stack.account,
            'aws:SourceArn': stack.formatArn({
              service: 'codebuild',
              resource: 'project',
              resourceName: names.buildProject,
            }),
          },
        },
      }),
      description: 'Builds and pushes the image of the workload',
    });
    this.builder = builder;
    this.registry = new ImageRegistry(this, 'Registry', {
      repositoryName: names.repository,
      builder,
      puller,
    });
    const { repository } = this.registry;
    const build = new ImageBuildProject(this, 'Build', { builder, repository, sources, logKey });
    const starter = new ImageBuildStarter(this, 'Starter', { project: build.project, logKey });
    this.built = new CustomResource(this, 'Built', {
      resourceType: 'Custom::WorkloadImage',
      serviceToken: starter.function.functionArn,
      serviceTimeout: STARTER_TIMEOUT,
      properties: { ProjectName: build.project.projectName, Stage: stage, ImageTag: this.tag },
    });
    // The build starts once project, role and repository have all of their policies.
    this.built.node.addDependency(build, builder, repository, starter);
    this.image = ContainerImage.fromEcrRepository(repository, this.tag);
    this.registry.rescan(this.tag);
  }
}
