import {
  describeOpening,
  type InternetOpening,
  internetOpenings,
  isTcp,
} from '../../analysis/trail/internet-openings';
import { PORT_OPENING_CALLS, rulesOpenedBy } from '../../analysis/trail/opened-rules';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { byHand, byOutsiders } from '../writing/callers';
import { allOf, anyOf, calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';
import { done, on, when } from '../writing/trail-rules';

/**
 * The n-th rule that a call made, from the response: there CloudTrail writes both request shapes alike.
 * Positions are written out, since wildcards in two conditions may match two different rules.
 */
const rule = (n: number) => `$.responseElements.securityGroupRuleSet.items[${n}]`;

/** From anywhere: any prefix length of zero is the world, whatever address stands before it. */
const fromTheWorld = (n: number) => anyOf(`(${rule(n)}.cidrIpv4 = "*/0")`, `(${rule(n)}.cidrIpv6 = "*/0")`);

const covers = (n: number, port: number) =>
  `(${rule(n)}.fromPort <= ${port}) && (${rule(n)}.toPort >= ${port})`;

/** What a call of this name opens to the internet, all its rules summed, if `isMeant` says so of one opening. */
function opening(
  eventName: (typeof PORT_OPENING_CALLS.names)[number],
  isMeant: (opening: InternetOpening, call: TrailCall) => boolean,
) {
  return [
    when(on(PORT_OPENING_CALLS.service, eventName), (call) => {
      const found = internetOpenings(rulesOpenedBy(call.record)).filter((one) => isMeant(one, call));
      return found.length > 0 && found.slice(0, 3).map(describeOpening).join(', ');
    }),
  ];
}

const isSsh = (it: InternetOpening) =>
  isTcp(it) && it.protocol !== '-1' && [22, 2222].some((port) => it.fromPort <= port && it.toPort >= port);
const PORT_PROTOCOLS: readonly string[] = ['tcp', 'udp'];
const isWeb = ({ fromPort, toPort }: InternetOpening) => fromPort === toPort && [80, 443].includes(fromPort);
const isUnusual = (it: InternetOpening) => PORT_PROTOCOLS.includes(it.protocol) && !isSsh(it) && !isWeb(it);

const ADDED = allOf(calls('ec2', 'AuthorizeSecurityGroupIngress'), SUCCEEDED);
const EDITED = '$.requestParameters.ModifySecurityGroupRulesRequest.SecurityGroupRule.SecurityGroupRule';

/**
 * Reachability: security groups, network ACLs, routes and gateways; and what EC2 gives away besides.
 *
 * A rule that is taken away is left to CIS CloudWatch.10: closing a port again must not wake anybody.
 */
export const network: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ssh-port-opened-to-world',
    title: 'SSH port opened to the world',
    severity: 'high',
    attack: ['T1686.001', 'T1133'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Two rules fit in the length of a pattern: the IPv4 and IPv6 pair that one click makes. Pipelines count.
      pattern: jsonPattern(
        ADDED,
        anyOf(
          ...[0, 1].map(
            (n) => `(${allOf(fromTheWorld(n), anyOf(`(${covers(n, 22)})`, `(${covers(n, 2222)})`))})`,
          ),
        ),
      ),
      beyond: opening('AuthorizeSecurityGroupIngress', isSsh),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Security group rules now let every address reach port 22 or 2222: one rule for the world, or ranges that add up to it.',
      impact:
        'Scanners find an open SSH port within minutes and guess passwords for as long as it stays open.',
      diagnosis: [
        'In the record, look at responseElements.securityGroupRuleSet.items: groupId, fromPort, toPort, cidrIpv4 or cidrIpv6.',
        'Now: aws ec2 describe-network-interfaces --filters Name=group-id,Values=<group>; a public IP there makes it urgent.',
        'From eventTime until now, look at flow log records with that dstport and action ACCEPT, and at SSH findings for those targets.',
      ],
      response: [
        'Close it: aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <securityGroupRuleId>.',
        'If somebody got in meanwhile, stop the task or isolate the instance, and rotate what its role could read.',
        'For honest shell access use ECS Exec or Session Manager: no port at all.',
      ],
    },
  },
  {
    id: 'all-traffic-opened-to-world',
    title: 'All ports opened to the world',
    severity: 'high',
    attack: ['T1686.001', 'T1133'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        ADDED,
        anyOf(...[0, 1, 2].map((n) => `(${allOf(fromTheWorld(n), `(${rule(n)}.ipProtocol = "-1")`)})`)),
      ),
      beyond: opening('AuthorizeSecurityGroupIngress', ({ protocol }) => protocol === '-1'),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'A security group rule now lets every address reach every port and protocol, SSH included.',
      impact: 'Nothing but the software on the host stands between the internet and the tasks.',
      diagnosis: [
        'In the record, look at responseElements.securityGroupRuleSet.items with ipProtocol = -1: groupId, cidrIpv4, cidrIpv6.',
        'Now: aws ec2 describe-network-interfaces --filters Name=group-id,Values=<group>; look at Association.PublicIp.',
        'From eventTime until now, list flow log records with action ACCEPT to those interfaces on ports other than the service port.',
      ],
      response: [
        'Close it: aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <securityGroupRuleId>.',
        'Give back what the service needs: its port, from the security group of the load balancer.',
        'Replace tasks that accepted unexpected connections: aws ecs update-service --cluster <cluster> --service <service> --force-new-deployment.',
      ],
    },
  },
  {
    id: 'unusual-port-opened-to-world',
    title: 'Port other than the web opened to the world',
    severity: 'medium',
    attack: ['T1686.001', 'T1133'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Everything above 22 but 80 and 443: databases, RDP, Docker, admin consoles. What starts lower lies beyond.
      pattern: jsonPattern(
        ADDED,
        anyOf(
          ...[0, 1].map(
            (n) =>
              `(${allOf(
                fromTheWorld(n),
                `(${rule(n)}.fromPort > 22)`,
                `(${rule(n)}.fromPort != 80)`,
                `(${rule(n)}.fromPort != 443)`,
              )})`,
          ),
        ),
      ),
      beyond: opening('AuthorizeSecurityGroupIngress', isUnusual),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'A security group rule lets every address reach a port that is neither 80, 443 nor SSH.',
      impact: 'Databases, caches and admin interfaces are attacked within hours of being reachable.',
      diagnosis: [
        'In the record, look at fromPort and toPort of responseElements.securityGroupRuleSet.items: 3306, 5432, 6379, 9200, 2375 or 3389 are the dangerous ones.',
        'Now: aws ec2 describe-network-interfaces --filters Name=group-id,Values=<group>; look at Description and Association.PublicIp.',
        'From eventTime until now, list flow log records with that dstport, action ACCEPT and an srcaddr outside your networks.',
      ],
      response: [
        'If it is meant to be public, say so in the description of the rule.',
        'Otherwise: aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <securityGroupRuleId>.',
        'For a database that was reached, rotate its credentials and read its own connection log.',
      ],
    },
  },
  {
    id: 'security-group-rule-edited-open',
    title: 'Existing security group rule edited to admit the world',
    severity: 'high',
    attack: ['T1686.001', 'T1133'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // The way around every rule on AuthorizeSecurityGroupIngress, CIS CloudWatch.10 included. The rule stands
      // as an object where one is edited and as a list where several are.
      pattern: jsonPattern(
        calls('ec2', 'ModifySecurityGroupRules'),
        SUCCEEDED,
        anyOf(
          ...[
            EDITED,
            '$.requestParameters.ModifySecurityGroupRulesRequest.SecurityGroupRule[0].SecurityGroupRule',
          ].flatMap((edited) => [`(${edited}.CidrIpv4 = "*/0")`, `(${edited}.CidrIpv6 = "*/0")`]),
        ),
        ...exceptDeployRoles(deployRoles),
      ),
      beyond: opening('ModifySecurityGroupRules', (_, call) => !call.isBy('deploy-role')),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A rule that existed was rewritten in place so that it admits every address; nothing was added.',
      impact:
        'A port that was for the office or a load balancer is now for everybody, and most rule sets do not look here.',
      diagnosis: [
        'In the record, look at requestParameters.ModifySecurityGroupRulesRequest: GroupId, and FromPort, ToPort and CidrIpv4 of SecurityGroupRule.',
        'Port 443 or 80 on a load balancer may be meant; anything else is not.',
        'From eventTime until now, list flow log records to the interfaces of that group with that dstport and action ACCEPT.',
      ],
      response: [
        'Take the rule away: aws ec2 revoke-security-group-ingress --group-id <group> --security-group-rule-ids <rule>.',
        'Redeploy the stack that owns the group, so that the rule has its written source again.',
        'Follow ssh-port-opened-to-world if the port is 22.',
      ],
    },
  },
  {
    id: 'network-path-changed',
    title: 'Route, gateway, peering, endpoint, network ACL or mirror changed outside the pipeline',
    severity: 'medium',
    attack: ['T1599', 'T1686.001', 'T1040'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // CreateRoute and DeleteRoute, AttachInternetGateway and Detach…, and so on: leading wildcards leave room for
      // deploy roles. Reads are named in the plural and do not match.
      pattern: jsonPattern(
        calls(
          'ec2',
          '*teRoute',
          'ReplaceRoute*',
          '*tachInternetGateway',
          '*VpcPeeringConnection',
          'CreateTransitGateway*',
          'CreateTrafficMirror*',
          'DeleteNatGateway',
          '*VpcEndpoint',
          'DeleteVpcEndpoints',
          '*NetworkAclEntry',
          'ReplaceNetworkAclAssociation',
        ),
        SUCCEEDED,
        byOutsiders(deployRoles),
      ),
      beyond: [
        done(byHand, 'ec2', 'AssociateRouteTable', 'DisassociateRouteTable', 'DeleteRouteTable'),
        done(byHand, 'ec2', '*RouteServer*', '*LocalGatewayRoute*', '*ClientVpnRoute', '*VpnConnectionRoute'),
        done(
          byHand,
          'ec2',
          '*TransitGatewayRoute',
          '*TransitGatewayRouteTable*',
          '*TransitGatewayPrefixList*',
        ),
        done(byHand, 'ec2', '*VgwRoutePropagation'),
      ],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'The way that packets take was changed by hand (routes, gateways, peerings, VPC endpoints, the wall of a subnet), or they are copied to somebody (traffic mirroring).',
      impact:
        'Private tasks may have a way out, strangers a way in; or tasks cannot pull images or secrets and stop starting.',
      diagnosis: [
        'In the record, look at eventName and requestParameters: the route table, gateway, peer account or endpoint that it names; for an ACL entry ruleAction, egress and cidrBlock.',
        'Over the hour after it, look for tasks with StoppedReason CannotPullContainerError or ResourceInitializationError.',
        'For a mirror, now: aws ec2 describe-traffic-mirror-targets, field OwnerId; in flow logs, UDP port 4789 (VXLAN) from the mirrored interface.',
        'In the same hour, list flow log records from private subnets to public addresses that were not there the day before.',
      ],
      response: [
        'Undo it: aws ec2 delete-route --route-table-id <id> --destination-cidr-block <cidr>, or delete-vpc-peering-connection, detach-internet-gateway, delete-network-acl-entry, delete-traffic-mirror-session.',
        'Redeploy the network stack to bring back what was deleted.',
        'Cut off the caller if nobody claims it.',
      ],
    },
  },
  {
    id: 'disk-or-image-shared',
    title: 'Machine image or snapshot shared with another account or the public',
    severity: 'high',
    attack: ['T1537'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        SUCCEEDED,
        anyOf(
          '(($.eventName = "ModifyImageAttribute") && (($.requestParameters.launchPermission.add.items[0].userId = *) || ($.requestParameters.launchPermission.add.items[0].group = "all")))',
          '(($.eventName = "ModifySnapshotAttribute") && (($.requestParameters.createVolumePermission.add.items[0].userId = *) || ($.requestParameters.createVolumePermission.add.items[0].group = "all")))',
          '((($.eventName = "ModifyDBSnapshotAttribute") || ($.eventName = "ModifyDBClusterSnapshotAttribute")) && ($.requestParameters.valuesToAdd[0] = *))',
        ),
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Another account, or everybody, may now copy an AMI, an EBS snapshot or a database snapshot.',
      impact: 'The copy holds everything on that disk, and taking it leaves no trace in this account.',
      diagnosis: [
        'In the record, look at requestParameters: imageId, snapshotId or dBSnapshotIdentifier, and the userId, group or valuesToAdd.',
        'Check the account id against those of your organization: aws organizations list-accounts, field Id.',
        'Over the 24 hours before, look for CreateSnapshot, CreateImage or CreateDBSnapshot by the same userIdentity.arn.',
      ],
      response: [
        'Take it back: aws ec2 modify-snapshot-attribute --snapshot-id <id> --attribute createVolumePermission --operation-type remove --user-ids <account> (modify-image-attribute, rds modify-db-snapshot-attribute alike).',
        'Treat the disk as copied: rotate every credential and key on it.',
        'Block it for good: aws ec2 enable-snapshot-block-public-access --state block-all-sharing.',
      ],
    },
  },
  {
    id: 'ec2-user-data-changed',
    title: 'Start-up script of an EC2 instance replaced',
    severity: 'medium',
    attack: ['T1059', 'T1546'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ec2', 'ModifyInstanceAttribute'),
        SUCCEEDED,
        '($.requestParameters.userData = *)',
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'The user data of a stopped instance was replaced; it runs as root when the instance starts.',
      impact: 'On a container host that is every task on it, with their roles.',
      diagnosis: [
        'In the record, look at requestParameters.instanceId; the script itself is not recorded.',
        'Over the hour around it, look for StopInstances and StartInstances on that instance by the same userIdentity.arn.',
        'Now: aws ec2 describe-instance-attribute --instance-id <id> --attribute userData, and decode the base64.',
      ],
      response: [
        'Isolate the instance: aws ec2 modify-instance-attribute --instance-id <id> --groups <quarantine group>.',
        'Take a snapshot of its volume for the evidence, then replace the instance.',
        'Revoke the sessions of its instance role.',
      ],
    },
  },
];
