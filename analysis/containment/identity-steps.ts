import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { left, type Step, step } from './plan';

/** Name of the policy that ends sessions, as IAM's own console writes it. */
const REVOKED = 'AWSRevokeOlderSessions';
/** Denies everything to sessions that were issued before the moment in `$NOW`. */
const OLDER_SESSIONS =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"\'$NOW\'"}}}]}';
const NOW = 'NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ)';

const tracks = (key: 'Username' | 'AccessKeyId', value: string) =>
  `aws cloudtrail lookup-events --lookup-attributes AttributeKey=${key},AttributeValue=${value} > evidence/calls.json`;

/** A role: its policies are kept, its sessions ended; who may assume it is looked at last. */
export function roleSteps(role: string): readonly Step[] {
  return [
    step(
      'evidence',
      'Write down what the role may do, who may become it, and what it did',
      'The policies are changed next, and sessions are told apart by their names.',
      [
        `mkdir -p evidence && aws iam get-account-authorization-details --filter Role --query "RoleDetailList[?RoleName=='${role}']" > evidence/role.json`,
        `npx harborwatch query principal-activity --on athena --since 7d --param who=%${role}% --out evidence/calls.csv`,
      ],
    ),
    step(
      'cut off',
      'End the sessions of the role',
      'Credentials that were carried away live up to twelve hours. Tasks and functions fetch new ones and go on, an intruder inside of one too: contain that task first.',
      [
        NOW,
        `aws iam put-role-policy --role-name ${role} --policy-name ${REVOKED} --policy-document '${OLDER_SESSIONS}'`,
      ],
      [left('iam', 'PutRolePolicy', { roleName: role, policyName: REVOKED, policyDocument: denial() })],
    ),
    step(
      'clean',
      'Look at who may assume the role',
      'A trust policy that was opened lets the intruder in again.',
      [
        `jq '.[0].AssumeRolePolicyDocument' evidence/role.json`,
        'cdk diff   # what the template says of the role, beside what is there',
      ],
    ),
    step(
      'afterwards',
      'Take the denial away once no older session can live',
      'After twelve hours, the longest time of a session, it denies nothing any more.',
      [`aws iam delete-role-policy --role-name ${role} --policy-name ${REVOKED}`],
      [left('iam', 'DeleteRolePolicy', { roleName: role, policyName: REVOKED })],
    ),
  ];
}

/** A user: keys off, not deleted; password off; sessions ended. */
export function userSteps(user: string): readonly Step[] {
  return [
    step(
      'evidence',
      'Write down keys, devices, policies and calls of the user',
      'What is switched off next is known by these.',
      [
        `mkdir -p evidence && aws iam get-account-authorization-details --filter User --query "UserDetailList[?UserName=='${user}']" > evidence/user.json`,
        `aws iam list-access-keys --user-name ${user} > evidence/keys.json; aws iam list-mfa-devices --user-name ${user} > evidence/mfa.json`,
        tracks('Username', user),
      ],
    ),
    step(
      'cut off',
      'Switch its keys off, and end its sessions',
      'Inactive, not deleted: a key that something honest uses is found by what breaks, and switched on again.',
      [
        `for key in $(jq -r '.AccessKeyMetadata[].AccessKeyId' evidence/keys.json); do aws iam update-access-key --user-name ${user} --access-key-id $key --status Inactive; done`,
        NOW,
        `aws iam put-user-policy --user-name ${user} --policy-name ${REVOKED} --policy-document '${OLDER_SESSIONS}'`,
        `aws iam delete-login-profile --user-name ${user}`,
      ],
      [
        left('iam', 'UpdateAccessKey', {
          userName: user,
          accessKeyId: 'AKIAEXAMPLEEXAMPLE22',
          status: 'Inactive',
        }),
        left('iam', 'PutUserPolicy', { userName: user, policyName: REVOKED, policyDocument: denial() }),
        left('iam', 'DeleteLoginProfile', { userName: user }),
      ],
    ),
    step(
      'afterwards',
      'Find what the user left behind',
      'Users, keys and roles that it made work on without it.',
      [
        `npx harborwatch query credential-changes --on athena --since 30d; npx harborwatch story ${user} ./logs`,
      ],
    ),
  ];
}

/** One access key; whose it is, is asked first. */
export function keySteps(key: string): readonly Step[] {
  return [
    step(
      'evidence',
      'Find out whose key it is, and what it did',
      'The owner is told, and knows what breaks.',
      [
        `mkdir -p evidence && aws iam get-access-key-last-used --access-key-id ${key} | tee evidence/key.json`,
        tracks('AccessKeyId', key),
      ],
    ),
    step(
      'cut off',
      'Switch it off, and end the sessions that were opened with it',
      'A session from GetSessionToken outlives its key by up to 36 hours.',
      [
        'USER=$(jq -r .UserName evidence/key.json)',
        `aws iam update-access-key --user-name "$USER" --access-key-id ${key} --status Inactive`,
        NOW,
        `aws iam put-user-policy --user-name "$USER" --policy-name ${REVOKED} --policy-document '${OLDER_SESSIONS}'`,
      ],
      [
        left('iam', 'UpdateAccessKey', { userName: 'owner', accessKeyId: key, status: 'Inactive' }),
        left('iam', 'PutUserPolicy', { userName: 'owner', policyName: REVOKED, policyDocument: denial() }),
      ],
    ),
    step(
      'afterwards',
      'Delete it when nothing misses it',
      'And give what used it a role.',
      [`aws iam delete-access-key --user-name "$USER" --access-key-id ${key}`],
      [left('iam', 'DeleteAccessKey', { userName: 'owner', accessKeyId: key })],
    ),
  ];
}

/** A security group that admits too much: its rules are kept and taken away. */
export function groupSteps(group: string): readonly Step[] {
  return [
    step('evidence', 'Write down its rules, who has it, and who changed it', 'It is put back from this.', [
      `mkdir -p evidence && aws ec2 describe-security-groups --group-ids ${group} > evidence/group.json`,
      `aws ec2 describe-network-interfaces --filters Name=group-id,Values=${group} > evidence/interfaces.json`,
      `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${group} > evidence/changes.json`,
    ]),
    step(
      'cut off',
      'Take it the rules that admit the internet',
      'New connections end here; what is connected already may go on until it is idle.',
      [
        `WORLD=$(jq -c '[.SecurityGroups[0].IpPermissions[] | select(any(.IpRanges[]; .CidrIp=="0.0.0.0/0") or any(.Ipv6Ranges[]; .CidrIpv6=="::/0"))]' evidence/group.json)`,
        `aws ec2 revoke-security-group-ingress --group-id ${group} --ip-permissions "$WORLD"`,
      ],
      [left('ec2', 'RevokeSecurityGroupIngress', { groupId: group, ipPermissions: { items: [] } })],
    ),
    step('afterwards', 'Look who came in meanwhile', 'Whoever was let in is contained next.', [
      `jq -r '.NetworkInterfaces[].PrivateIpAddress' evidence/interfaces.json | xargs -I{} npx harborwatch query flow-traffic-to-address --on athena --since 7d --param address={}`,
    ]),
  ];
}

/** The document of the policy, as the trail records it: an encoded text. */
function denial(): string {
  const document: JsonObject = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-02T09:00:00Z' } },
      },
    ],
  };
  return JSON.stringify(document);
}
