import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What every construct takes; one inside of another takes it over. */
export interface HarborwatchProps {
  /**
   * Put before the names of alarms, metrics, functions and log groups, so that an account and region may hold several
   * deployments: 2 to 30 lower-case letters, digits and single hyphens between them.
   *
   * @default - 'harborwatch', or the name of the construct around this one
   */
  readonly deploymentName?: string;
  /**
   * The roles that deploy: their expected calls raise nothing. Their ARNs stand in filter patterns and must be known
   * at synth: `Role.fromRoleArn`.
   *
   * @default - no role is expected to change anything
   */
  readonly deployRoles?: readonly IRole[];
  /**
   * The regions in which the fleet lives: calls elsewhere are an alarm.
   *
   * @default - unknown, and the detections that need it are left out
   */
  readonly homeRegions?: readonly string[];
  /**
   * Ports on which an SSH daemon may listen.
   *
   * @default [22, 2222]
   */
  readonly sshPorts?: readonly number[];
  /**
   * Ranges whose SSH connections are not judged, `192.0.2.0/24`; IPv4 or IPv6.
   *
   * @default - everybody is judged
   */
  readonly trustedSshCidrs?: readonly string[];
  /**
   * Public ranges that are your own, `192.0.2.0/24`: judged like private ones; IPv4 or IPv6.
   *
   * @default - private ranges alone are inside
   */
  readonly insideCidrs?: readonly string[];
  /**
   * Findings of the analyzers below this severity are told nobody.
   *
   * @default 'medium'
   */
  readonly notifyFrom?: 'low' | 'medium' | 'high' | 'critical';
  /**
   * Where the rendered runbook can be read; messages link its headings.
   *
   * @default - messages name the command that prints it
   */
  readonly runbookUrl?: string;
  /**
   * How long log groups keep records.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
  /**
   * What a destroy leaves of logs, keys and state. `RETAIN` locks the objects of log buckets and protects the state
   * from deletion, too; `DESTROY` empties the buckets. No other policy is taken.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Further settings by the keys of docs/settings.md (`{ cis: false, alarms: 'family' }`), checked as those are.
   * What is a prop of a construct, and settings of stacks that a construct does not have, are refused.
   *
   * @default - each setting has its default
   */
  readonly settings?: Readonly<Record<string, unknown>>;
}
