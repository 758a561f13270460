import { exampleUser } from '../example-event';
import { byPipeline, byService, one, refused, type TrailExampleTable } from './trail-example';

const policy = (statement: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', ...statement }] });
const inline = (statement: object) =>
  one('iam', 'PutRolePolicy', {
    roleName: 'orders-task',
    policyName: 'p',
    policyDocument: policy(statement),
  });
const key = (status: string) =>
  one('iam', 'UpdateAccessKey', { userName: 'backup', accessKeyId: 'AKIA', status });
const rootTask = one('sts', 'AssumeRoot', { targetPrincipal: '444455556666' });
const accepted = one('iam', 'AcceptDelegationRequest', { delegationRequestId: 'd' });
const assigned = one('sso', 'CreateAccountAssignment', { principalId: 'u', targetId: '444455556666' });
const attached = one('organizations', 'DetachPolicy', { policyId: 'p-1', targetId: 'ou-1' });

export const identityExamples: TrailExampleTable = {
  'iam-power-granted': {
    fires: [
      inline({ Action: '*', Resource: '*' }),
      inline({ Action: ['s3:GetObject', 'iam:PassRole'], Resource: '*' }),
      inline({ NotAction: 'iam:*', Resource: '*' }),
      byPipeline(inline({ Action: '*:*', Resource: '*' })),
      one('iam', 'CreatePolicyVersion', { policyArn: 'a', policyDocument: 'unreadable', setAsDefault: true }),
    ],
    staysSilent: [
      inline({ Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' }),
      inline({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/orders-task' }),
      inline({ Action: '*', Resource: '*', Effect: 'Deny' }),
      refused(inline({ Action: '*', Resource: '*' })),
      one('iam', 'CreatePolicyVersion', {
        policyArn: 'a',
        policyDocument: 'unreadable',
        setAsDefault: false,
      }),
    ],
  },
  'iam-credential-revived': {
    fires: [
      key('Active'),
      one('iam', 'UploadSSHPublicKey', { userName: 'backup' }),
      one('iam', 'AddRoleToInstanceProfile', { roleName: 'admin', instanceProfileName: 'p' }),
      one('iam', 'EnableMFADevice', { userName: 'somebody-else', serialNumber: 's' }),
      one('iam', 'UpdateAccountPasswordPolicy', { minimumPasswordLength: 6 }),
    ],
    staysSilent: [
      key('Inactive'),
      byPipeline(key('Active')),
      refused(key('Active')),
      // Their own second factor.
      one('iam', 'EnableMFADevice', { userName: exampleUser.userName ?? '', serialNumber: 's' }),
    ],
  },
  'root-assumed': {
    fires: [rootTask, byPipeline(rootTask), one('iam', 'EnableOrganizationsRootSessions')],
    staysSilent: [refused(rootTask), one('sts', 'AssumeRole', { roleArn: 'r', roleSessionName: 's' })],
  },
  'delegation-accepted': {
    fires: [accepted, one('ram', 'CreateResourceShare', { name: 'subnets' })],
    staysSilent: [byPipeline(accepted), one('iam', 'RejectDelegationRequest', { delegationRequestId: 'd' })],
  },
  'identity-center-changed': {
    fires: [
      assigned,
      one('sso', 'AttachManagedPolicyToPermissionSet', { permissionSetArn: 'p' }),
      one('identitystore', 'CreateGroupMembership', { groupId: 'g' }),
    ],
    staysSilent: [byPipeline(assigned), byService(assigned), one('sso', 'ListPermissionSets', {})],
  },
  'organization-changed': {
    fires: [attached, one('organizations', 'UpdatePolicy', { policyId: 'p-1' })],
    staysSilent: [
      byPipeline(attached),
      one('organizations', 'DescribePolicy', { policyId: 'p-1' }),
      refused(attached),
    ],
  },
};
