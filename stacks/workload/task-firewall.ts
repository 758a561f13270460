import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { acknowledge } from '../parts/acknowledge';
import { stackOf } from './stack-of';
import type { StagePlan } from './stage-plan';

export interface TaskFirewallProps {
  readonly vpc: IVpc;
  readonly plan: StagePlan;
  /** The security group of the load balancer, where the plan has one. */
  readonly frontDoor?: SecurityGroup;
}

const RANGE_RULES = [
  'AwsSolutions-EC23',
  'NIST.800.53.R5-EC2RestrictedCommonPorts',
  'NIST.800.53.R5-EC2RestrictedSSH',
];

/** The security group of the task: the lesson of the stages `open` and `restricted`. */
export class TaskFirewall extends Construct {
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { vpc, plan, frontDoor }: TaskFirewallProps) {
    super(scope, id);
    const { settings } = stackOf(this);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      // The same in every stage: another description would be another group.
      description: `Who reaches the task of ${settings.name}`,
      allowAllOutbound: !plan.isConfined,
    });
    const { securityGroup } = this;
    if (plan.isConfined) {
      securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS services: image, password, logs');
    }
    if (frontDoor !== undefined) {
      securityGroup.addIngressRule(frontDoor, Port.tcp(plan.port), 'From the load balancer');
      frontDoor.addEgressRule(securityGroup, Port.tcp(plan.port), 'To the task');
    }
    // Run by hand, a task of the stage with a load balancer has none, and nobody reaches it.
    if (plan.reach === 'load-balancer') return;
    const port = plan.reach === 'everything' ? Port.allTraffic() : Port.tcp(plan.port);
    const what =
      plan.reach === 'everything' ? 'Every port and protocol, as the workshop begins' : 'Login page';
    securityGroup.addIngressRule(Peer.anyIpv4(), port, what);
    securityGroup.addIngressRule(Peer.anyIpv6(), port, what);
    if (plan.hasSsh && plan.reach === 'web') {
      for (const range of settings.trustedSshCidrs) {
        const peer = range.includes(':') ? Peer.ipv6(range) : Peer.ipv4(range);
        securityGroup.addIngressRule(peer, Port.tcp(22), 'SSH from a trusted range');
      }
    }
    if (plan.reach === 'everything') {
      acknowledge(
        securityGroup,
        [...RANGE_RULES, 'CloudFormation-Validate::W2508'],
        'the stage open teaches what a group that is open to everything attracts; production mode refuses it',
      );
    } else {
      acknowledge(
        securityGroup,
        'AwsSolutions-EC23',
        'the login page is public in this stage; the stage hardened puts a load balancer before it',
      );
    }
  }
}
