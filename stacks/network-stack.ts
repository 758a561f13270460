import type { Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';

/** The VPC that flow logs watch: made for the workload, or the one that exists. */
export class NetworkStack extends HarborwatchStack {
  readonly vpcId: string;
  /** Absent where an existing VPC is watched. */
  readonly vpc?: Vpc;

  constructor(scope: Construct, props: HarborwatchStackProps) {
    super(scope, 'NetworkStack', props);
    this.vpcId = props.settings['monitor.existingVpcId'] ?? 'unmade';
  }
}
