import { RemovalPolicy, Token } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { ConfigError, readSettings, type Settings } from '../config';
import type { HarborwatchProps } from './harborwatch-props';

/** Settings that constructs have as props, or that are about stacks which they do not make. */
const NOT_BY_KEY =
  /^(?:name|mode|stage|detections|deployRoles|homeRegions|sshPorts|trustedSshCidrs|insideCidrs|notifyFrom|runbookUrl|logRetentionDays|organization(?:Trail|Id)|logBucketDataEvents|taskDefinitionRule|iamRules|ownRegistries|workload\..*|monitor\.(?!trailSource$|filterPlaces$).*)$/;

/**
 * The settings of a construct: what its props say, then what the deployment around it says, then the defaults.
 *
 * @throws ConfigError with the key, the value and what is allowed
 */
export function settingsOf(props: HarborwatchProps, around: Settings | undefined): Settings {
  const given = contextOf(props);
  if (around !== undefined && Object.keys(given).length === 0) return around;
  return readSettings({ mode: 'production', ...around, ...given });
}

function contextOf(props: HarborwatchProps): Readonly<Record<string, unknown>> {
  const { deploymentName, deployRoles, removalPolicy, logRetention, settings = {} } = props;
  const misplaced = Object.keys(settings).filter((key) => NOT_BY_KEY.test(key));
  if (misplaced.length > 0) {
    throw new ConfigError(
      `settings holds ${misplaced.join(', ')}; a construct has a prop for it, or none of what it is about: see docs/constructs.md`,
    );
  }
  const { homeRegions, sshPorts, trustedSshCidrs, insideCidrs, notifyFrom, runbookUrl } = props;
  const context = {
    name: deploymentName,
    mode: removalPolicy === undefined ? undefined : modeOf(removalPolicy),
    deployRoles: deployRoles?.map(knownArn),
    logRetentionDays: logRetention,
    homeRegions,
    sshPorts,
    trustedSshCidrs,
    insideCidrs,
    notifyFrom,
    runbookUrl,
    ...settings,
  };
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}

function modeOf(policy: RemovalPolicy): Settings['mode'] {
  if (policy === RemovalPolicy.DESTROY) return 'demo';
  if (policy === RemovalPolicy.RETAIN) return 'production';
  throw new ConfigError(
    `removalPolicy is "${policy}"; allowed are RemovalPolicy.RETAIN and RemovalPolicy.DESTROY`,
  );
}

function knownArn(role: IRole): string {
  if (!Token.isUnresolved(role.roleArn)) return role.roleArn;
  throw new ConfigError(
    `deployRoles holds ${role.node.path}, whose ARN is known only when it is deployed, and filter patterns name it; give Role.fromRoleArn(this, 'DeployRole', 'arn:aws:iam::111122223333:role/deploy-pipeline')`,
  );
}
