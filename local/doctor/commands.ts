import { DEFAULT_DEPLOYMENT_NAME } from '../../deployment/deployed-names';
import { shellWord } from '../../deployment/shell-word';
import type { Subject } from './check';

/** The stacks that can put a link right, by the id under which `cdk` knows them. */
export type StackId = 'LogArchiveStack' | 'DetectionStack' | 'AuditStack';

/**
 * A command of the AWS CLI in the region of the deployment; the words are quoted as needed.
 *
 * @param region another region, where the thing is not in the deployment's
 */
export function aws(
  { deployment }: Subject,
  words: readonly string[],
  region: string = deployment.region,
): string {
  return ['aws', ...words, '--region', region].map(shellWord).join(' ');
}

/**
 * Deploys a stack again. Without `--revert-drift` CloudFormation compares templates only, and would not bring back
 * what somebody deleted or changed by hand.
 */
export function redeploy({ deployment: { name } }: Subject, stack: StackId): string {
  const context = name === DEFAULT_DEPLOYMENT_NAME ? '' : ` -c name=${shellWord(name)}`;
  return `npx cdk deploy ${stack}${context} --revert-drift`;
}
