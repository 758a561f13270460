import type { JsonObject, UserIdentity } from '../records/cloudtrail-record';

/**
 * Who made a call, in the words people use.
 *
 * @example
 * describeIdentity({ type: 'IAMUser', userName: 'mallory' }) // 'user mallory'
 * describeIdentity({ type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/ops/anna' }) // 'role ops (anna)'
 */
export function describeIdentity(identity: UserIdentity | undefined): string {
  if (identity === undefined) return 'unknown';
  const { type, userName, arn, invokedBy } = identity;
  if (type === 'Root') return 'root';
  if (type === 'IAMUser') return `user ${userName ?? lastPart(arn) ?? 'unknown'}`;
  if (type === 'AssumedRole') return describeRole(identity);
  if (type === 'AWSService') return invokedBy ?? 'an AWS service';
  return (
    [type, userName ?? arn ?? identity.principalId ?? invokedBy]
      .filter((part) => part !== undefined)
      .join(' ') || 'unknown'
  );
}

function describeRole(identity: UserIdentity): string {
  const [, role, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(identity.arn ?? '') ?? [];
  const context = identity['sessionContext'] as JsonObject | null | undefined;
  const issuer = context?.['sessionIssuer'] as JsonObject | null | undefined;
  const name = role ?? issuer?.['userName'] ?? identity.principalId ?? 'unknown';
  return `role ${typeof name === 'string' ? name : 'unknown'}${session === undefined ? '' : ` (${session})`}`;
}

function lastPart(arn: string | undefined): string | undefined {
  return arn?.split('/').at(-1);
}
