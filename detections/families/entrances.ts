import { internetOpenings } from '../../analysis/trail/internet-openings';
import { rulesLetOutBy } from '../../analysis/trail/opened-rules';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { byHand, byOutsider } from '../writing/callers';
import { BY_TARGET, done, on, storiesBy, when } from '../writing/trail-rules';

const outside = (call: TrailCall) => call.succeeded && byOutsider(call);

/** EC2 writes some requests below a member that is named for the call. */
const ec2 = (call: TrailCall, member: string) =>
  call.text(`${call.record.eventName}Request.${member}`) ??
  call.text(member) ??
  call.text(member.charAt(0).toLowerCase() + member.slice(1));

/** Everything out, or much of it: no protocol or a span of more than a hundred ports, to the internet. */
function openedOutwards(call: TrailCall): string | false {
  if (!call.succeeded || !byHand(call)) return false;
  const rules = internetOpenings(rulesLetOutBy(call.record)).filter(
    ({ protocol, fromPort, toPort }) => protocol === '-1' || toPort - fromPort > 100,
  );
  return rules.length > 0 && 'lets everything out to the internet';
}

/** A rule that answers itself or sends requests to another host; one more path to a group of ours is daily work. */
function sentElsewhere(call: TrailCall): string | false {
  if (!call.succeeded || !byHand(call)) return false;
  const types = call
    .texts('actions[].type')
    .filter((type) => /^(?:redirect|fixed-response|authenticate)/.test(type));
  return types.length > 0 && `by ${types.join(', ')}`;
}

/** Names that a certificate is proven with are written all day. */
function isProofOfDomain(call: TrailCall): boolean {
  const names = call.texts('changeBatch.changes[].resourceRecordSet.name');
  return names.length > 0 && names.every((name) => name.startsWith('_'));
}

/** A request that asks for all four blocks takes nothing away. */
function unblocks(call: TrailCall): boolean {
  const blocks = Object.values(
    call.objects('PublicAccessBlockConfiguration')[0] ??
      call.objects('publicAccessBlockConfiguration')[0] ?? { none: false },
  );
  return blocks.some((value) => value === false || value === 'false');
}

/** Ways in and out that are no rule of a security group. */
export const entrances: DetectionFamily = () => [
  {
    id: 'front-door-opened',
    title: 'Listener, target, gateway, name or service entry in front of services written',
    severity: 'medium',
    attack: ['T1133', 'T1557'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byOutsider,
        'elasticloadbalancing',
        'CreateListener',
        'RegisterTargets',
        'AddListenerCertificates',
      ),
      when(on('elasticloadbalancing', 'CreateRule', 'ModifyRule'), sentElsewhere),
      done(byOutsider, 'ecs', 'AssociateGateway*', 'DisassociateGateway*', 'CreateGateway'),
      done(
        byOutsider,
        'servicediscovery',
        'RegisterInstance',
        'UpdateInstanceCustomHealthStatus',
        'DeregisterInstance',
      ),
      done(
        byOutsider,
        'vpc-lattice',
        'CreateListener',
        'UpdateListener',
        'UpdateRule',
        'CreateRule',
        'RegisterTargets',
      ),
      done(
        byOutsider,
        'vpc-lattice',
        'PutAuthPolicy',
        'DeleteAuthPolicy',
        'PutResourcePolicy',
        'CreateServiceNetworkVpcAssociation',
        'CreateServiceNetworkServiceAssociation',
        'CreateResourceGateway',
      ),
      when(
        on('route53', 'ChangeResourceRecordSets'),
        (call) => call.succeeded && byHand(call) && !isProofOfDomain(call),
      ),
      done(byHand, 'route53', 'DeleteHostedZone', 'AssociateVPCWithHostedZone', 'DisableHostedZoneDNSSEC'),
      done(byHand, 'elasticloadbalancing', 'RemoveListenerCertificates', 'RemoveTrustStoreRevocations'),
      done(byOutsider, 'ec2', 'AcceptVpcEndpointConnections', 'ModifyVpcEndpointServicePermissions'),
      done(byHand, 'ec2', '*VpcEndpointServiceConfiguration', 'DeleteVpcEndpointServiceConfigurations'),
      done(byHand, 'cloudfront', 'UpdateDistribution*', 'CreateFunction', 'PublishFunction'),
    ),
    runbook: {
      meaning:
        'Somebody wrote a listener, a rule, a target, a gateway, a DNS name or an entry of service discovery by which requests reach services, or reach somebody else in their place.',
      impact:
        'A new listener is a way in past the one that is guarded; a foreign target or name gets the requests, with their cookies.',
      diagnosis: [
        'Which port, target or address: requestParameters of the record; whose is it, over the addresses of the VPC now?',
        'From eventTime until now, look in flow logs for srcaddr and dstport of the new way.',
      ],
      response: [
        'Take it away: `aws elbv2 delete-listener`, `deregister-targets`, `aws servicediscovery deregister-instance`.',
        'If requests went to a stranger, end the sessions of users whose cookies were sent there.',
      ],
    },
  },
  {
    id: 'web-firewall-weakened',
    title: 'Web application firewall taken off, emptied or unlogged',
    severity: 'high',
    attack: ['T1686', 'T1190'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byOutsider,
        'wafv2',
        'DisassociateWebACL',
        'DeleteWebACL',
        'DeleteRuleGroup',
        'DeleteLoggingConfiguration',
      ),
      done(byOutsider, 'wafv2', 'DeleteFirewallManagerRuleGroups', 'DeleteRegexPatternSet', 'DeleteIPSet'),
      done(byHand, 'wafv2', 'UpdateWebACL', 'UpdateRuleGroup', 'UpdateIPSet', 'PutPermissionPolicy'),
      done(byHand, 'wafv2', 'UpdateRegexPatternSet', 'PutLoggingConfiguration'),
      done(
        byOutsider,
        'waf-regional',
        'DisassociateWebACL',
        'DeleteWebACL',
        'DeleteRule',
        'DeleteLoggingConfiguration',
      ),
      done(
        byOutsider,
        'network-firewall',
        'DeleteFirewall',
        'UpdateFirewallDeleteProtection',
        'DisassociateSubnets',
        'DeleteFirewallPolicy',
      ),
      done(byOutsider, 'shield', 'DeleteProtection', 'DeleteSubscription', 'DisassociateDRTRole'),
    ),
    runbook: {
      meaning:
        'A web ACL, rule group, network firewall or its log was taken off, deleted or rewritten by somebody who does not deploy.',
      impact:
        'Requests that were stopped at the load balancer reach the containers, and no log of them is kept.',
      diagnosis: [
        'Which load balancer: requestParameters.resourceArn; now `aws wafv2 get-web-acl-for-resource --resource-arn <arn>`.',
        'In access logs and flow logs since eventTime, look for addresses that were blocked the day before.',
      ],
      response: [
        'Put it back: `aws wafv2 associate-web-acl --web-acl-arn <acl> --resource-arn <arn>`, or deploy its stack.',
      ],
    },
  },
  {
    id: 'network-guard-lowered',
    title: 'Guard of the network lowered: public access, encryption, groups of an interface',
    severity: 'medium',
    attack: ['T1686.001', 'T1133'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      when(
        on('ec2', 'ModifyVpcBlockPublicAccessOptions'),
        (call) => outside(call) && ec2(call, 'InternetGatewayBlockMode') !== 'block-bidirectional',
      ),
      done(byOutsider, 'ec2', '*VpcBlockPublicAccessExclusion', 'DeleteVpcEncryptionControl'),
      when(
        on('ec2', 'ModifyVpcEncryptionControl'),
        (call) => outside(call) && ec2(call, 'Mode') !== 'enforce',
      ),
      when(
        on('ec2', 'ModifyNetworkInterfaceAttribute', 'ModifyInstanceAttribute'),
        (call) =>
          outside(call) &&
          call.objects('groupSet.items[]').length > 0 &&
          `moves it to ${call.texts('groupSet.items[].groupId').slice(0, 4).join(', ')}`,
      ),
      done(
        byOutsider,
        'ec2',
        'DisableSnapshotBlockPublicAccess',
        'DisableImageBlockPublicAccess',
        'DisableEbsEncryptionByDefault',
      ),
      done(byHand, 'ec2', 'ModifyVpcEndpoint', 'DeleteVpcEndpoints', 'ModifyInstanceMetadataDefaults'),
      when(on('ec2', 'AuthorizeSecurityGroupEgress'), openedOutwards),
      done(byOutsider, 'ec2', 'CreateNetworkInterfacePermission', 'ResetNetworkInterfaceAttribute'),
      done(byHand, 'ec2', 'AttachNetworkInterface', 'AssociateSecurityGroupVpc', 'ApplySecurityGroupsTo*'),
      // A former version, a resolver or a reference may admit the internet, and the record does not say what it holds.
      done(byHand, 'ec2', 'RestoreManagedPrefixListVersion', '*IpamPrefixListResolver*'),
      done(byHand, 'ec2', 'DeleteManagedPrefixList'),
    ),
    runbook: {
      meaning:
        'No port was opened, but what holds ports shut was lowered: block of public access, encryption control, policy of an endpoint, the way out, or an interface was moved to other security groups.',
      impact:
        'What was unreachable whatever its rules say can be reached, or may send anywhere, from now on.',
      diagnosis: [
        'Read requestParameters: which VPC, interface, endpoint; now list the rules of its groups with `aws ec2 describe-security-group-rules`.',
        'From eventTime until now, look in flow logs for ACCEPT on that interface from srcaddr that were never seen before.',
      ],
      response: [
        'Restore it: `aws ec2 modify-vpc-block-public-access-options --internet-gateway-block-mode block-bidirectional`, or `modify-network-interface-attribute --groups <former>`.',
      ],
    },
  },
  {
    id: 'public-access-block-removed',
    title: 'S3 block of public access lifted for the account or a bucket',
    severity: 'high',
    attack: ['T1530', 'T1685'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(byOutsider, 's3', 'DeleteAccountPublicAccessBlock', 'DeleteBucketPublicAccessBlock'),
      when(on('s3', 'PutAccountPublicAccessBlock'), (call) => outside(call) && unblocks(call)),
      when(
        on('s3', 'PutBucketPublicAccessBlock'),
        (call) => call.succeeded && byHand(call) && unblocks(call),
      ),
    ),
    runbook: {
      meaning:
        'The setting that keeps buckets private whatever their policies say was deleted, or written without all four blocks.',
      impact:
        'Any policy or ACL that names everybody counts from now on, in the whole account if it was the account setting.',
      diagnosis: [
        'Now: `aws s3control get-public-access-block --account-id <id>`; which of the four are false?',
        'Since eventTime, look for PutBucketPolicy, PutBucketAcl and PutObjectAcl by the same userIdentity.arn.',
      ],
      response: ['Set all four blocks again, and let a service control policy keep them.'],
    },
  },
  {
    id: 'remote-access-prepared',
    title: 'Remote access set up: endpoint, activation or resumed session',
    severity: 'medium',
    attack: ['T1021.004', 'T1133'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byOutsider,
        'ec2',
        'CreateInstanceConnectEndpoint',
        'ModifyInstanceConnectEndpoint',
        'EnableSerialConsoleAccess',
      ),
      done(byOutsider, 'ec2', 'CreateVpnConnection', 'CreateClientVpnEndpoint', 'AuthorizeClientVpnIngress'),
      done(
        byOutsider,
        'ssm',
        'RegisterManagedInstance',
        'CreateActivation',
        'ResumeSession',
        'UpdateManagedInstanceRole',
      ),
      done(byOutsider, 'ssm', 'ModifyDocumentPermission', 'UpdateServiceSetting'),
    ),
    runbook: {
      meaning:
        'An Instance Connect endpoint, a hybrid activation, a VPN or a serial console was set up, a foreign machine registered, or an open session of Session Manager taken up again.',
      impact: 'Each is a way to a shell that no security group rule shows.',
      diagnosis: [
        'Which subnet, machine or sessionId: requestParameters; now `aws ssm describe-instance-information` lists machines that are none of yours (mi-).',
        'From eventTime until now, look for SSH in flow logs from the endpoint interface to tasks and instances, dstport 22.',
      ],
      response: [
        'Delete the endpoint or activation (`aws ssm delete-activation`), deregister the machine, and end the session.',
      ],
    },
  },
];
