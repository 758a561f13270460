import type { Construct } from 'constructs';
import { workloadAlarms } from './detection/alarms/workload-alarms';
import type { DetectionChain } from './detection/detection-chain';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { WatchedWorkload } from './watched';

export interface WorkloadAlarmsStackProps extends HarborwatchStackProps {
  readonly detection: DetectionChain;
  readonly watched: WatchedWorkload;
}

/** Whether anything of the workload has alarms: CloudFormation takes no empty template. */
export function hasWorkloadAlarms(watched: WatchedWorkload): boolean {
  const { serviceNames, loadBalancer, containerLogDelivery, apiId } = watched;
  return (
    serviceNames.length > 0 || [loadBalancer, containerLogDelivery, apiId].some((of) => of !== undefined)
  );
}

/**
 * Alarms on the health of what is watched. Apart from the detection stack, since two hundred services have four
 * hundred alarms, and a stack takes five hundred resources.
 */
export class WorkloadAlarmsStack extends HarborwatchStack {
  constructor(scope: Construct, { detection, watched, ...props }: WorkloadAlarmsStackProps) {
    super(scope, 'WorkloadAlarmsStack', props);
    workloadAlarms(this, watched, detection.healthTopic);
  }
}
