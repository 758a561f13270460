import type { Construct } from 'constructs';
import { DetectionChain } from './detection/detection-chain';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import type { LogArchive } from './log-archive/log-archive';
import type { WatchedWorkload } from './watched';

export interface DetectionStackProps extends HarborwatchStackProps {
  readonly archive: LogArchive;
  readonly vpcId: string;
  readonly watched: WatchedWorkload;
}

/** The chain in a stack of its own. */
export class DetectionStack extends HarborwatchStack {
  readonly chain: DetectionChain;

  constructor(scope: Construct, { archive, vpcId, watched, ...props }: DetectionStackProps) {
    super(scope, 'DetectionStack', props);
    // By this id it does not show in logical ids.
    this.chain = new DetectionChain(this, 'Default', { archive, vpcId, watched });
  }
}
