import { CloudFormationClient, type CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { bootstrapRoleName } from '../pipeline/pipeline-names';
import type { Deployed } from './deployed';
import { isRefused, moveProblems } from './move-problems';
import type { Place } from './place-of-deploy';
import { readDeployed } from './read-deployed';

/** CloudFormation would refuse the change half-way. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}

/**
 * Compares what is about to be deployed with what is, as `cdk deploy` synthesizes it.
 *
 * @returns what stops nothing and should be known: stacks that stay behind, or why nothing could be compared
 * @throws MoveError with a sentence and the way out for everything that CloudFormation would refuse
 */
export async function compareWithDeployed(
  deployment: string,
  planned: Deployed,
  place: Place,
): Promise<readonly string[]> {
  let deployed: Deployed;
  try {
    deployed = await readWithEither(deployment, place);
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [
      `not compared with what is deployed (${why}); npm run preflight compares, with credentials that may read CloudFormation`,
    ];
  }
  const problems = moveProblems(deployed, planned);
  const refused = problems.filter(isRefused);
  if (refused.length > 0) {
    throw new MoveError(
      [
        ...refused.map(({ what, wayOut }) => `${what}: ${wayOut}`),
        `CloudFormation would refuse this in the middle of the deploy of ${deployment} (docs/moves.md); nothing was changed`,
      ].join('\n'),
    );
  }
  return problems.map(({ what, wayOut }) => `${what}: ${wayOut}`);
}

/** Whoever deploys may be allowed nothing but to take the roles of the bootstrap; one of them reads. */
async function readWithEither(deployment: string, place: Place): Promise<Deployed> {
  const { account, region } = place;
  const sts = new STSClient({ region });
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  if (Account !== account) {
    throw new Error(
      `these credentials are of account ${Account}, and cdk deploys to ${account}: give the profile by AWS_PROFILE`,
    );
  }
  const read = (config: CloudFormationClientConfig) =>
    readDeployed(new CloudFormationClient({ region, ...config }), deployment);
  try {
    return await read({});
  } catch (refused) {
    const { Credentials: { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = {} } = await sts
      .send(
        new AssumeRoleCommand({
          RoleArn: `arn:${RegionInfo.get(region).partition ?? 'aws'}:iam::${account}:role/${bootstrapRoleName('lookup', account, region)}`,
          RoleSessionName: 'harborwatch-compare',
        }),
      )
      .catch(() => {
        throw refused;
      });
    return await read({
      credentials: {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
      },
    });
  }
}
