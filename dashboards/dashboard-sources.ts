import type { DeployedNames } from '../deployment/deployed-names';
import type { Detection } from '../detections/detection';
import type { Place } from '../detections/placement';
import type { FlowLogFormat } from '../records/flow-logs/flow-log-format';

/** What the dashboards show: names only, which may be tokens of the same synth. */
export interface DashboardSources {
  /** The deployment's name, put before the dashboards'. */
  readonly deployment: string;
  /** Dashboards are an account's, in all regions: their names end with it. */
  readonly region: string;
  readonly names: DeployedNames;
  /** What is deployed, by the family's name, in reading order. */
  readonly families: Readonly<Record<string, readonly Detection[]>>;
  /** Where each of them runs. */
  readonly placeOf: ReadonlyMap<string, Place>;
  /** The metric and alarm that a detection shares with others of its family; its own where absent. */
  readonly alarmIds: ReadonlyMap<string, string>;
  /** Two pages fewer, within the three that cost nothing. */
  readonly isCompact: boolean;
  /** Undefined where the trail delivers to a bucket only: there is nothing to search. */
  readonly trailLogGroup: string | undefined;
  readonly flowLogGroup: string;
  readonly flowLogFormat: FlowLogFormat;
  readonly sshPorts: readonly number[];
  /** Names of functions, by handler. */
  readonly functions: Readonly<Record<string, string>>;
  /** Names of the alarms beyond the catalogue: on functions, queues, the chain and the workload. */
  readonly ownAlarms: readonly string[];
  /** Metrics of the filters on what ECS says of its tasks and deployments. */
  readonly ecsEvents: readonly string[];
  /** Names of the queues that should be empty, by what lies in them. */
  readonly deadLetterQueues: Readonly<Record<string, string>>;
  readonly workgroup: string;
  readonly runbookUrl?: string | undefined;
  readonly workload: {
    readonly clusterName?: string | undefined;
    readonly serviceNames: readonly string[];
    readonly loadBalancer?: string | undefined;
    readonly targetGroup?: string | undefined;
    /** The HTTP API before the load balancer. */
    readonly apiId?: string | undefined;
    readonly containerLogGroupName?: string | undefined;
  };
}

/** Every detection that is deployed. */
export function detectionsOf({ families }: DashboardSources): readonly Detection[] {
  return Object.values(families).flat();
}
