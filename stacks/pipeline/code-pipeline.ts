import { ArnFormat, Duration } from 'aws-cdk-lib';
import {
  Artifact,
  ExecutionMode,
  type IAction,
  Pipeline,
  PipelineType,
  Result,
  Rule,
} from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeBuildAction,
  CodeStarConnectionsSourceAction,
  ManualApprovalAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { ArnPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { devDependencies } from '../../package.json';
import type { HarborwatchStack } from '../harborwatch-stack';
import { acknowledge, acknowledgeWildcard } from '../parts/acknowledge';
import { PrivateBucket } from '../parts/private-bucket';
import { workloadNames } from '../workload/workload-names';
import { StepProject } from './step-project';

/** Days that artifacts of runs are kept: as long as somebody may ask what a deployment was made of. */
const ARTIFACT_DAYS = 90;
/** How long our own alarms are watched after a deployment: three of their periods of five minutes. */
const WATCHED_MINUTES = 15;

export interface CodePipelineProps {
  readonly connectionArn: string;
  /** `owner/name` at the Git host. */
  readonly repository: string;
  readonly branch: string;
  readonly testCommand: string;
  readonly accessLogBucket: IBucket;
  readonly logKey: IKey;
  readonly signingProfileArn?: string;
  /** Whether there is an image to build. */
  readonly hasImage: boolean;
  /** Names of alarms that take a deployment back. */
  readonly alarmNames: readonly string[];
}

/**
 * From a commit to a deployment: checks and templates, the image with its bill of materials, signature and scan, what would
 * change, in production an approval, the deployment, and back again when our own alarms sound after it.
 */
export class CodePipeline extends Construct {
  constructor(scope: HarborwatchStack, id: string, props: CodePipelineProps) {
    super(scope, id);
    const { settings, isProduction } = scope;
    const key = new Key(this, 'Key', {
      description: 'Encrypts what the steps of the pipeline hand on',
      enableKeyRotation: true,
      pendingWindow: Duration.days(isProduction ? 30 : 7),
      removalPolicy: scope.removalPolicy,
    });
    const bucket = new PrivateBucket(scope, 'PipelineArtifacts', {
      encryptionKey: key,
      accessLogBucket: props.accessLogBucket,
      keptDays: ARTIFACT_DAYS,
    });
    acknowledge(
      scope,
      [
        ...['kms:GenerateDataKey*', 'kms:ReEncrypt*', 's3:Abort*', 's3:DeleteObject*'],
        ...['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
      ].map((action) => `AwsSolutions-IAM5[Action::${action}]`),
      "CDK's grants on the one bucket and key in which the steps hand things on; the deployment compares a digest with what was shown",
    );
    const handedOn = bucket.arnForObjects('*');
    acknowledgeWildcard(scope, handedOn, 'CodePipeline chooses the keys of what is handed on');
    const pipelineName = `${settings.name}-deployment`;
    const role = new Role(this, 'Role', {
      description: 'Runs the pipeline: hands artifacts on and starts steps',
      assumedBy: new ServicePrincipal('codepipeline.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': scope.account },
          ArnLike: { 'aws:SourceArn': scope.formatArn({ service: 'codepipeline', resource: pipelineName }) },
        },
      }),
    });
    const pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName,
      pipelineType: PipelineType.V2,
      // One deployment at a time, and the newest commit next.
      executionMode: ExecutionMode.SUPERSEDED,
      role,
      artifactBucket: bucket as IBucket,
    });
    const source = new Artifact('Source');
    const checked = new Artifact('Checked');
    const common = { stack: scope, handedOn, artifactKey: key, logKey: props.logKey };
    const slash = props.repository.lastIndexOf('/');

    // CDK lets the action use the connection by the service's former name only.
    const reader = new Role(this, 'Reader', {
      description: 'Fetches the sources of the pipeline',
      assumedBy: new ArnPrincipal(role.roleArn),
    });
    reader.addToPolicy(
      new PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [props.connectionArn] }),
    );
    const origin = new CodeStarConnectionsSourceAction({
      actionName: 'Source',
      connectionArn: props.connectionArn,
      owner: props.repository.slice(0, slash),
      repo: props.repository.slice(slash + 1),
      branch: props.branch,
      output: source,
      role: reader,
    });
    pipeline.addStage({ stageName: 'Source', actions: [origin] });

    const check = new StepProject(scope, 'Check', {
      ...common,
      step: 'check',
      description: 'checks a change, and makes its templates; may do nothing in the account',
      variables: { TEST_COMMAND: props.testCommand },
      artifacts: { 'base-directory': 'cdk.out', files: ['**/*'] },
      minutes: 60,
    });
    const run = (step: StepProject, name: string, input: Artifact, more: object = {}): IAction =>
      new CodeBuildAction({ actionName: name, project: step.project, input, ...more });
    pipeline.addStage({
      stageName: 'Check',
      actions: [run(check, 'Check', source, { outputs: [checked] })],
    });

    if (props.hasImage) {
      const image = new StepProject(scope, 'Image', {
        ...common,
        ...(props.signingProfileArn !== undefined && { signingProfileArn: props.signingProfileArn }),
        step: 'image',
        description: 'builds, pushes and judges the image of the workload',
        variables: { REPOSITORY: workloadNames(settings).repository },
        artifacts: { files: ['bill-of-materials.json', 'birth-certificate.json'] },
        hasDocker: true,
        minutes: 45,
      });
      pipeline.addStage({
        stageName: 'Image',
        actions: [
          run(image, 'Image', source, {
            extraInputs: [checked],
            outputs: [new Artifact('BirthCertificate')],
            environmentVariables: {
              COMMIT: { value: origin.variables.commitId },
              RUN: { value: '#{codepipeline.PipelineExecutionId}' },
            },
          }),
        ],
      });
    }

    const onTemplates = { TEMPLATES: '.', CDK_VERSION: devDependencies['aws-cdk'] };
    const review = new StepProject(scope, 'Review', {
      ...common,
      step: 'review',
      description: 'shows what a deployment would change; may read',
      variables: onTemplates,
      artifacts: { files: ['changes.txt'] },
      exported: { TEMPLATES_DIGEST: 'templates-digest.txt' },
      minutes: 20,
    });
    const shown = run(review, 'ShowChanges', checked, {
      outputs: [new Artifact('Changes')],
      runOrder: 1,
      variablesNamespace: 'Shown',
    });
    const logs = `https://${scope.region}.console.aws.amazon.com/codesuite/codebuild/projects/${review.project.projectName}`;
    pipeline.addStage({
      stageName: 'Review',
      actions: [
        shown,
        ...(isProduction
          ? [
              new ManualApprovalAction({
                actionName: 'Approve',
                runOrder: 2,
                additionalInformation:
                  'ShowChanges has what would change in its log and in changes.txt; BirthCertificate has the image.',
                externalEntityLink: logs,
              }),
            ]
          : []),
      ],
    });

    const deploy = new StepProject(scope, 'Deploy', {
      ...common,
      step: 'deploy',
      description: 'deploys the templates that were checked and shown',
      variables: onTemplates,
      minutes: 120,
    });
    const alarms = props.alarmNames;
    pipeline.addStage({
      stageName: 'Deploy',
      actions: [
        run(deploy, 'Deploy', checked, {
          environmentVariables: {
            RUN_NUMBER: { value: '#{codepipeline.PipelineExecutionId}' },
            SHOWN_DIGEST: { value: '#{Shown.TEMPLATES_DIGEST}' },
          },
        }),
      ],
      ...(alarms.length > 0 && {
        onSuccess: {
          conditions: [
            {
              result: Result.ROLLBACK,
              rules: alarms.map(
                (alarmName, index) =>
                  new Rule({
                    name: `Alarm${index + 1}`,
                    provider: 'CloudWatchAlarm',
                    version: '1',
                    configuration: { AlarmName: alarmName, WaitTime: String(WATCHED_MINUTES) },
                  }),
              ),
            },
          ],
        },
      }),
    });
    if (alarms.length > 0) {
      role.addToPolicy(
        new PolicyStatement({
          sid: 'WatchAlarms',
          actions: ['cloudwatch:DescribeAlarms'],
          resources: alarms.map((alarmName) =>
            scope.formatArn({
              service: 'cloudwatch',
              resource: 'alarm',
              resourceName: alarmName,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ),
        }),
      );
    }
  }
}
