import { denied, type ExampleTable, exampleEvent, exampleRole, exampleRoot } from './example-event';

const signIn = exampleEvent('signin', 'ConsoleLogin', null, {
  eventType: 'AwsConsoleSignIn',
  additionalEventData: { MFAUsed: 'No', MobileVersion: 'No' },
  responseElements: { ConsoleLogin: 'Success' },
});
const rootCall = exampleEvent('ec2', 'DescribeInstances', null, { userIdentity: exampleRoot });

export const cisExamples: ExampleTable = {
  'cis-cloudwatch-1-root-use': {
    fires: [rootCall],
    staysSilent: [{ ...rootCall, userIdentity: { ...exampleRoot, invokedBy: 'autoscaling.amazonaws.com' } }],
  },
  'cis-cloudwatch-2-unauthorized-calls': {
    fires: [denied(rootCall, 'Client.UnauthorizedOperation'), denied(rootCall, 'AccessDeniedException')],
    staysSilent: [denied(rootCall, 'Client.RequestLimitExceeded')],
  },
  'cis-cloudwatch-3-console-without-mfa': {
    fires: [signIn],
    staysSilent: [
      { ...signIn, additionalEventData: { MFAUsed: 'Yes' } },
      { ...signIn, userIdentity: exampleRole('AWSReservedSSO_developer') },
      // The control's own gap: != never matches a field that is not there.
      { ...signIn, additionalEventData: { MobileVersion: 'No' } },
    ],
  },
  'cis-cloudwatch-4-iam-policy-changed': {
    fires: [exampleEvent('iam', 'PutRolePolicy', { roleName: 'api-task-role' })],
    staysSilent: [exampleEvent('iam', 'SetDefaultPolicyVersion'), exampleEvent('ecr', 'DeletePolicy')],
  },
  'cis-cloudwatch-5-trail-config-changed': {
    fires: [exampleEvent('cloudtrail', 'StopLogging', { name: 'harbor' })],
    staysSilent: [exampleEvent('cloudtrail', 'PutEventSelectors', { trailName: 'harbor' })],
  },
  'cis-cloudwatch-6-console-login-failed': {
    fires: [
      { ...signIn, errorMessage: 'Failed authentication', responseElements: { ConsoleLogin: 'Failure' } },
    ],
    staysSilent: [signIn],
  },
  'cis-cloudwatch-7-kms-key-disabled': {
    fires: [exampleEvent('kms', 'ScheduleKeyDeletion', { keyId: 'k', pendingWindowInDays: 7 })],
    staysSilent: [exampleEvent('kms', 'PutKeyPolicy', { keyId: 'k' })],
  },
  'cis-cloudwatch-8-bucket-policy-changed': {
    fires: [exampleEvent('s3', 'PutBucketPolicy', { bucketName: 'harbor-assets' })],
    staysSilent: [exampleEvent('s3', 'PutBucketPublicAccessBlock', { bucketName: 'harbor-assets' })],
  },
  'cis-cloudwatch-9-config-changed': {
    fires: [exampleEvent('config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' })],
    staysSilent: [
      exampleEvent('config', 'DeleteConfigurationRecorder', { configurationRecorderName: 'default' }),
    ],
  },
  'cis-cloudwatch-10-security-group-changed': {
    fires: [exampleEvent('ec2', 'CreateSecurityGroup', { groupName: 'web' })],
    staysSilent: [exampleEvent('ec2', 'ModifySecurityGroupRules')],
  },
  'cis-cloudwatch-11-network-acl-changed': {
    fires: [exampleEvent('ec2', 'CreateNetworkAclEntry', { networkAclId: 'acl-1' })],
    staysSilent: [exampleEvent('ec2', 'DescribeNetworkAcls', null, { readOnly: true })],
  },
  'cis-cloudwatch-12-gateway-changed': {
    fires: [exampleEvent('ec2', 'AttachInternetGateway', { internetGatewayId: 'igw-1', vpcId: 'vpc-1' })],
    staysSilent: [exampleEvent('ec2', 'CreateNatGateway', { subnetId: 'subnet-1' })],
  },
  'cis-cloudwatch-13-route-table-changed': {
    fires: [exampleEvent('ec2', 'CreateRoute', { routeTableId: 'rtb-1' })],
    // App Mesh has routes too: the reason for the event source in the current edition.
    staysSilent: [exampleEvent('appmesh', 'CreateRoute', { routeName: 'api' })],
  },
  'cis-cloudwatch-14-vpc-changed': {
    fires: [exampleEvent('ec2', 'DeleteVpc', { vpcId: 'vpc-1' })],
    staysSilent: [exampleEvent('ec2', 'CreateVpcEndpoint', { vpcId: 'vpc-1' })],
  },
};
