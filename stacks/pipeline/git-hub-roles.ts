import { CfnOutput } from 'aws-cdk-lib';
import { type PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { HarborwatchStack } from '../harborwatch-stack';
import { acknowledge } from '../parts/acknowledge';
import { type Step, stepRoleName } from './pipeline-names';
import { stepRights } from './step-rights';

const ISSUER = 'token.actions.githubusercontent.com';
/** The environment of the repository that holds the approval: its name in the workflow. */
export const APPROVED_ENVIRONMENT = 'production';

export interface GitHubRolesProps {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  readonly signingProfileArn?: string;
  readonly hasImage: boolean;
}

/**
 * Roles that jobs of one workflow take with GitHub's own identity tokens: no key is kept there. Image and review are for
 * jobs of the branch; the deployment is for jobs in the environment alone, which people approve (GitHub's guide "Configuring
 * OpenID Connect in Amazon Web Services"). The provider is one an account, and made by hand: docs/pipeline.md.
 */
export class GitHubRoles extends Construct {
  constructor(scope: HarborwatchStack, id: string, props: GitHubRolesProps) {
    super(scope, id);
    const { repository, branch, signingProfileArn, hasImage } = props;
    const ofBranch = `repo:${repository}:ref:refs/heads/${branch}`;
    const ofEnvironment = `repo:${repository}:environment:${APPROVED_ENVIRONMENT}`;
    const provider = scope.formatArn({
      service: 'iam',
      region: '',
      resource: 'oidc-provider',
      resourceName: ISSUER,
    });
    const steps: readonly { readonly step: Step; readonly subject: string }[] = [
      ...(hasImage ? [{ step: 'image', subject: ofBranch } as const] : []),
      { step: 'review', subject: ofBranch },
      { step: 'deploy', subject: ofEnvironment },
    ];
    for (const { step, subject } of steps) {
      const role = new Role(this, step, {
        roleName: stepRoleName(scope.settings, step, scope.region),
        description: `Workflow of ${repository}: ${step}`,
        assumedBy: new WebIdentityPrincipal(provider, {
          StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: subject },
        }),
      });
      const rights: PolicyStatement[] = stepRights(step, {
        stack: scope,
        ...(signingProfileArn !== undefined && { signingProfileArn }),
      });
      for (const right of rights) role.addToPolicy(right);
      if (step === 'image') {
        acknowledge(
          role,
          'AwsSolutions-IAM5[Resource::*]',
          'logging in to ECR has no ARN that a policy could name',
        );
      }
      const output = `${step[0]?.toUpperCase()}${step.slice(1)}Role`;
      new CfnOutput(this, output, {
        description: `Role of the workflow's job ${step}`,
        value: role.roleArn,
      }).overrideLogicalId(output);
    }
  }
}
