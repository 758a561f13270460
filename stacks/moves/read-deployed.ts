import {
  type CloudFormationClient,
  CloudFormationServiceException,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { Deployed, MovedTemplate } from './move-problems';

/**
 * The templates of the stacks that are deployed, those that are not left out.
 *
 * @param stacks ids with the names that CloudFormation knows them by
 */
export async function readDeployed(
  client: CloudFormationClient,
  stacks: ReadonlyMap<string, string>,
): Promise<Deployed> {
  const found = new Map<string, MovedTemplate>();
  for (const [id, StackName] of stacks) {
    try {
      const { TemplateBody = '{}' } = await client.send(
        new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
      );
      found.set(id, JSON.parse(TemplateBody) as MovedTemplate);
    } catch (error) {
      // There is no error of its own for a stack that does not exist.
      const isMissing = error instanceof CloudFormationServiceException && error.name === 'ValidationError';
      if (!isMissing) throw error;
    }
  }
  return found;
}
