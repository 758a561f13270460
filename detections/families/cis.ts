import type { Detection, DetectionFamily, Runbook } from '../detection';
import { cisAlarm } from '../writing/alarm-settings';

/**
 * The filters that AWS Security Hub asks for in its controls CloudWatch.1 to CloudWatch.14 (CIS AWS Foundations
 * Benchmark 1.2 chapter 3, 1.4 chapter 4). A control passes only if the filter is this string, byte for byte,
 * blanks included; nothing may be added, which is why our own detections stand apart from them.
 *
 * Source: Security Hub user guide, "Security Hub controls for CloudWatch", the current edition, whose .4 and .13
 * begin with an event source (editions up to 2023 had none). Compared in November 2026 with five public
 * configurations and checkers that carry the current edition; the live page was out of reach.
 *
 * Severity is low: these prove compliance. Where one of them matters at night, a tuned detection carries the severity.
 */
function control(
  number: number,
  happened: string,
  title: string,
  attack: readonly string[],
  pattern: string,
  runbook: Runbook,
): Detection {
  return {
    id: `cis-cloudwatch-${number}-${happened}`,
    title: `CIS CloudWatch.${number}: ${title}`,
    severity: 'low',
    attack,
    set: 'cis',
    detector: { kind: 'filter', pattern },
    alarm: cisAlarm,
    runbook,
  };
}

export const cis: DetectionFamily = () => [
  control(
    1,
    'root-use',
    'the root user was used',
    ['T1078.004'],
    '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    {
      meaning: 'A call or a sign-in was made with the root user itself, not by a service on its behalf.',
      impact: 'Root cannot be limited by any policy of the account; root-activity carries the alert.',
      diagnosis: [
        'Over the last hour, list the records with userIdentity.type = Root; look at eventName and sourceIPAddress.',
        'In the ConsoleLogin record before them, look at additionalEventData.MFAUsed.',
      ],
      response: [
        'Ask the keepers of the root credentials whether they worked on one of the few tasks that need root.',
        'If nobody did, follow root-activity.',
      ],
    },
  ),
  control(
    2,
    'unauthorized-calls',
    'a call was refused',
    ['T1580'],
    '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    {
      meaning: 'AWS refused at least one call for want of permission, by anybody, in any service.',
      impact:
        'Most are misconfiguration and tools that look around; a new name among them may be a stolen key.',
      diagnosis: [
        'Over the last 24 hours, count refused records by userIdentity.arn and eventName; look for an arn that is new.',
        'For that arn, compare sourceIPAddress and userAgent with its records of the week before.',
      ],
      response: [
        'Give the known caller the permission it lacks, or stop it from asking.',
        'For an unknown caller, disable its key: aws iam update-access-key --status Inactive --access-key-id <key> --user-name <user>.',
      ],
    },
  ),
  control(
    3,
    'console-without-mfa',
    'a console sign-in without MFA',
    ['T1078.004'],
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    {
      meaning: 'An IAM user signed in to the console with a password alone.',
      impact: 'A guessed or leaked password is then enough; console-login-without-mfa carries the alert.',
      diagnosis: [
        'In the record, look at userIdentity.userName and sourceIPAddress.',
        'Over the 30 days before, list the ConsoleLogin records of that user and compare additionalEventData.MFAUsed.',
      ],
      response: [
        'Enforce MFA for the user: aws iam list-mfa-devices --user-name <name>, then have a device enrolled.',
        'If the sign-in is not theirs, follow console-login-without-mfa.',
      ],
    },
  ),
  control(
    4,
    'iam-policy-changed',
    'an IAM policy changed',
    ['T1098.003'],
    '{($.eventSource=iam.amazonaws.com) && (($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy))}',
    {
      meaning: 'A policy was made, changed, deleted, attached or detached, by anybody, deploys included.',
      impact:
        'Permissions are not what they were; iam-permissions-changed tells those that no pipeline made.',
      diagnosis: [
        'In the record, look at requestParameters.policyArn or policyDocument and at the role, user or group named there.',
        'Over the hour around it, look for a deploy by the same userIdentity.sessionContext.sessionIssuer.arn.',
      ],
      response: [
        'Match the change with a ticket or a deploy.',
        'If there is none, follow iam-permissions-changed.',
      ],
    },
  ),
  control(
    5,
    'trail-config-changed',
    'the configuration of a trail changed',
    ['T1685.002'],
    '{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}',
    {
      meaning: 'A trail was made, changed, deleted, started or stopped.',
      impact:
        'What is recorded may have changed; trail-stopped, trail-deleted and trail-changed carry the alerts.',
      diagnosis: [
        'In the record, look at eventName and requestParameters.name.',
        'Compare with aws cloudtrail describe-trails and aws cloudtrail get-trail-status --name <trail> as of now.',
      ],
      response: [
        'Match the change with a deploy of the log archive.',
        'If logging is off: aws cloudtrail start-logging --name <trail>.',
      ],
    },
  ),
  control(
    6,
    'console-login-failed',
    'a console sign-in failed',
    ['T1110'],
    '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    {
      meaning: 'Somebody gave a wrong password or MFA code at the console.',
      impact: 'One is a typing mistake; console-login-failures tells a series of them.',
      diagnosis: [
        'Over the last 24 hours, count ConsoleLogin records with errorMessage by sourceIPAddress and userIdentity.userName.',
        'Look for a ConsoleLogin with responseElements.ConsoleLogin = Success from the same address afterwards.',
      ],
      response: [
        'Ask the user, if it is one user and one address.',
        'For many names from one address, follow console-login-failures.',
      ],
    },
  ),
  control(
    7,
    'kms-key-disabled',
    'a customer key was disabled or scheduled for deletion',
    ['T1485'],
    '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
    {
      meaning: 'A KMS key was switched off or will be deleted after its waiting period.',
      impact: 'Everything encrypted with it becomes unreadable; kms-key-killed carries the alert.',
      diagnosis: [
        'In the record, look at requestParameters.keyId and pendingWindowInDays.',
        'Over the last 30 days, list the records whose resources name that key, to see what still uses it.',
      ],
      response: ['Match it with the removal of a stack.', 'If there is none, follow kms-key-killed.'],
    },
  ),
  control(
    8,
    'bucket-policy-changed',
    'the policy of a bucket changed',
    ['T1530'],
    '{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ($.eventName=PutBucketPolicy) || ($.eventName=PutBucketCors) || ($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) || ($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ($.eventName=DeleteBucketLifecycle) || ($.eventName=DeleteBucketReplication))}',
    {
      meaning: 'Access, lifecycle or replication of an S3 bucket changed, whichever bucket it is.',
      impact:
        'Objects may be readable by others or vanish early; log-bucket-weakened tells it for log buckets.',
      diagnosis: [
        'In the record, look at requestParameters.bucketName and the policy, rule or grant beside it.',
        'Now: aws s3api get-bucket-policy-status --bucket <name>; look at IsPublic.',
      ],
      response: [
        'Match the change with a deploy.',
        'If the bucket became public: aws s3api put-public-access-block --bucket <name> --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true.',
      ],
    },
  ),
  control(
    9,
    'config-changed',
    'AWS Config was changed',
    ['T1685'],
    '{($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ($.eventName=PutConfigurationRecorder))}',
    {
      meaning: 'The recorder or the delivery channel of AWS Config was stopped, deleted or set.',
      impact: 'Changes of resources may go unrecorded; detectors-disabled tells the ones that switch it off.',
      diagnosis: [
        'In the record, look at eventName and userIdentity.arn.',
        'Now: aws configservice describe-configuration-recorder-status; look at recording and lastStatus.',
      ],
      response: [
        'Match it with an enrolment by Control Tower or Security Hub.',
        'If it was stopped: aws configservice start-configuration-recorder --configuration-recorder-name <name>.',
      ],
    },
  ),
  control(
    10,
    'security-group-changed',
    'a security group changed',
    ['T1686.001'],
    '{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}',
    {
      meaning: 'A security group was made or deleted, or a rule was added or removed.',
      impact: 'What may reach the tasks changed; the detections on rules open to the world carry the alerts.',
      diagnosis: [
        'In the record, look at responseElements.securityGroupRuleSet.items: port, protocol and CIDR of each rule.',
        'Over the hour around it, look for a deploy by the same userIdentity.arn.',
      ],
      response: [
        'Match the change with a deploy.',
        'If there is none, remove the rule: aws ec2 revoke-security-group-ingress --group-id <id> --security-group-rule-ids <rule>.',
      ],
    },
  ),
  control(
    11,
    'network-acl-changed',
    'a network ACL changed',
    ['T1686.001'],
    '{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=DeleteNetworkAcl) || ($.eventName=DeleteNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry) || ($.eventName=ReplaceNetworkAclAssociation)}',
    {
      meaning: 'A network ACL, one of its entries or its subnet changed.',
      impact:
        'Whole subnets may be opened or cut off; network-path-changed tells those that no pipeline made.',
      diagnosis: [
        'In the record, look at requestParameters.networkAclId, ruleAction, cidrBlock and egress.',
        'Over the hour after it, look at flow log records of the subnet whose action turned from ACCEPT to REJECT or back.',
      ],
      response: [
        'Match the change with a deploy.',
        'If there is none: aws ec2 delete-network-acl-entry --network-acl-id <id> --rule-number <n> --ingress.',
      ],
    },
  ),
  control(
    12,
    'gateway-changed',
    'a network gateway changed',
    ['T1599'],
    '{($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) || ($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}',
    {
      meaning: 'An internet or customer gateway was made, deleted, attached or detached.',
      impact: 'A private network may have a way out, or a public one may have lost it.',
      diagnosis: [
        'In the record, look at requestParameters.internetGatewayId and vpcId.',
        'Now: aws ec2 describe-route-tables --filters Name=route.gateway-id,Values=<id>; look at which subnets use it.',
      ],
      response: [
        'Match the change with a deploy.',
        'If there is none: aws ec2 detach-internet-gateway --internet-gateway-id <id> --vpc-id <vpc>.',
      ],
    },
  ),
  control(
    13,
    'route-table-changed',
    'a route table changed',
    ['T1599'],
    '{($.eventSource=ec2.amazonaws.com) && (($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable))}',
    {
      meaning: 'A route, a route table or the subnet it serves changed.',
      impact:
        'Traffic may go another way or nowhere; network-path-changed tells those that no pipeline made.',
      diagnosis: [
        'In the record, look at requestParameters.routeTableId, destinationCidrBlock and the target beside it.',
        'Over the hour after it, look for failing tasks of the services in that subnet (stoppedReason).',
      ],
      response: [
        'Match the change with a deploy.',
        'If there is none: aws ec2 delete-route --route-table-id <id> --destination-cidr-block <cidr>.',
      ],
    },
  ),
  control(
    14,
    'vpc-changed',
    'a VPC or a peering changed',
    ['T1599'],
    '{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) || ($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) || ($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) || ($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) || ($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}',
    {
      meaning: 'A VPC was made, deleted or changed, or a peering was asked for, accepted or ended.',
      impact:
        'Networks may be joined that were apart; network-path-changed tells those that no pipeline made.',
      diagnosis: [
        'In the record, look at eventName and, for a peering, the accepter and requester account ids.',
        'Over the day around it, look for routes (CreateRoute) that name requestParameters.vpcPeeringConnectionId.',
      ],
      response: [
        'Match the change with a deploy.',
        'If there is none: aws ec2 delete-vpc-peering-connection --vpc-peering-connection-id <id>.',
      ],
    },
  ),
];
