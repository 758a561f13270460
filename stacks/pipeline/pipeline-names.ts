import type { GivenSettings } from '../config/settings';

/** The steps that work in the account; each has a role of its own. */
export const STEPS = ['check', 'image', 'review', 'deploy'] as const;
export type Step = (typeof STEPS)[number];

type Named = Pick<GivenSettings, 'name' | 'pipeline' | 'pipeline.environment'>;

/** CDK's own qualifier of what `cdk bootstrap` makes. */
const QUALIFIER = 'hnb659fds';

/** `111122223333/eu-west-1`: where the pipeline deploys to. */
export function pipelineEnvironment(settings: Named) {
  const [account = '', region = ''] = settings['pipeline.environment']?.split('/') ?? [];
  const partition = /^cn-/.test(region) ? 'aws-cn' : /^us-gov-/.test(region) ? 'aws-us-gov' : 'aws';
  return { account, region, partition };
}

/** The role of a step: with the region, since roles have one name in all of an account's regions. */
export function stepRoleName({ name }: Pick<Named, 'name'>, step: Step, region: string): string {
  return `${name}-pipeline-${step}-${region}`;
}

/** A role that `cdk bootstrap` made, by its name. */
export function bootstrapRoleName(
  role: 'deploy' | 'lookup' | 'file-publishing' | 'cfn-exec',
  account: string,
  region: string,
): string {
  return `cdk-${QUALIFIER}-${role}-role-${account}-${region}`;
}

/**
 * Who deploys, where a pipeline does: the role that CloudFormation works with, the one that asks it to, and the one that
 * pushes the image. They
 * belong to `deployRoles` without anybody naming them; the settings say the account, since a pattern needs whole ARNs.
 */
export function pipelineDeployRoles(settings: Named): readonly string[] {
  if (settings.pipeline === 'off') return [];
  const { account, region, partition } = pipelineEnvironment(settings);
  return [
    bootstrapRoleName('cfn-exec', account, region),
    bootstrapRoleName('deploy', account, region),
    stepRoleName(settings, 'image', region),
  ].map((role) => `arn:${partition}:iam::${account}:role/${role}`);
}
