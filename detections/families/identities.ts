import { powersIn, statementsOf } from '../../analysis/trail/policy-document';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { byAnybody, byDeployment, byHand, byOutsider } from '../writing/callers';
import { BY_TARGET, done, on, storiesBy, when } from '../writing/trail-rules';

/** Calls that write what an identity may do, with their document in the request. */
const WRITES_POLICY = on(
  'iam',
  'PutRolePolicy',
  'PutUserPolicy',
  'PutGroupPolicy',
  'CreatePolicy',
  'CreatePolicyVersion',
);

/** A policy that amounts to everything, or a version in force of which nothing can be read. */
function powerGranted(call: TrailCall): string | false {
  if (!call.succeeded || !byAnybody(call) || byDeployment(call)) return false;
  const document = call.request['policyDocument'];
  const powers = powersIn(document);
  if (powers.length > 0) return `allows ${[...new Set(powers)].slice(0, 3).join(', ')}`;
  const isHidden = statementsOf(document).length === 0 && call.request['setAsDefault'] === true;
  return isHidden && byOutsider(call) && 'its document cannot be read in the record';
}

/** A second factor is enrolled by the one who carries it; for somebody else it opens their account. */
function enrolledForAnother(call: TrailCall): string | false {
  const user = call.text('userName');
  const names = [call.record.userIdentity?.userName, call.session, call.session?.split('@')[0]];
  const isOwn = user === undefined || names.includes(user) || names.includes(user.split('@')[0]);
  return call.succeeded && byOutsider(call) && !isOwn && `for user ${user}`;
}

const isActive = (call: TrailCall) => call.text('status') === 'Active';

/** Who may do what, and as whom: beyond users, keys and policies that filters see. */
export const identities: DetectionFamily = () => [
  {
    id: 'iam-power-granted',
    title: 'Policy written that allows everything, or leads there',
    severity: 'high',
    attack: ['T1098.003', 'T1548'],
    set: 'tuned',
    detector: storiesBy(BY_TARGET, when(WRITES_POLICY, powerGranted)),
    runbook: {
      meaning:
        'The document of an inline or customer policy was read: it allows all actions, all of IAM, or on everything what leads there (PassRole, AssumeRole, new policies and keys). A version put in force whose document cannot be read counts, too.',
      impact:
        'Whoever has the role, user or group owns the account; a container with that role does as well.',
      diagnosis: [
        'Who has it: requestParameters.roleName, userName or groupName, or now `aws iam list-entities-for-policy --policy-arn <arn>`.',
        'Over the hour after eventTime, list the calls of that role or user: is the new power used already?',
      ],
      response: [
        'Delete the policy or set the former version: `aws iam set-default-policy-version`.',
        'Revoke the sessions of the identity that got it and of the one that gave it.',
      ],
    },
  },
  {
    id: 'iam-credential-revived',
    title: 'Sleeping key activated, further credential added, or second factor replaced',
    severity: 'medium',
    attack: ['T1098.001', 'T1098.003', 'T1556.006'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      when(
        on(
          'iam',
          'UpdateAccessKey',
          'UpdateSSHPublicKey',
          'UpdateSigningCertificate',
          'UpdateServiceSpecificCredential',
        ),
        (call) => call.succeeded && byOutsider(call) && isActive(call),
      ),
      done(
        byOutsider,
        'iam',
        'UploadSSHPublicKey',
        'UploadSigningCertificate',
        'ResetServiceSpecificCredential',
      ),
      done(byOutsider, 'iam', 'DeleteVirtualMFADevice', 'ResyncMFADevice', 'DeleteAccountPasswordPolicy'),
      when(on('iam', 'EnableMFADevice'), enrolledForAnother),
      done(byOutsider, 'iam', 'UpdateAccountPasswordPolicy', 'SetSecurityTokenServicePreferences'),
      done(
        byOutsider,
        'iam',
        'AddRoleToInstanceProfile',
        'DeleteUserPermissionsBoundary',
        'DeleteRolePermissionsBoundary',
      ),
      done(byHand, 'ec2', 'AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation'),
      done(
        byOutsider,
        'rolesanywhere',
        'CreateTrustAnchor',
        'CreateProfile',
        'UpdateTrustAnchor',
        'EnableTrustAnchor',
      ),
    ),
    runbook: {
      meaning:
        'An inactive key or credential was set to Active, one of another kind added (SSH key, certificate, trust anchor), a second factor or a boundary removed, or a role put onto an instance.',
      impact:
        'A credential that everybody thought dead opens the account again, beside the passwords that are watched.',
      diagnosis: [
        'Which credential and whose: requestParameters.userName and accessKeyId; `aws iam get-access-key-last-used` says since when it slept.',
        'From eventTime until now, list calls with that accessKeyId and compare sourceIPAddress with those of the 90 days before.',
      ],
      response: [
        'Set it to Inactive again or delete it; enrol the second factor of the user anew, in person.',
        'Ask who needed it; a key that slept for months has no honest use.',
      ],
    },
  },
  {
    id: 'root-assumed',
    title: 'Root of an account assumed, or central root access enabled',
    severity: 'high',
    attack: ['T1078.004', 'T1548.005'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(byAnybody, 'sts', 'AssumeRoot'),
      done(
        byAnybody,
        'iam',
        'EnableOrganizationsRootSessions',
        'EnableOrganizationsRootCredentialsManagement',
      ),
    ),
    runbook: {
      meaning:
        'sts:AssumeRoot gave the caller a root session in a member account, for the task in taskPolicyArn; or the organization allowed such sessions.',
      impact:
        'A root session unlocks buckets and queues by deleting their policies, and makes root passwords anew.',
      diagnosis: [
        'Which account and task: requestParameters.targetPrincipal and taskPolicyArn of the record.',
        'In that account, over the 15 minutes that such a session lasts, list the records with userIdentity.type = Root.',
      ],
      response: [
        'Unless it was a planned rescue: revoke the caller, and check bucket and queue policies that were deleted.',
      ],
    },
  },
  {
    id: 'delegation-accepted',
    title: 'Delegation of permissions to another party accepted',
    severity: 'medium',
    attack: ['T1098.003', 'T1199'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(byOutsider, 'iam', 'AcceptDelegationRequest', 'SendDelegationToken', 'AssociateDelegationRequest'),
      done(byOutsider, 'iam', 'UpdateDelegationRequest'),
      done(byOutsider, 'config', 'PutAggregationAuthorization'),
      done(
        byOutsider,
        'organizations',
        'AcceptHandshake',
        'EnableAWSServiceAccess',
        'RegisterDelegatedAdministrator',
      ),
      done(
        byOutsider,
        'ram',
        'AcceptResourceShareInvitation',
        'CreateResourceShare',
        'AssociateResourceShare',
      ),
    ),
    runbook: {
      meaning:
        'Somebody took up a request by which another account, product or administrator gets permissions here, or shared a resource.',
      impact: 'The other side acts here with its own credentials, which no rotation of ours ends.',
      diagnosis: [
        'Who is on the other side: requestParameters of the record, and now `aws iam get-delegation-request`.',
        'Since eventTime, list calls whose userIdentity.accountId is the other account.',
      ],
      response: [
        'Reject or revoke the delegation or share, and let only administrators of the organization accept such.',
      ],
    },
  },
  {
    id: 'identity-center-changed',
    title: 'Identity Center: assignment, permission set, user, group or issuer changed',
    severity: 'high',
    attack: ['T1098.003', 'T1136.003'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      done(
        byOutsider,
        'sso',
        'CreateAccountAssignment',
        '*ToPermissionSet',
        'CreatePermissionSet',
        'UpdatePermissionSet',
      ),
      done(
        byOutsider,
        'sso',
        '*TrustedTokenIssuer',
        'DeletePermissionsBoundaryFromPermissionSet',
        'DeleteInlinePolicyFromPermissionSet',
      ),
      done(
        byOutsider,
        'sso',
        'UpdateInstance*',
        'DeleteInstance',
        'CreateInstance',
        'AssociateDirectory',
        'DisassociateDirectory',
        'UpdateSsoConfiguration',
      ),
      done(
        byOutsider,
        'sso-directory',
        'CreateUser',
        'AddMemberToGroup',
        'UpdatePassword',
        'DeleteMfaDeviceForUser',
        'EnableExternalIdPConfigurationForDirectory',
      ),
      done(
        byOutsider,
        'sso-directory',
        'CreateExternalIdPConfigurationForDirectory',
        'CreateBearerToken',
        'UpdateMfaDeviceForUser',
      ),
      done(byOutsider, 'sso', '*Application', '*ApplicationAssignment*', '*ApplicationGrant', 'AddRegion'),
      done(byOutsider, 'sso', '*ApplicationAccessScope', '*ApplicationAuthenticationMethod', 'RemoveRegion'),
      done(byOutsider, 'sso', '*ApplicationSessionConfiguration', '*FromPermissionSet'),
      done(byOutsider, 'sso', '*InstanceAccessControlAttributeConfiguration', 'ProvisionPermissionSet'),
      done(byOutsider, 'identitystore', 'CreateUser', 'CreateGroupMembership', 'UpdateUser', 'CreateGroup'),
    ),
    runbook: {
      meaning:
        'Who may sign in to which account with which permissions was changed at the one place that rules all accounts.',
      impact:
        'One assignment is administrator access to every account of the organization, by a sign-in that looks like anybody else.',
      diagnosis: [
        'Read requestParameters: principalId, targetId and permissionSetArn; who is it: `aws identitystore describe-user` now.',
        'Over the day after eventTime, list sessions of roles named AWSReservedSSO_ with that user as session name.',
      ],
      response: [
        'Delete the assignment, and end the sessions of the user in Identity Center.',
        'Let a pipeline write assignments, so that whatever else does so stands out.',
      ],
    },
  },
  {
    id: 'organization-changed',
    title: 'Policies, accounts or administrators of the organization changed',
    severity: 'medium',
    attack: ['T1666', 'T1685'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      // CIS AWS Foundations 7.0, control 5.15 names these calls.
      done(
        byOutsider,
        'organizations',
        'AttachPolicy',
        'DetachPolicy',
        'CreatePolicy',
        'UpdatePolicy',
        'DeletePolicy',
      ),
      done(
        byOutsider,
        'organizations',
        'DisablePolicyType',
        'EnablePolicyType',
        'PutResourcePolicy',
        'DeleteResourcePolicy',
      ),
      done(
        byOutsider,
        'organizations',
        'MoveAccount',
        'CloseAccount',
        'InviteAccountToOrganization',
        'CreateAccount',
        'EnableAllFeatures',
      ),
      done(
        byOutsider,
        'organizations',
        'CreateOrganizationalUnit',
        'DeleteOrganizationalUnit',
        'UpdateOrganizationalUnit',
      ),
      done(
        byOutsider,
        'organizations',
        'DisableAWSServiceAccess',
        'DeregisterDelegatedAdministrator',
        'CancelHandshake',
        'DeclineHandshake',
      ),
      done(byOutsider, 'organizations', 'CreateOrganization', 'CreateGovCloudAccount'),
      done(byOutsider, 'organizations', '*ResponsibilityTransfer', 'InviteOrganizationTo*'),
    ),
    runbook: {
      meaning:
        'A policy was written, attached or detached, an account moved, invited, made or closed, or the access of a service ended: control 5.15 of CIS AWS Foundations 7.0.',
      impact:
        'Guardrails hold for all accounts below: without one, what it forbade is allowed everywhere at once.',
      diagnosis: [
        'What changed: requestParameters.policyId and targetId; read the policy now with `aws organizations describe-policy`.',
        'Over the hour after eventTime, in the accounts below the target, look for calls that the policy forbade.',
      ],
      response: [
        'Write or attach the former policy again, and limit who may change policies to one role with two people.',
      ],
    },
  },
];
