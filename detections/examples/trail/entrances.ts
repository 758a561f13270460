import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { byPipeline, byService, one, refused, type TrailExampleTable } from './trail-example';

const target = one('elasticloadbalancing', 'RegisterTargets', { targets: [{ id: '10.0.9.9', port: 80 }] });
const rule = (type: string) =>
  one('elasticloadbalancing', 'CreateRule', { priority: 1, actions: [{ type }] });
const name = (of: string) =>
  one('route53', 'ChangeResourceRecordSets', {
    hostedZoneId: 'Z',
    changeBatch: { changes: [{ action: 'UPSERT', resourceRecordSet: { name: of, type: 'TXT' } }] },
  });
const firewall = one('wafv2', 'DisassociateWebACL', { resourceArn: 'arn:aws:elasticloadbalancing:x' });
const blockMode = (mode: string) =>
  one('ec2', 'ModifyVpcBlockPublicAccessOptions', {
    ModifyVpcBlockPublicAccessOptionsRequest: { InternetGatewayBlockMode: mode },
  });
const moved = one('ec2', 'ModifyNetworkInterfaceAttribute', {
  networkInterfaceId: 'eni-1',
  groupSet: { items: [{ groupId: 'sg-open' }] },
});
const out = (...rules: readonly JsonObject[]) =>
  one(
    'ec2',
    'AuthorizeSecurityGroupEgress',
    { groupId: 'sg-1' },
    {
      responseElements: {
        securityGroupRuleSet: { items: rules.map((rule) => ({ isEgress: true, ...rule })) },
      },
    },
  );
const ALL = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};
const blocks = (PublicAccessBlockConfiguration: JsonObject) =>
  one('s3', 'PutAccountPublicAccessBlock', { PublicAccessBlockConfiguration });
const endpoint = one('ec2', 'CreateInstanceConnectEndpoint', {
  CreateInstanceConnectEndpointRequest: { SubnetId: 'subnet-1' },
});

export const entranceExamples: TrailExampleTable = {
  'front-door-opened': {
    fires: [
      target,
      rule('redirect'),
      one('elasticloadbalancing', 'CreateListener', { port: 8443 }),
      one('ecs', 'AssociateGatewayWithCluster', { gateway: 'g', cluster: 'c' }),
      name('shop.example.'),
    ],
    staysSilent: [
      // ECS registers its tasks by itself, and a further path to a group of ours is daily work.
      byService(target),
      byPipeline(target),
      rule('forward'),
      name('_acme-challenge.shop.example.'),
    ],
  },
  'web-firewall-weakened': {
    fires: [firewall, one('wafv2', 'DeleteLoggingConfiguration', { resourceArn: 'a' })],
    staysSilent: [
      byPipeline(firewall),
      refused(firewall),
      one('wafv2', 'AssociateWebACL', { webACLArn: 'w' }),
    ],
  },
  'network-guard-lowered': {
    fires: [
      blockMode('off'),
      blockMode('block-ingress'),
      moved,
      out({ ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' }),
      out({ ipProtocol: '-1', cidrIpv4: '0.0.0.0/1' }, { ipProtocol: '-1', cidrIpv4: '128.0.0.0/1' }),
      one('ec2', 'AuthorizeSecurityGroupEgress', {
        groupId: 'sg-1',
        ipPermissions: {
          items: [{ ipProtocol: '-1', ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }],
        },
      }),
      one('ec2', 'DeleteVpcEncryptionControl', {}),
    ],
    staysSilent: [
      blockMode('block-bidirectional'),
      byService(moved),
      one('ec2', 'ModifyNetworkInterfaceAttribute', {
        networkInterfaceId: 'eni-1',
        sourceDestCheck: { value: false },
      }),
      out({ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv4: '0.0.0.0/0' }),
      out({ ipProtocol: '-1', cidrIpv4: '10.0.0.0/8' }),
      out({ ipProtocol: '-1', cidrIpv4: '10.0.0.0/8' }, { ipProtocol: '-1', cidrIpv4: '172.16.0.0/12' }),
    ],
  },
  'public-access-block-removed': {
    fires: [
      one('s3', 'DeleteAccountPublicAccessBlock', {}),
      blocks({ ...ALL, blockPublicPolicy: false }),
      one('s3', 'PutAccountPublicAccessBlock', {}),
    ],
    staysSilent: [blocks(ALL), byPipeline(blocks({ blockPublicAcls: false })), refused(blocks({ a: false }))],
  },
  'remote-access-prepared': {
    fires: [endpoint, one('ssm', 'ResumeSession', { sessionId: 's' }), one('ssm', 'CreateActivation', {})],
    staysSilent: [
      byPipeline(endpoint),
      refused(endpoint),
      one('ec2', 'DescribeInstanceConnectEndpoints', {}),
      one('ssm', 'TerminateSession', { sessionId: 's' }),
    ],
  },
};
