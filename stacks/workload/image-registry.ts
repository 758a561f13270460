import { Duration } from 'aws-cdk-lib';
import {
  CfnRegistryScanningConfiguration,
  Repository,
  RepositoryEncryption,
  TagMutability,
  TagStatus,
} from 'aws-cdk-lib/aws-ecr';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { stepRoleName } from '../pipeline/pipeline-names';
import { stackOf } from './stack-of';

/** Images that are kept: what a service may have to roll back to. */
const KEPT_IMAGES = 10;

/** What changes a repository's images (service authorization reference of Amazon ECR). */
const PUSH = [
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
] as const;
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] as const;

/** The pipeline's role, where one builds the image before a deployment asks for it. */
function pipelinePushers(scope: Construct): readonly string[] {
  const stack = stackOf(scope);
  if (stack.settings.pipeline === 'off') return [];
  const resourceName = stepRoleName(stack.settings, 'image', stack.region);
  return [stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName })];
}

export interface ImageRegistryProps {
  readonly repositoryName: string;
  /** The one role that pushes. */
  readonly builder: IRole;
  /** Whom ECS pulls as. */
  readonly puller: IRole;
}

/** The repository of the workload: tags never move, each image is scanned on push and again as findings become known. */
export class ImageRegistry extends Construct {
  readonly repository: Repository;
  private readonly repositoryName: string;
  private readonly isScannedContinuously: boolean;

  constructor(scope: Construct, id: string, props: ImageRegistryProps) {
    super(scope, id);
    this.repositoryName = props.repositoryName;
    const { isProduction, removalPolicy, settings } = stackOf(this);
    this.repository = new Repository(this, 'Repository', {
      repositoryName: props.repositoryName,
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: RepositoryEncryption.AES_256,
      removalPolicy,
      emptyOnDelete: !isProduction,
      lifecycleRules: [
        { rulePriority: 1, tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(1) },
        { rulePriority: 2, tagStatus: TagStatus.ANY, maxImageCount: KEPT_IMAGES },
      ],
    });
    this.repository.addToResourcePolicy(
      new PolicyStatement({ sid: 'BuildPushes', principals: [props.builder], actions: [...PUSH, ...PULL] }),
    );
    this.repository.addToResourcePolicy(
      new PolicyStatement({ sid: 'TaskIsPulled', principals: [props.puller], actions: [...PULL] }),
    );
    // Within an account an identity's own policy is enough to push: only a denial keeps others out.
    this.repository.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElsePushes',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [...PUSH],
        conditions: {
          ArnNotEquals: { 'aws:PrincipalArn': [props.builder.roleArn, ...pipelinePushers(this)] },
        },
      }),
    );
    this.isScannedContinuously = settings['workload.enhancedScanning'];
    if (this.isScannedContinuously) this.scanContinuously();
  }

  /**
   * Scans the image again as long as it is deployed: known holes grow in number while the image stays the same.
   * Basic scanning scans an image once in 24 hours, the push included; 25 hours never fall into that. This call is of
   * basic scanning alone: enhanced scanning needs no asking.
   */
  rescan(imageTag: string) {
    if (this.isScannedContinuously) return;
    const { repository } = this;
    new Schedule(this, 'Rescan', {
      schedule: ScheduleExpression.rate(Duration.hours(25)),
      description: `Scans the deployed image of ${this.repositoryName} again`,
      target: new Universal({
        service: 'ecr',
        action: 'startImageScan',
        input: ScheduleTargetInput.fromObject({
          RepositoryName: repository.repositoryName,
          ImageId: { ImageTag: imageTag },
        }),
        policyStatements: [
          new PolicyStatement({ actions: ['ecr:StartImageScan'], resources: [repository.repositoryArn] }),
        ],
        maxEventAge: Duration.hours(1),
        retryAttempts: 3,
      }),
    });
  }

  /** Amazon Inspector scans on push and whenever it learns of a new vulnerability. One a registry. */
  private scanContinuously() {
    new CfnRegistryScanningConfiguration(this, 'EnhancedScanning', {
      scanType: 'ENHANCED',
      rules: [
        {
          scanFrequency: 'CONTINUOUS_SCAN',
          repositoryFilters: [{ filter: this.repositoryName, filterType: 'WILDCARD' }],
        },
      ],
    });
  }
}
