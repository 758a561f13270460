import type { DetectionFamily } from '../detection';
import { onBurst, onFirst } from '../writing/alarm-settings';
import { byHand, byOutsider, byOutsiders } from '../writing/callers';
import { allOf, anyOf, calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';
import { done } from '../writing/trail-rules';

/** A Fargate task's session is named after the task: 32 hexadecimal digits. */
const BY_A_TASK = '($.userIdentity.principalId = %:[0-9a-f]{32}$%)';

/**
 * Identities: who may become what, around the roles of the tasks.
 *
 * PassRole leaves no record of its own; its traces are the refusals here and the role fields of task definitions.
 * Whether task credentials were used from outside the VPC needs its addresses, so that is a query; what a filter
 * can see is a task that asks questions no task has.
 */
export const iam: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'iam-permissions-changed',
    title: 'Permissions of a role, user or group changed outside the pipeline',
    severity: 'medium',
    attack: ['T1098.003'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // AttachRolePolicy, AttachUserPolicy and AttachGroupPolicy in two names; the wildcards save 200 characters.
      pattern: jsonPattern(
        calls(
          'iam',
          'Attach*',
          'DetachRolePolicy',
          'DeleteRolePolicy',
          'PutRolePolicy',
          'PutUserPolicy',
          'PutGroupPolicy',
          '*PermissionsBoundary',
          'AddUserToGroup',
          'CreatePolicyVersion',
          'SetDefaultPolicyVersion',
        ),
        SUCCEEDED,
        byOutsiders(deployRoles),
      ),
      beyond: [
        // A new name or path puts a user or group under other policies; a template makes a role.
        done(byHand, 'iam', 'UpdateUser', 'UpdateGroup', 'PutAccountProperties'),
        done(byOutsider, 'iam', 'AcquireRole'),
      ],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A policy or boundary was attached, written or removed on a role, user or group, or another version of a policy came into force, by a caller that does not deploy.',
      impact: 'If it is a task role, every container that runs with it has the new rights within seconds.',
      diagnosis: [
        'In the record, look at requestParameters.roleName, userName or groupName, and at policyArn or policyDocument.',
        'For a version, now: aws iam list-entities-for-policy --policy-arn <arn> says who holds it; going back to a forgotten, wider one is a known escalation.',
        'Now: aws ecs list-task-definitions, then look for taskRoleArn or executionRoleArn with that role.',
        'From the change until now, list the calls by that role (userIdentity.sessionContext.sessionIssuer.arn) that it never made in the week before.',
      ],
      response: [
        'Ask the person in userIdentity.arn.',
        'Undo it: aws iam detach-role-policy --role-name <role> --policy-arn <arn>, aws iam delete-role-policy --role-name <role> --policy-name <name>, or aws iam set-default-policy-version --policy-arn <arn> --version-id <former>.',
        'Redeploy the stack that owns the role, so that its policies are the written ones.',
      ],
    },
  },
  {
    id: 'iam-role-trust-changed',
    title: 'Trust policy of a role rewritten',
    severity: 'high',
    attack: ['T1098.003', 'T1098.001'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(calls('iam', 'UpdateAssumeRolePolicy'), SUCCEEDED, byOutsiders(deployRoles)),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Who may assume a role was changed by a caller that does not deploy.',
      impact:
        'A foreign account or user can come back through this role after every other credential was revoked.',
      diagnosis: [
        'In the record, read requestParameters.policyDocument: a Principal with another account id, * or a user is the backdoor.',
        'From the change until now, list AssumeRole with requestParameters.roleArn of that role; look at userIdentity.accountId and sourceIPAddress.',
        'Over the 24 hours before, look how userIdentity.arn came to its rights.',
      ],
      response: [
        'Put the former document back: aws iam update-assume-role-policy --role-name <role> --policy-document file://trust.json.',
        'End sessions that exist: attach an inline deny with aws:TokenIssueTime before now to the role.',
        'Cut off the caller that made the change.',
      ],
    },
  },
  {
    id: 'iam-admin-policy-attached',
    title: 'Administrator policy attached to an identity',
    severity: 'high',
    attack: ['T1098.003'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // The leading wildcard covers the partitions aws-cn and aws-us-gov. Pipelines are not excluded: one that
      // hands out administration is worth a look.
      pattern: jsonPattern(
        calls('iam', 'AttachRolePolicy', 'AttachUserPolicy', 'AttachGroupPolicy'),
        SUCCEEDED,
        anyOf(
          '($.requestParameters.policyArn = "*:policy/AdministratorAccess")',
          '($.requestParameters.policyArn = "*:policy/IAMFullAccess")',
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A role, user or group received AdministratorAccess, or IAMFullAccess, from which it is one step away.',
      impact: 'Its holder owns the account, this monitoring included.',
      diagnosis: [
        'In the record, look at requestParameters.roleName, userName or groupName.',
        'Over the hour around it, look for CreateUser, CreateAccessKey, CreateRole or UpdateAssumeRolePolicy by the same userIdentity.arn.',
        'From the change until now, list every call of the new administrator, by userIdentity.arn or sessionIssuer.arn.',
      ],
      response: [
        'Take it away: aws iam detach-role-policy --role-name <role> --policy-arn <arn> (detach-user-policy, detach-group-policy).',
        'Cut off both the caller and the receiver until the reason is known.',
        'Look through the records of both for trail-, flow-log- and alarm-related calls.',
      ],
    },
  },
  {
    id: 'iam-credential-created',
    title: 'User, access key, console password or federation token created',
    severity: 'medium',
    attack: ['T1136.003', 'T1098.001'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf(
          `(${calls('iam', 'CreateUser', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'CreateServiceSpecificCredential', 'DeactivateMFADevice')})`,
          `(${calls('sts', 'GetFederationToken')})`,
        ),
        SUCCEEDED,
        byOutsiders(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A credential that outlives the session came into being or was reset: user, key, password, token, or an MFA device taken off.',
      impact:
        'It goes on working after the stolen credential that made it is revoked; a federation token does so for up to 36 hours.',
      diagnosis: [
        'In the record, compare requestParameters.userName with userIdentity.userName: a key for somebody else is the bad sign.',
        'Over the hour around it, look for AttachUserPolicy or AddUserToGroup for the same user.',
        'From then until now, list the calls made with responseElements.accessKey.accessKeyId (or credentials.accessKeyId) and their sourceIPAddress.',
      ],
      response: [
        'Disable what was made: aws iam update-access-key --status Inactive --user-name <name> --access-key-id <id>, or aws iam delete-login-profile --user-name <name>.',
        'For a federation token, disable the key of the user that asked for it, and attach a deny-all policy to that user until the token expires.',
        'If userIdentity.arn is not the owner, treat that credential as stolen too.',
      ],
    },
  },
  {
    id: 'iam-federation-added',
    title: 'Identity provider or trust anchor added or changed',
    severity: 'high',
    attack: ['T1484.002', 'T1556.007'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        anyOf(
          `(${calls('iam', 'CreateSAMLProvider', 'UpdateSAMLProvider', 'CreateOpenIDConnectProvider', 'AddClientIDToOpenIDConnectProvider', 'UpdateOpenIDConnectProviderThumbprint')})`,
          `(${calls('rolesanywhere', 'CreateTrustAnchor', 'UpdateTrustAnchor', 'EnableTrustAnchor')})`,
        ),
        SUCCEEDED,
        byOutsiders(deployRoles),
      ),
      beyond: [done(byOutsider, 'iam', 'EnableOutboundWebIdentityFederation')],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'AWS was told to trust another issuer: a SAML or OIDC provider, or a certificate authority of Roles Anywhere.',
      impact: 'Whoever runs that issuer can take roles of the account with no AWS credential at all.',
      diagnosis: [
        'In the record, look at requestParameters.url, name or source.sourceData: is the issuer yours?',
        'From then until now, list AssumeRoleWithSAML, AssumeRoleWithWebIdentity and CreateSession (rolesanywhere) with that provider.',
        'In the same hour, look for CreateProfile or UpdateAssumeRolePolicy by the same userIdentity.arn: the second half of the backdoor.',
      ],
      response: [
        'Take it away: aws iam delete-saml-provider --saml-provider-arn <arn>, aws iam delete-open-id-connect-provider --open-id-connect-provider-arn <arn>, or aws rolesanywhere disable-trust-anchor --trust-anchor-id <id>.',
        'Revoke the sessions of the roles that trusted it: inline deny with aws:TokenIssueTime before now.',
        'Cut off the caller.',
      ],
    },
  },
  {
    id: 'iam-pass-role-denied',
    title: 'Attempt to pass a role was refused',
    severity: 'medium',
    attack: ['T1548'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern('($.errorCode = "AccessDenied*")', '($.errorMessage = "*iam:PassRole*")'),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Somebody tried to start a task, function or instance with a role that they may not hand out.',
      impact:
        'Passing a stronger role is the shortest way up; the refusal is the only record that PassRole ever leaves.',
      diagnosis: [
        'In the record, read errorMessage: it names the caller and the role; eventName is the call that needed it.',
        'Over the hour around it, list the refused calls (errorCode) of the same userIdentity.arn: a list of roles tried one by one is an attack.',
        'Look for a deployment at that minute: a new role that the pipeline may not pass yet is the common honest case.',
      ],
      response: [
        'For a pipeline: add the role to its iam:PassRole statement, by ARN and with iam:PassedToService.',
        'For anybody else: revoke the credentials, and list what they did since they first appeared.',
      ],
    },
  },
  {
    id: 'root-activity',
    title: 'Root user of the account active',
    severity: 'high',
    attack: ['T1078.004'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // invokedBy is looked at for root alone: services that act for old resources carry root's name. Whoever
      // works as root through a service is still seen at the call that set the service to work.
      pattern: jsonPattern(
        '($.userIdentity.type = "Root")',
        '($.userIdentity.invokedBy NOT EXISTS)',
        '($.eventType != "AwsServiceEvent")',
        // A failed sign-in has no errorCode; anybody who knows the address of root can make one.
        anyOf(
          '($.responseElements.ConsoleLogin NOT EXISTS)',
          '($.responseElements.ConsoleLogin != "Failure")',
        ),
        SUCCEEDED,
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Somebody signed in as root or called an API with root credentials, and was let through.',
      impact: 'Nothing in the account can stop root, and a handful of tasks a year need it.',
      diagnosis: [
        'Over the hour around it, list the records with userIdentity.type = Root by eventName and sourceIPAddress.',
        'In the ConsoleLogin record, look at additionalEventData.MFAUsed; an accessKeyId on other records means that root has a key.',
        'Look for changes of the root e-mail, password or MFA (eventSource signin.amazonaws.com or account.amazonaws.com).',
      ],
      response: [
        'Call the keepers of the root credentials now; if nobody is at it, go on.',
        'Reset the root password, replace its MFA device, and delete its access keys in the console (Security credentials).',
        'Open a case with AWS Support, and go through everything root did, trails and billing first.',
      ],
    },
  },
  {
    id: 'console-login-without-mfa',
    title: 'Console sign-in without MFA',
    severity: 'high',
    attack: ['T1078.004'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Sign-ins through an identity provider always say No, for the second factor is asked for elsewhere.
      pattern: jsonPattern(
        calls('signin', 'ConsoleLogin'),
        SUCCEEDED,
        '($.responseElements.ConsoleLogin = "Success")',
        '($.additionalEventData.MFAUsed = "No")',
        anyOf('($.userIdentity.type = "IAMUser")', '($.userIdentity.type = "Root")'),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'An IAM user, or root, signed in to the console with a password alone.',
      impact: 'One leaked password opens the console: the fleet, its secrets and this monitoring.',
      diagnosis: [
        'In the record, look at userIdentity.userName, sourceIPAddress and userAgent.',
        'Over the 30 days before, list the ConsoleLogin records of that user: was MFAUsed Yes, was the address the same?',
        'From the sign-in until now, list every call of that userIdentity.arn.',
      ],
      response: [
        'Call the user. If it was not them: aws iam delete-login-profile --user-name <name>, and disable their keys.',
        'If it was, have MFA enrolled today and deny everything without aws:MultiFactorAuthPresent.',
        'List their devices: aws iam list-mfa-devices --user-name <name>; an empty list is the cause, a filled one is a question.',
      ],
    },
  },
  {
    id: 'console-login-failures',
    title: 'Series of failed console sign-ins',
    severity: 'medium',
    attack: ['T1110.001', 'T1110.003'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(calls('signin', 'ConsoleLogin'), '($.responseElements.ConsoleLogin = "Failure")'),
    },
    alarm: onBurst(5),
    runbook: {
      meaning: 'Five or more sign-ins to the console failed within ten minutes.',
      impact: 'Somebody guesses passwords; the danger is the one that fits.',
      diagnosis: [
        'Over the hour around the alarm, group the records by sourceIPAddress and userIdentity.userName: many names is spraying, one name is guessing.',
        'From the first failure until now, look for responseElements.ConsoleLogin = Success from the same sourceIPAddress.',
      ],
      response: [
        'After a success: aws iam delete-login-profile --user-name <name> at once, then follow console-login-without-mfa.',
        'Without one: see that the names tried have MFA, and that names which do not exist (HIDDEN_DUE_TO_SECURITY_REASONS) are not typing mistakes.',
      ],
    },
  },
  {
    id: 'organization-left',
    title: 'Account leaving its organization, or tried to',
    severity: 'high',
    attack: ['T1685', 'T1666'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Refused attempts count: nobody makes this call by mistake.
      pattern: jsonPattern(
        calls('organizations', 'LeaveOrganization', 'RemoveAccountFromOrganization', 'DeleteOrganization'),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'Somebody asked to take an account out of the organization; errorCode says whether it was refused.',
      impact:
        'Outside, no service control policy, no organization trail and no central guardrail holds the account any more.',
      diagnosis: [
        'In the record, look at errorCode: absent means that it happened.',
        'Over the 24 hours before, list the calls of userIdentity.arn and the AssumeRole that made its session.',
      ],
      response: [
        'Refused: revoke the credentials that tried, and keep the service control policy that stopped them.',
        'Done: invite the account again from the management account (aws organizations invite-account-to-organization), and check its trail, GuardDuty and Config by hand until it is back.',
      ],
    },
  },
  {
    id: 'task-credentials-explored-account',
    title: "Calls with a task's credentials that look around the account or at identities",
    severity: 'high',
    attack: ['T1552.005', 'T1087.004', 'T1078.004'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // Some SDKs ask who they are at start-up, so GetCallerIdentity counts from a shell only. Refused calls
      // count: probing is the point.
      pattern: jsonPattern(
        BY_A_TASK,
        anyOf(
          '($.eventSource = "iam.amazonaws.com")',
          '($.eventSource = "organizations.amazonaws.com")',
          `(${allOf('($.eventName = "GetCallerIdentity")', '($.userAgent = "aws-cli/*")')})`,
        ),
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A session that ECS made for one task asked about users, roles or the organization, or who it is, from a shell.',
      impact:
        'Applications do not ask that; a shell in the container, or whoever took its credentials, does.',
      diagnosis: [
        'In the record, userIdentity.arn ends with the task id: aws ecs describe-tasks --cluster <cluster> --tasks <id>.',
        'Over the hour around it, list every call with that arn: compare sourceIPAddress with the address of the task or its NAT gateway.',
        'In the same hour, look for ExecuteCommand on that task, and for flows from its network interface to new addresses.',
      ],
      response: [
        'From an address that is not that of the task: revoke the sessions of the role with an inline deny on aws:TokenIssueTime before now.',
        'Keep the evidence, then stop the task: aws ecs stop-task --cluster <cluster> --task <id> --reason incident.',
        'Find the hole through which it came (exec, a vulnerable endpoint, a new image) before the service replaces the task.',
      ],
    },
  },
];
