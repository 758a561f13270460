import { Duration } from 'aws-cdk-lib';
import type { Project } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from '../../parts/acknowledge';
import { functionCode } from '../../parts/function-code';
import { stackOf } from '../stack-of';
import { workloadLogGroup } from '../workload-log-group';
import { imageBuildBundle } from './bundle';

/** Lambda's longest: the function waits for the build. */
export const STARTER_TIMEOUT = Duration.minutes(15);

export interface ImageBuildStarterProps {
  readonly project: Project;
  readonly logKey: IKey;
}

/** Starts the build when CloudFormation asks for the image, and answers when it is over. */
export class ImageBuildStarter extends Construct {
  readonly function: lambda.Function;

  constructor(scope: Construct, id: string, { project, logKey }: ImageBuildStarterProps) {
    super(scope, id);
    const functionName = `${stackOf(this).settings.name}-image-build`;
    const logGroup = workloadLogGroup(this, 'Logs', `/aws/lambda/${functionName}`, logKey);
    // Not the managed policy, which lets a function write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['codebuild:StartBuild', 'codebuild:BatchGetBuilds'],
        resources: [project.projectArn],
      }),
    );
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      description: 'Starts the build of the image and tells CloudFormation when it is over',
      role,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: functionCode(this, imageBuildBundle),
      handler: 'index.handler',
      memorySize: 256,
      timeout: STARTER_TIMEOUT,
      tracing: Tracing.ACTIVE,
      logGroup,
      // A second try would be a second build whose answer nobody waits for.
      retryAttempts: 0,
    });
    acknowledge(
      this,
      ['NIST.800.53.R5-LambdaDLQ', 'Serverless-LambdaDLQ', 'Serverless-LambdaAsyncFailureDestination'],
      'CloudFormation waits for its answer, and fails the deployment with a sentence when there is none',
    );
    acknowledge(
      this,
      'NIST.800.53.R5-LambdaInsideVPC',
      'it calls AWS and nothing else: a VPC would add endpoints and a way to break',
    );
    acknowledge(
      this,
      'NIST.800.53.R5-LambdaConcurrency',
      'it runs once a deployment, and new accounts have no concurrency to reserve',
    );
    acknowledge(this, 'AwsSolutions-IAM5[Resource::*]', 'traces have no ARN that a policy could name');
  }
}
