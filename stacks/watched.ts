import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Settings } from './config';

/** The names by which AWS's own metrics know what is watched; all of them may be tokens of the same synth. */
export interface WatchedWorkload {
  readonly clusterName?: string;
  readonly serviceNames: readonly string[];
  /** `app/name/id`, as the dimension LoadBalancer has it. */
  readonly loadBalancer?: string;
  /** `targetgroup/name/id`, as the dimension TargetGroup has it. */
  readonly targetGroup?: string;
  /** Where the containers' lines are, for filters: they are made after it. */
  readonly containerLogGroup?: ILogGroup;
  /** The same by its name, for Logs Insights. */
  readonly containerLogGroupName?: string;
  /** The Firehose stream that takes these lines to S3, and the subscription that hands them to it: one name. */
  readonly containerLogDelivery?: string;
  readonly repositoryName?: string;
  /** The HTTP API before the load balancer, as the dimension ApiId has it. */
  readonly apiId?: string;
}

/** What the settings name as existing. */
export function existingWorkload(settings: Settings): WatchedWorkload {
  const clusterName = settings['monitor.existingClusterName'];
  const loadBalancer = settings['monitor.existingLoadBalancer'];
  const targetGroup = settings['monitor.existingTargetGroup'];
  return {
    serviceNames: settings['monitor.existingServiceNames'],
    ...(clusterName !== undefined && { clusterName }),
    ...(loadBalancer !== undefined && { loadBalancer }),
    ...(targetGroup !== undefined && { targetGroup }),
  };
}
