import { App, Stack } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { PublicAddressInPrivateSubnetError, taskPlacement } from '../../../stacks/workload/task-placement';

const stack = new Stack(new App(), 'Placement');
const vpc = new Vpc(stack, 'Vpc', {
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [
    { name: 'Public', subnetType: SubnetType.PUBLIC },
    { name: 'Tasks', subnetType: SubnetType.PRIVATE_ISOLATED },
  ],
}) as IVpc;
const group = new SecurityGroup(stack, 'Group', { vpc }) as ISecurityGroup;

describe('taskPlacement', () => {
  test('a public address in a private subnet is refused, and the subnet is named', () => {
    expect(() => taskPlacement(vpc, { subnetGroupName: 'Tasks' }, true, group)).toThrow(
      PublicAddressInPrivateSubnetError,
    );
    expect(() => taskPlacement(vpc, { subnetGroupName: 'Tasks' }, true, group)).toThrow(
      /private Placement\/Vpc\/TasksSubnet1, Placement\/Vpc\/TasksSubnet2; use public subnets or no public address/,
    );
  });

  test('so it is when one subnet of several is private', () => {
    const subnets = [...vpc.publicSubnets.slice(0, 1), ...vpc.isolatedSubnets.slice(0, 1)];
    expect(() => taskPlacement(vpc, { subnets }, true, group)).toThrow(PublicAddressInPrivateSubnetError);
  });

  test('public subnets with, and private ones without a public address are fine', () => {
    expect(taskPlacement(vpc, { subnetGroupName: 'Public' }, true, group).assignPublicIp).toBe(true);
    expect(taskPlacement(vpc, { subnetGroupName: 'Tasks' }, false, group).subnetIds).toHaveLength(2);
  });
});
