import { denied, EXAMPLE_ACCOUNT, type ExampleTable, exampleDeployer, exampleEvent } from './example-event';

const byDeployer = { userIdentity: exampleDeployer };
const GROUP = 'sg-0123456789abcdef0';

interface OpenedRule {
  readonly cidrIpv4?: string;
  readonly cidrIpv6?: string;
  readonly ipProtocol?: string;
  readonly fromPort: number;
  readonly toPort: number;
}

/** A call that added these rules, in the shape of its response; the request is the nested one of the console. */
const opened = (...rules: readonly OpenedRule[]) =>
  exampleEvent(
    'ec2',
    'AuthorizeSecurityGroupIngress',
    { groupId: GROUP, ipPermissions: { items: [] } },
    {
      responseElements: {
        _return: true,
        securityGroupRuleSet: {
          items: rules.map((rule, index) => ({
            groupOwnerId: EXAMPLE_ACCOUNT,
            groupId: GROUP,
            securityGroupRuleId: `sgr-0000000000000000${index}`,
            isEgress: false,
            ipProtocol: 'tcp',
            ...rule,
          })),
        },
      },
    },
  );

const WORLD = '0.0.0.0/0';
const WORLD_IPV6 = '::/0';
const OFFICE = '203.0.113.0/24';
const https = { cidrIpv4: WORLD, fromPort: 443, toPort: 443 };
const everything = { ipProtocol: '-1', fromPort: -1, toPort: -1 };

const edited = (rule: Record<string, string | number>) =>
  exampleEvent(
    'ec2',
    'ModifySecurityGroupRules',
    {
      ModifySecurityGroupRulesRequest: {
        GroupId: GROUP,
        SecurityGroupRule: {
          tag: 1,
          SecurityGroupRuleId: 'sgr-00000000000000000',
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...rule },
        },
      },
    },
    { responseElements: { ModifySecurityGroupRulesResponse: { return: true } } },
  );
const route = exampleEvent('ec2', 'CreateRoute', {
  routeTableId: 'rtb-0123456789abcdef0',
  destinationCidrBlock: WORLD,
  gatewayId: 'igw-0123456789abcdef0',
});
const mirror = exampleEvent('ec2', 'CreateTrafficMirrorSession', {
  CreateTrafficMirrorSessionRequest: { NetworkInterfaceId: 'eni-0123456789abcdef0', SessionNumber: 1 },
});
const sharedSnapshot = exampleEvent('ec2', 'ModifySnapshotAttribute', {
  snapshotId: 'snap-041993b54a9b3af6f',
  attributeType: 'CREATE_VOLUME_PERMISSION',
  createVolumePermission: { add: { items: [{ userId: '444455556666' }] } },
});
const userData = exampleEvent('ec2', 'ModifyInstanceAttribute', {
  instanceId: 'i-0123456789abcdef0',
  userData: '<sensitiveDataRemoved>',
});

export const networkExamples: ExampleTable = {
  'ssh-port-opened-to-world': {
    fires: [
      opened({ cidrIpv4: WORLD, fromPort: 22, toPort: 22 }),
      // The second rule of a call, IPv6, and the other SSH port in a range.
      opened(https, { cidrIpv6: WORLD_IPV6, fromPort: 2000, toPort: 3000 }),
      { ...opened({ cidrIpv4: WORLD, fromPort: 0, toPort: 65535 }), ...byDeployer },
    ],
    staysSilent: [
      // Port and address in one call, but not in one rule.
      opened(https, { cidrIpv4: OFFICE, fromPort: 22, toPort: 22 }),
      opened({ cidrIpv4: WORLD, fromPort: 23, toPort: 2221 }),
      denied(opened({ cidrIpv4: WORLD, fromPort: 22, toPort: 22 }), 'Client.UnauthorizedOperation'),
      { ...opened({ cidrIpv4: WORLD, fromPort: 22, toPort: 22 }), eventName: 'AuthorizeSecurityGroupEgress' },
    ],
  },
  'all-traffic-opened-to-world': {
    fires: [
      opened({ cidrIpv4: WORLD, ...everything }),
      opened(https, { ...https, fromPort: 80, toPort: 80 }, { cidrIpv6: WORLD_IPV6, ...everything }),
    ],
    staysSilent: [
      opened({ cidrIpv4: OFFICE, ...everything }),
      opened({ cidrIpv4: OFFICE, ...everything }, https),
      denied(opened({ cidrIpv4: WORLD, ...everything }), 'Client.UnauthorizedOperation'),
    ],
  },
  'unusual-port-opened-to-world': {
    fires: [
      opened({ cidrIpv4: WORLD, fromPort: 5432, toPort: 5432 }),
      opened(https, { cidrIpv6: WORLD_IPV6, fromPort: 3389, toPort: 3389 }),
    ],
    staysSilent: [
      opened(https),
      opened({ cidrIpv4: WORLD, fromPort: 80, toPort: 80 }),
      opened({ cidrIpv4: OFFICE, fromPort: 5432, toPort: 5432 }),
      opened({ cidrIpv4: WORLD, fromPort: 22, toPort: 22 }),
    ],
  },
  'security-group-rule-edited-open': {
    fires: [edited({ CidrIpv4: WORLD }), edited({ CidrIpv6: WORLD_IPV6, FromPort: 5432, ToPort: 5432 })],
    staysSilent: [
      edited({ CidrIpv4: OFFICE }),
      denied(edited({ CidrIpv4: WORLD }), 'Client.UnauthorizedOperation'),
    ],
  },
  'network-path-changed': {
    fires: [
      route,
      mirror,
      exampleEvent('ec2', 'AcceptVpcPeeringConnection', { vpcPeeringConnectionId: 'pcx-0123456789abcdef0' }),
      exampleEvent('ec2', 'DeleteVpcEndpoints', {
        DeleteVpcEndpointsRequest: { VpcEndpointId: { content: 'vpce-1' } },
      }),
      exampleEvent('ec2', 'ReplaceNetworkAclEntry', {
        networkAclId: 'acl-0123456789abcdef0',
        ruleNumber: 100,
        egress: false,
        ruleAction: 'allow',
        aclProtocol: '-1',
        cidrBlock: WORLD,
      }),
    ],
    staysSilent: [
      { ...route, ...byDeployer },
      exampleEvent('ec2', 'DeleteTrafficMirrorSession', {}),
      exampleEvent('ec2', 'CreateNatGateway', { CreateNatGatewayRequest: { SubnetId: 'subnet-1' } }),
      denied(route, 'Client.UnauthorizedOperation'),
      exampleEvent('ec2', 'DescribeVpcPeeringConnections', {}, { readOnly: true }),
    ],
  },
  'disk-or-image-shared': {
    fires: [
      sharedSnapshot,
      exampleEvent('ec2', 'ModifyImageAttribute', {
        imageId: 'ami-0123456789abcdef0',
        attributeType: 'launchPermission',
        launchPermission: { add: { items: [{ group: 'all' }] } },
      }),
      exampleEvent('rds', 'ModifyDBSnapshotAttribute', {
        dBSnapshotIdentifier: 'harbor-nightly',
        attributeName: 'restore',
        valuesToAdd: ['444455556666'],
      }),
    ],
    staysSilent: [
      { ...sharedSnapshot, ...byDeployer },
      denied(sharedSnapshot, 'Client.UnauthorizedOperation'),
      {
        ...sharedSnapshot,
        requestParameters: {
          snapshotId: 'snap-041993b54a9b3af6f',
          attributeType: 'CREATE_VOLUME_PERMISSION',
          createVolumePermission: { remove: { items: [{ userId: '444455556666' }] } },
        },
      },
      exampleEvent('rds', 'ModifyDBSnapshotAttribute', {
        dBSnapshotIdentifier: 'harbor-nightly',
        attributeName: 'restore',
        valuesToRemove: ['444455556666'],
      }),
    ],
  },
  'ec2-user-data-changed': {
    fires: [userData],
    staysSilent: [
      { ...userData, ...byDeployer },
      denied(userData, 'Client.UnauthorizedOperation'),
      exampleEvent('ec2', 'ModifyInstanceAttribute', {
        instanceId: 'i-0123456789abcdef0',
        disableApiTermination: { value: true },
      }),
    ],
  },
};
