import { Fn } from 'aws-cdk-lib';
import { IpAddresses, type IVpc, type SubnetSelection, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { HarborwatchStack, type HarborwatchStackProps } from './harborwatch-stack';
import { TaskEndpoints } from './network/task-endpoints';
import { acknowledge } from './parts/acknowledge';
import { STAGE_PLANS } from './workload/stage-plan';
import type { Stage } from './workload-stage';

export interface NetworkStackProps extends HarborwatchStackProps {
  readonly stage: Stage;
}

/** Written out where it is needed: a rule that names the VPC's own attribute cannot be checked before it is deployed. */
export const NETWORK_CIDR = '10.20.0.0/16';

/** The VPC of the workshop workload, in two zones. Where an existing VPC is watched there is no such stack. */
export class NetworkStack extends HarborwatchStack {
  readonly vpc: IVpc;
  readonly vpcId: string;
  /** Where the tasks run. */
  readonly taskSubnets: SubnetSelection;
  /** Whether a task needs a public address to be reached, or to reach anything. */
  readonly hasPublicTasks: boolean;

  constructor(scope: Construct, props: NetworkStackProps) {
    super(scope, 'NetworkStack', props);
    const { settings } = this;
    const isPrivate = STAGE_PLANS[props.stage].isConfined && settings['workload.network'] === 'private';
    const hasNat = isPrivate && settings['workload.natGateway'];
    this.hasPublicTasks = !isPrivate;
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(NETWORK_CIDR),
      // Whichever two zones the account has: looking them up needs credentials at synth.
      availabilityZones: [Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs())],
      natGateways: hasNat ? 1 : 0,
      subnetConfiguration: [
        // A task asks for its public address itself; nothing else that starts here gets one.
        { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        ...(isPrivate
          ? [
              {
                name: 'Tasks',
                subnetType: hasNat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED,
                cidrMask: 22,
              },
            ]
          : []),
      ],
    });
    // CDK's classes and interfaces differ in what may be undefined, under exactOptionalPropertyTypes.
    this.vpc = vpc as IVpc;
    this.vpcId = vpc.vpcId;
    acknowledge(
      vpc,
      ['AwsSolutions-VPC7', 'NIST.800.53.R5-VPCFlowLogsEnabled'],
      'its flow logs are made with the log archive, which comes after it',
    );
    acknowledge(
      vpc,
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed',
      'nothing is in the default group; closing it takes a function with rights on security groups',
    );
    acknowledge(
      vpc,
      'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW',
      'the public subnets hold the load balancer, or the tasks of the stages that teach why it is better so',
    );
    this.taskSubnets = { subnetGroupName: isPrivate ? 'Tasks' : 'Public' };
    if (isPrivate && !hasNat) {
      new TaskEndpoints(this, 'Endpoints', {
        vpc: this.vpc,
        subnets: this.taskSubnets,
        cidr: NETWORK_CIDR,
        hasExec: settings['workload.exec'],
      });
    }
  }
}
