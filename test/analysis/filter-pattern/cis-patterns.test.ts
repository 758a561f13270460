import { parseFilterPattern } from '../../../analysis/filter-pattern';
import {
  denied,
  exampleEvent,
  exampleRole,
  exampleRoot,
  exampleUser,
} from '../../../detections/examples/example-event';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const anyOfNames = (...names: readonly string[]) => names.map((name) => `($.eventName=${name})`).join(' || ');

const signIn = (mfa: string) =>
  exampleEvent('signin', 'ConsoleLogin', null, {
    additionalEventData: { MFAUsed: mfa },
    responseElements: { ConsoleLogin: 'Success' },
  });

/** Security Hub's patterns for CloudWatch.1 to .14, an event that each is for, and one that nearly is. */
const CIS: readonly (readonly [string, string, CloudTrailRecord, CloudTrailRecord])[] = [
  [
    'CloudWatch.1',
    '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    exampleEvent('iam', 'CreateUser', null, { userIdentity: exampleRoot }),
    exampleEvent('iam', 'CreateUser', null, {
      userIdentity: { ...exampleRoot, invokedBy: 'support.amazonaws.com' },
    }),
  ],
  [
    'CloudWatch.2',
    '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    denied(exampleEvent('ec2', 'RunInstances'), 'Client.UnauthorizedOperation'),
    denied(exampleEvent('ec2', 'RunInstances'), 'Client.UnauthorizedOperation.Extra'),
  ],
  [
    'CloudWatch.3',
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    signIn('No'),
    signIn('Yes'),
  ],
  [
    'CloudWatch.4',
    `{($.eventSource=iam.amazonaws.com) && (${anyOfNames('DeleteGroupPolicy', 'DeleteRolePolicy', 'DeleteUserPolicy', 'PutGroupPolicy', 'PutRolePolicy', 'PutUserPolicy', 'CreatePolicy', 'DeletePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion', 'AttachRolePolicy', 'DetachRolePolicy', 'AttachUserPolicy', 'DetachUserPolicy', 'AttachGroupPolicy', 'DetachGroupPolicy')})}`,
    exampleEvent('iam', 'DetachGroupPolicy'),
    exampleEvent('organizations', 'CreatePolicy'),
  ],
  [
    'CloudWatch.5',
    `{${anyOfNames('CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging')}}`,
    exampleEvent('cloudtrail', 'StopLogging'),
    exampleEvent('cloudtrail', 'PutEventSelectors'),
  ],
  [
    'CloudWatch.6',
    '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    exampleEvent('signin', 'ConsoleLogin', null, { errorMessage: 'Failed authentication' }),
    signIn('Yes'),
  ],
  [
    'CloudWatch.7',
    '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
    exampleEvent('kms', 'ScheduleKeyDeletion'),
    exampleEvent('kms', 'DisableKeyRotation'),
  ],
  [
    'CloudWatch.8',
    `{($.eventSource=s3.amazonaws.com) && (${anyOfNames('PutBucketAcl', 'PutBucketPolicy', 'PutBucketCors', 'PutBucketLifecycle', 'PutBucketReplication', 'DeleteBucketPolicy', 'DeleteBucketCors', 'DeleteBucketLifecycle', 'DeleteBucketReplication')})}`,
    exampleEvent('s3', 'DeleteBucketPolicy'),
    exampleEvent('s3', 'GetBucketPolicy'),
  ],
  [
    'CloudWatch.9',
    `{($.eventSource=config.amazonaws.com) && (${anyOfNames('StopConfigurationRecorder', 'DeleteDeliveryChannel', 'PutDeliveryChannel', 'PutConfigurationRecorder')})}`,
    exampleEvent('config', 'StopConfigurationRecorder'),
    exampleEvent('config', 'StartConfigurationRecorder'),
  ],
  [
    'CloudWatch.10',
    `{${anyOfNames('AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress', 'CreateSecurityGroup', 'DeleteSecurityGroup')}}`,
    exampleEvent('ec2', 'AuthorizeSecurityGroupIngress'),
    exampleEvent('ec2', 'DescribeSecurityGroups'),
  ],
  [
    'CloudWatch.11',
    `{${anyOfNames('CreateNetworkAcl', 'CreateNetworkAclEntry', 'DeleteNetworkAcl', 'DeleteNetworkAclEntry', 'ReplaceNetworkAclEntry', 'ReplaceNetworkAclAssociation')}}`,
    exampleEvent('ec2', 'ReplaceNetworkAclEntry'),
    exampleEvent('ec2', 'DescribeNetworkAcls'),
  ],
  [
    'CloudWatch.12',
    `{${anyOfNames('CreateCustomerGateway', 'DeleteCustomerGateway', 'AttachInternetGateway', 'CreateInternetGateway', 'DeleteInternetGateway', 'DetachInternetGateway')}}`,
    exampleEvent('ec2', 'AttachInternetGateway'),
    exampleEvent('ec2', 'CreateNatGateway'),
  ],
  [
    'CloudWatch.13',
    `{($.eventSource=ec2.amazonaws.com) && (${anyOfNames('CreateRoute', 'CreateRouteTable', 'ReplaceRoute', 'ReplaceRouteTableAssociation', 'DeleteRouteTable', 'DeleteRoute', 'DisassociateRouteTable')})}`,
    exampleEvent('ec2', 'CreateRoute'),
    exampleEvent('apigateway', 'CreateRoute'),
  ],
  [
    'CloudWatch.14',
    `{${anyOfNames('CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute', 'AcceptVpcPeeringConnection', 'CreateVpcPeeringConnection', 'DeleteVpcPeeringConnection', 'RejectVpcPeeringConnection', 'AttachClassicLinkVpc', 'DetachClassicLinkVpc', 'DisableVpcClassicLink', 'EnableVpcClassicLink')}}`,
    exampleEvent('ec2', 'EnableVpcClassicLink'),
    exampleEvent('ec2', 'CreateVpcEndpoint'),
  ],
];

test.each(CIS)('%s fires for its event and stays silent for the near miss', (_, text, event, near) => {
  const pattern = parseFilterPattern(text);
  expect(pattern.text).toBe(text);
  expect(pattern.matchesRecord(event)).toBe(true);
  expect(pattern.matchesText(JSON.stringify(event))).toBe(true);
  expect(pattern.matchesRecord(near)).toBe(false);
});

test('CloudWatch.3 is silent when the record does not say whether there was a second factor: != wants a field', () => {
  const [, , [, text]] = CIS as readonly [unknown, unknown, (typeof CIS)[number]];
  const pattern = parseFilterPattern(text);
  const { additionalEventData: _, ...unsaid } = signIn('No');
  expect(pattern.matchesRecord(signIn('No'))).toBe(true);
  expect(pattern.matchesRecord(unsaid)).toBe(false);
});

test('CloudWatch.1 is silent for users and roles', () => {
  const [[, text]] = CIS as readonly [(typeof CIS)[number]];
  const pattern = parseFilterPattern(text);
  for (const userIdentity of [exampleUser, exampleRole('ops')]) {
    expect(pattern.matchesRecord(exampleEvent('iam', 'CreateUser', null, { userIdentity }))).toBe(false);
  }
});
