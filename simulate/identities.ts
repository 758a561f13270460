import type { UserIdentity } from '../records/cloudtrail/cloudtrail-record';
import { isoSeconds } from './clock';
import { ACCOUNT, DEPLOY_ROLE } from './fleet';
import { createRandom } from './random';

const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A unique id as IAM gives it, the same for the same name: `AROA…` for roles, `AIDA…` for users. */
function uniqueId(prefix: 'AROA' | 'AIDA' | 'AKIA' | 'ASIA', name: string): string {
  return (
    prefix +
    createRandom(0)
      .fork(`${prefix}/${name}`)
      .text(prefix.startsWith('A') ? 16 : 0, KEY_ALPHABET)
  );
}

/** A person with a long-lived access key. */
export function user(userName: string): UserIdentity {
  return {
    type: 'IAMUser',
    principalId: uniqueId('AIDA', userName),
    arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`,
    accountId: ACCOUNT,
    accessKeyId: uniqueId('AKIA', userName),
    userName,
  };
}

/** A person in the console, with a second factor. */
export function consoleUser(userName: string, signedInAt: number): UserIdentity {
  return {
    ...user(userName),
    accessKeyId: uniqueId('ASIA', `${userName}/${signedInAt}`),
    sessionContext: { attributes: { creationDate: isoSeconds(signedInAt), mfaAuthenticated: 'true' } },
  };
}

export interface RoleSession {
  readonly role: string;
  readonly session: string;
  readonly since: number;
  /** `/aws-service-role/ecs.amazonaws.com/` for service-linked roles. */
  readonly path?: string;
  /** The AWS service that calls on somebody's behalf. */
  readonly invokedBy?: string;
}

/** Somebody or something that works through a role. */
export function roleSession({ role, session, since, path = '/', invokedBy }: RoleSession): UserIdentity {
  const principalId = uniqueId('AROA', role);
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: uniqueId('ASIA', `${role}/${session}/${since}`),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${ACCOUNT}:role${path}${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: isoSeconds(since), mfaAuthenticated: 'false' },
    },
    ...(invokedBy !== undefined && { invokedBy }),
  };
}

/** An AWS service that acts for itself. */
export function service(invokedBy: string): UserIdentity {
  return { type: 'AWSService', invokedBy };
}

/** The pipeline, after it has traded its token for the deploy role. */
export function deployer(since: number, invokedBy?: string): UserIdentity {
  return roleSession({
    role: DEPLOY_ROLE,
    session: 'GitHubActions',
    since,
    ...(invokedBy !== undefined && { invokedBy }),
  });
}

/** What ECS itself does in the account: interfaces, targets. */
export function ecsServiceRole(since: number, session: string): UserIdentity {
  return roleSession({
    role: 'AWSServiceRoleForECS',
    session,
    since,
    path: '/aws-service-role/ecs.amazonaws.com/',
    invokedBy: 'ecs.amazonaws.com',
  });
}
