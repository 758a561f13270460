import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type UserIdentity,
} from '../records/cloudtrail/cloudtrail-record';

/**
 * Who made a call, in the words people use. A member of another type than CloudTrail's is as if it were absent.
 *
 * @example
 * describeIdentity({ type: 'IAMUser', userName: 'mallory' }) // 'user mallory'
 * describeIdentity({ type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/ops/anna' }) // 'role ops (anna)'
 */
export function describeIdentity(identity: UserIdentity | undefined): string {
  if (!isJsonObject(identity as JsonValue | undefined)) return 'unknown';
  const told = identity as UserIdentity;
  const [type, userName, arn, invokedBy, principalId] = [
    textOf(told.type),
    textOf(told.userName),
    textOf(told.arn),
    textOf(told.invokedBy),
    textOf(told.principalId),
  ];
  if (type === 'Root') return 'root';
  if (type === 'IAMUser') return `user ${userName ?? lastPart(arn) ?? 'unknown'}`;
  if (type === 'AssumedRole') return describeRole(told, arn, principalId);
  if (type === 'AWSService') return invokedBy ?? 'an AWS service';
  return (
    [type, userName ?? arn ?? principalId ?? invokedBy].filter((part) => part !== undefined).join(' ') ||
    'unknown'
  );
}

function describeRole(
  identity: UserIdentity,
  arn: string | undefined,
  principalId: string | undefined,
): string {
  const [, role, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn ?? '') ?? [];
  const context = identity['sessionContext'] as JsonObject | null | undefined;
  const issuer = context?.['sessionIssuer'] as JsonObject | null | undefined;
  const name = role ?? issuer?.['userName'] ?? principalId ?? 'unknown';
  return `role ${typeof name === 'string' ? name : 'unknown'}${session === undefined ? '' : ` (${session})`}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function lastPart(arn: string | undefined): string | undefined {
  return arn?.split('/').at(-1);
}
