import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { STACK_IDS, stackNameOf } from '../stack-ids';
import type { Deployed, MovedTemplate } from './deployed';

/** Stacks in which nothing is: a first create that failed, or none yet. The next deploy makes them anew. */
const EMPTY = /^(?:REVIEW_IN_PROGRESS|CREATE_FAILED|ROLLBACK_(?:COMPLETE|FAILED)|DELETE_COMPLETE)$/;

/**
 * The templates of the stacks that are deployed under a name, whichever settings they were deployed with; those that
 * are not there are left out.
 */
export async function readDeployed(client: CloudFormationClient, deployment: string): Promise<Deployed> {
  const templates = await Promise.all(
    STACK_IDS.map(async (id) => [id, await templateOf(client, stackNameOf(deployment, id))] as const),
  );
  return new Map(templates.flatMap(([id, template]) => (template === undefined ? [] : [[id, template]])));
}

async function templateOf(
  client: CloudFormationClient,
  StackName: string,
): Promise<MovedTemplate | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    if (stack === undefined || EMPTY.test(stack.StackStatus ?? '')) return undefined;
    const { TemplateBody = '{}' } = await client.send(
      new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
    );
    return JSON.parse(TemplateBody) as MovedTemplate;
  } catch (error) {
    // There is no error of its own for a stack that does not exist.
    const isMissing = error instanceof CloudFormationServiceException && error.name === 'ValidationError';
    if (isMissing) return undefined;
    throw error;
  }
}
