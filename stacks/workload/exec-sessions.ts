import { Duration } from 'aws-cdk-lib';
import { type ExecuteCommandConfiguration, ExecuteCommandLogging } from 'aws-cdk-lib/aws-ecs';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from '../parts/acknowledge';
import { stackOf } from './stack-of';
import { workloadLogGroup } from './workload-log-group';
import { workloadNames } from './workload-names';

/**
 * Where the agent of ECS Exec writes, as root: these have to be volumes where the root file system is read-only
 * (aws/containers-roadmap#1359).
 */
export const EXEC_AGENT_PATHS: Readonly<Record<string, string>> = {
  'managed-agents': '/managed-agents',
  'ssm-state': '/var/lib/amazon/ssm',
  'ssm-logs': '/var/log/amazon/ssm',
};

/** Sessions of ECS Exec: encrypted on the way with a key of their own, and written down. */
export class ExecSessions extends Construct {
  readonly configuration: ExecuteCommandConfiguration;
  private readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { logKey }: { readonly logKey: IKey }) {
    super(scope, id);
    const { isProduction, removalPolicy, settings } = stackOf(this);
    this.logGroup = workloadLogGroup(this, 'Logs', workloadNames(settings).execLogGroup, logKey);
    this.configuration = {
      kmsKey: new Key(this, 'Key', {
        alias: `${settings.name}-workload-exec`,
        description: 'Encrypts the sessions of ECS Exec between client and task',
        enableKeyRotation: true,
        pendingWindow: Duration.days(isProduction ? 30 : 7),
        removalPolicy,
      }),
      logging: ExecuteCommandLogging.OVERRIDE,
      logConfiguration: {
        cloudWatchLogGroup: this.logGroup,
        cloudWatchEncryptionEnabled: true,
      },
    };
  }

  /** Says why the role of a task with sessions has wildcards: CDK gives it what ECS Exec needs. */
  explain(taskRole: Role) {
    const { account, partition, region } = stackOf(this);
    acknowledgeWildcard(taskRole, '*', 'channels of sessions and lists of log groups have no ARN to name');
    acknowledgeWildcard(
      taskRole,
      `arn:${partition}:logs:${region}:${account}:log-group:${this.logGroup.logGroupName}:*`,
      'the streams of one log group',
    );
  }
}
