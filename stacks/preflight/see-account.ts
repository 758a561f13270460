import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  DescribeResourcePoliciesCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient, paginateListPolicies } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsAdvice } from '../../deployment/aws-advice';
import type { Settings } from '../config';
import type { Deployed } from '../moves/deployed';
import { readDeployed } from '../moves/read-deployed';
import type { SeenAccount } from './account-problems';

/** Nobody can be asked: no credentials, or no region. */
export class NoAccountError extends Error {
  override readonly name = 'NoAccountError';
}

export interface Seen {
  readonly account: string;
  readonly region: string;
  readonly seen: SeenAccount;
  /** The stacks that are there; undefined where CloudFormation did not answer. */
  readonly deployed: Deployed | undefined;
  /** What was not answered, a sentence each. */
  readonly unseen: readonly string[];
}

/**
 * Looks at the account with read-only calls, each by itself: what is not answered is named, and stops nothing.
 *
 * @throws NoAccountError with one sentence where there are no credentials or no region
 */
export async function seeAccount(settings: Settings): Promise<Seen> {
  const sts = new STSClient({});
  let region: string;
  let account: string;
  try {
    region = await sts.config.region();
    account = (await sts.send(new GetCallerIdentityCommand({}))).Account ?? '';
  } catch (error) {
    throw new NoAccountError(
      awsAdvice(error) ??
        `AWS cannot be asked who this is (${String(error)}); check the network and AWS_ENDPOINT_URL`,
    );
  }
  const unseen: string[] = [];
  const look = async <T>(permission: string, action: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await action();
    } catch (error) {
      unseen.push(`not looked at: ${permission} (${error instanceof Error ? error.name : String(error)})`);
      return undefined;
    }
  };
  const logs = new CloudWatchLogsClient({});
  const groupsBelow = async (logGroupNamePrefix: string) => {
    const found: { readonly name: string; readonly logGroupClass: string }[] = [];
    for await (const page of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix })) {
      for (const { logGroupName = '', logGroupClass = 'STANDARD' } of page.logGroups ?? []) {
        found.push({ name: logGroupName, logGroupClass });
      }
    }
    return found;
  };
  const existing = settings['monitor.trailLogGroupName'];
  const [ofTrail, own, resourcePolicies, trails, policies, deployed] = await Promise.all([
    existing === undefined ? undefined : look('logs:DescribeLogGroups', () => groupsBelow(existing)),
    look('logs:DescribeLogGroups', async () => {
      const pages = await Promise.all(
        [`/${settings.name}/`, `/aws/lambda/${settings.name}-`].map(groupsBelow),
      );
      // CDK's own helper, which empties buckets, leaves one that nobody else names.
      return pages.flat().filter(({ name }) => !name.includes('CustomS3AutoDelete'));
    }),
    look('logs:DescribeResourcePolicies', async () => {
      const { resourcePolicies: found = [] } = await logs.send(new DescribeResourcePoliciesCommand({}));
      return found.map(({ policyName = '' }) => policyName);
    }),
    look('cloudtrail:DescribeTrails', async () => {
      const { trailList = [] } = await new CloudTrailClient({}).send(new DescribeTrailsCommand({}));
      return trailList.map(({ Name = '', HomeRegion = '', IsMultiRegionTrail = false }) => ({
        name: Name,
        homeRegion: HomeRegion,
        isMultiRegion: IsMultiRegionTrail,
      }));
    }),
    look('iam:ListPolicies', async () => {
      const found: string[] = [];
      for await (const page of paginateListPolicies({ client: new IAMClient({}) }, { Scope: 'Local' })) {
        found.push(...(page.Policies ?? []).map(({ PolicyName = '' }) => PolicyName));
      }
      return found.filter((name) => name.startsWith(`${settings.name}-`) && name.endsWith(`-${region}`));
    }),
    look('cloudformation:GetTemplate', () => readDeployed(new CloudFormationClient({}), settings.name)),
  ]);
  return {
    account,
    region,
    deployed,
    unseen: [...new Set(unseen)],
    seen: {
      region,
      logGroupClass: ofTrail?.find(({ name }) => name === existing)?.logGroupClass,
      resourcePolicies,
      trails,
      logGroups: own?.map(({ name }) => name),
      policies,
      stacks: deployed === undefined ? undefined : [...deployed.keys()],
    },
  };
}
