import type { Construct } from 'constructs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchiveStack } from './log-archive-stack';
import type { NetworkStack } from './network-stack';
import type { WatchedWorkload } from './watched';
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
    this.watched = { serviceNames: [] };
  }
}
