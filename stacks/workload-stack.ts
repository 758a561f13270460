import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchiveStack } from './log-archive-stack';
import type { NetworkStack } from './network-stack';
import type { WatchedWorkload } from './watched';
import { workloadNames } from './workload/workload-names';
import type { Stage } from './workload-stage';

export interface WorkloadStackProps extends HarborwatchStackProps {
  readonly stage: Stage;
  readonly network: NetworkStack;
  readonly archive: LogArchiveStack;
}

/** The workshop workload at one stage. */
export class WorkloadStack extends HarborwatchStack {
  readonly watched: WatchedWorkload;

  constructor(scope: Construct, props: WorkloadStackProps) {
    super(scope, 'WorkloadStack', props);
    const { settings, network } = props;
    const names = workloadNames(settings);
    if (network.vpc !== undefined) {
      new Cluster(this, 'Cluster', {
        vpc: network.vpc,
        clusterName: names.cluster,
        containerInsightsV2: ContainerInsights.ENABLED,
      });
    }
    this.watched = {
      clusterName: names.cluster,
      serviceNames: settings['workload.runService'] ? [names.service] : [],
      containerLogGroupName: names.containerLogGroup,
      repositoryName: names.repository,
    };
  }
}
