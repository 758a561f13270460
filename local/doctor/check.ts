import type { GivenThresholds } from '../../analysis/ssh/policy';
import type { AlarmGroup } from '../../deployment/alarm-groups';
import type { DeployedNames } from '../../deployment/deployed-names';
import type { Deployment } from '../../deployment/described-deployment';
import type { Detection } from '../../detections/detection';
import type { Account } from './aws/account';
import type { Trouble } from './trouble';

/** What is examined, and when. */
export interface Subject {
  readonly deployment: Deployment;
  readonly names: DeployedNames;
  /** What has metric filters and alarms, as it is deployed. */
  readonly catalogue: readonly Detection[];
  /** Detections of it that share a metric and an alarm. */
  readonly groups: readonly AlarmGroup[];
  /** What the owner changed of the numbers that rules on flow records compare with. */
  readonly thresholds: GivenThresholds;
  /** Epoch seconds. */
  readonly now: number;
}

export interface Looked {
  /** What was seen, for a line that is well: `98 filters, byte for byte`. */
  readonly seen: string;
  readonly troubles: readonly Trouble[];
}

/** One link of the chain. */
export interface Check {
  /** Kebab-case; `--skip` takes it. */
  readonly id: string;
  readonly look: (subject: Subject, account: Account) => Promise<Looked>;
}
