import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { HarborwatchStack } from '../harborwatch-stack';
import { workloadNames } from '../workload/workload-names';
import { bootstrapRoleName, type Step } from './pipeline-names';

export interface StepRightsProps {
  readonly stack: HarborwatchStack;
  /** Absent where images are not signed. */
  readonly signingProfileArn?: string;
}

/**
 * What each step may do in the account, whichever host runs it. The check runs the repository's code and may do nothing;
 * the review reads; only the deployment, behind the approval, may take the role that deploys.
 */
export function stepRights(step: Step, { stack, signingProfileArn }: StepRightsProps): PolicyStatement[] {
  const { account, region } = stack;
  const take = (...roles: readonly Parameters<typeof bootstrapRoleName>[0][]) =>
    new PolicyStatement({
      sid: 'TakeBootstrapRoles',
      actions: ['sts:AssumeRole'],
      resources: roles.map((role) =>
        stack.formatArn({
          service: 'iam',
          region: '',
          resource: 'role',
          resourceName: bootstrapRoleName(role, account, region),
        }),
      ),
    });
  switch (step) {
    case 'check':
      return [];
    case 'review':
      return [take('lookup')];
    case 'deploy':
      return [take('lookup', 'file-publishing', 'deploy')];
    case 'image':
      return imageRights(stack, signingProfileArn);
  }
}

function imageRights(stack: HarborwatchStack, signingProfileArn: string | undefined): PolicyStatement[] {
  const repository = stack.formatArn({
    service: 'ecr',
    resource: 'repository',
    resourceName: workloadNames(stack.settings).repository,
  });
  return [
    new PolicyStatement({
      sid: 'LogInToRegistry',
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'PushAndJudgeImage',
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImageScanFindings',
        'ecr:DescribeImageSigningStatus',
        'ecr:DescribeImages',
        'ecr:DescribeRepositories',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: [repository],
    }),
    // ECR signs as whoever pushed (ECR user guide, "Managed signing").
    ...(signingProfileArn === undefined
      ? []
      : [
          new PolicyStatement({
            sid: 'SignImage',
            actions: ['signer:SignPayload'],
            resources: [signingProfileArn],
          }),
        ]),
    // With enhanced scanning the findings are Inspector's (ECR user guide, "Enhanced scanning").
    ...(stack.settings['workload.enhancedScanning']
      ? [
          new PolicyStatement({
            sid: 'ReadInspector',
            actions: ['inspector2:ListFindings', 'inspector2:ListCoverage'],
            resources: ['*'],
          }),
        ]
      : []),
  ];
}
