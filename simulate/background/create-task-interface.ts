import { call } from '../api-call';
import { ACCOUNT, type NetworkInterface, REGION } from '../fleet';
import { ecsServiceRole } from '../identities';
import type { Simulation } from '../simulation';

/** ECS makes the task's interface: the only record that ties it to its security groups. */
export function createTaskInterface(simulation: Simulation, eni: NetworkInterface, at: number): void {
  const { random, fleet } = simulation;
  const description = `arn:aws:ecs:${REGION}:${ACCOUNT}:attachment/${random.uuid()}`;
  const groups = { items: [{ groupId: eni.securityGroup }] };
  call(simulation, {
    at,
    by: ecsServiceRole(at, 'ecs-eni-provisioning'),
    service: 'ec2',
    name: 'CreateNetworkInterface',
    request: {
      subnetId: eni.subnet.id,
      description,
      groupSet: groups,
      privateIpAddressesSet: {},
      ipv6AddressCount: 0,
      clientToken: random.uuid(),
    },
    response: {
      requestId: random.uuid(),
      networkInterface: {
        networkInterfaceId: eni.id,
        subnetId: eni.subnet.id,
        vpcId: fleet.vpcId,
        availabilityZone: eni.subnet.zone,
        description,
        ownerId: ACCOUNT,
        requesterManaged: true,
        status: 'pending',
        privateIpAddress: eni.privateIp,
        sourceDestCheck: true,
        interfaceType: 'interface',
        groupSet: groups,
        privateIpAddressesSet: { item: [{ privateIpAddress: eni.privateIp, primary: true }] },
        ipv6AddressesSet: {},
        tagSet: {},
      },
    },
  });
}
