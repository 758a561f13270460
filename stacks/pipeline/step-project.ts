import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import {
  BuildSpec,
  ComputeType,
  LinuxArmBuildImage,
  LinuxBuildImage,
  PipelineProject,
} from 'aws-cdk-lib/aws-codebuild';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HarborwatchStack } from '../harborwatch-stack';
import { acknowledge, acknowledgeWildcard } from '../parts/acknowledge';
import { type Step, stepRoleName } from './pipeline-names';
import { type StepRightsProps, stepRights } from './step-rights';

/** Where a step's script lies: the workflow of GitHub runs the same one. */
export const stepScript = (step: Step): string => path.join(__dirname, 'steps', `${step}.sh`);

export interface StepProjectProps extends StepRightsProps {
  readonly step: Step;
  readonly description: string;
  readonly variables: Readonly<Record<string, string>>;
  /** What the step hands on: files below its folder. */
  readonly artifacts?: Readonly<Record<string, unknown>>;
  /** Variables for later steps, each with the file that the script leaves its value in. */
  readonly exported?: Readonly<Record<string, string>>;
  readonly hasDocker?: boolean;
  readonly minutes: number;
  /** ARN of all that steps hand on. */
  readonly handedOn: string;
  readonly artifactKey: IKey;
  readonly logKey: IKey;
}

/**
 * One step as a CodeBuild project with a role of its own. The script stands in the project, so that a commit cannot change
 * what a step with rights does.
 */
export class StepProject extends Construct {
  readonly project: PipelineProject;

  constructor(scope: HarborwatchStack, id: string, props: StepProjectProps) {
    super(scope, id);
    const {
      step,
      description,
      variables,
      artifacts,
      exported = {},
      hasDocker = false,
      minutes,
      artifactKey,
    } = props;
    const { settings, account, region } = scope;
    const projectName = `${settings.name}-pipeline-${step}`;
    const role = new Role(this, 'Role', {
      roleName: stepRoleName(settings, step, region),
      description: `Pipeline: ${description}`,
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': account,
            'aws:SourceArn': scope.formatArn({
              service: 'codebuild',
              resource: 'project',
              resourceName: projectName,
            }),
          },
        },
      }),
    });
    for (const statement of stepRights(step, props)) role.addToPolicy(statement);
    // CDK's grant on the artifacts has more than a step does: none takes away what another made, or keeps it for ever.
    role.addToPolicy(
      new PolicyStatement({
        sid: 'LeaveArtifactsThere',
        effect: Effect.DENY,
        actions: ['s3:DeleteObject*', 's3:PutObjectLegalHold', 's3:PutObjectRetention'],
        resources: [props.handedOn],
      }),
    );
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/${settings.name}/pipeline/${step}`,
      encryptionKey: props.logKey,
      retention: settings.logRetentionDays as number,
      removalPolicy: scope.removalPolicy,
    });
    this.project = new PipelineProject(this, 'Project', {
      projectName,
      description,
      role,
      encryptionKey: artifactKey,
      grantReportGroupPermissions: false,
      environment: {
        buildImage: hasDocker
          ? LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0
          : LinuxBuildImage.AMAZON_LINUX_2023_5,
        computeType: hasDocker ? ComputeType.SMALL : ComputeType.MEDIUM,
        // Docker's own daemon runs in the build.
        privileged: hasDocker,
      },
      environmentVariables: Object.fromEntries(
        Object.entries(variables).map(([key, value]) => [key, { value }]),
      ),
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        env: {
          shell: 'bash',
          ...(Object.keys(exported).length > 0 && { 'exported-variables': Object.keys(exported) }),
        },
        phases: {
          install: { 'runtime-versions': { nodejs: '22' } },
          build: {
            commands: [
              // In a shell of its own, since it sets how its shell fails and ends it.
              `(\n${readFileSync(stepScript(step), 'utf8')})`,
              ...Object.entries(exported).map(([name, file]) => `${name}="$(cat ${file})" && export ${name}`),
            ],
          },
        },
        ...(artifacts !== undefined && { artifacts }),
      }),
      timeout: Duration.minutes(minutes),
      queuedTimeout: Duration.minutes(30),
      logging: { cloudWatch: { logGroup } },
    });
    acknowledgeWildcard(
      role,
      `arn:${scope.partition}:logs:${region}:${account}:log-group:/aws/codebuild/${this.project.projectName}:*`,
      "CDK's own grant; the project writes to its log group",
    );
    if (step === 'image') {
      acknowledge(
        role,
        'AwsSolutions-IAM5[Resource::*]',
        'logging in to ECR has no ARN that a policy could name',
      );
    }
  }
}
