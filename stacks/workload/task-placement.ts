import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';

/** A task would ask for a public address where no internet gateway would carry its traffic. */
export class PublicAddressInPrivateSubnetError extends Error {
  override readonly name = 'PublicAddressInPrivateSubnetError';
}

/** Where a task runs: as ECS wants it of a service, and as people give it to `run-task`. */
export interface TaskPlacement {
  readonly vpcSubnets: SubnetSelection;
  readonly subnetIds: readonly string[];
  readonly assignPublicIp: boolean;
  readonly securityGroups: ISecurityGroup[];
}

/** @throws PublicAddressInPrivateSubnetError for a public address outside of the public subnets */
export function taskPlacement(
  vpc: IVpc,
  vpcSubnets: SubnetSelection,
  assignPublicIp: boolean,
  securityGroup: ISecurityGroup,
): TaskPlacement {
  const { subnets, subnetIds } = vpc.selectSubnets(vpcSubnets);
  const open = new Set(vpc.publicSubnets);
  const closed = subnets.filter((subnet) => !open.has(subnet));
  if (assignPublicIp && closed.length > 0) {
    throw new PublicAddressInPrivateSubnetError(
      `a task with a public address would run in the private ${closed.map(({ node }) => node.path).join(', ')}; use public subnets or no public address`,
    );
  }
  return { vpcSubnets, subnetIds, assignPublicIp, securityGroups: [securityGroup] };
}
