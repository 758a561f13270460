import { createHash } from 'node:crypto';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { boundedKey } from '../state/bounded-key';

/**
 * Whose records are counted together: a user, or a role whatever its sessions are called. Names of sessions are free
 * to choose, and cost nothing; users and roles are neither.
 */
export function principalOf(record: CloudTrailRecord): string {
  const { principalId, arn, invokedBy } = record.userIdentity ?? {};
  // `AROA…:session`: the colon stays, so that a role's key is no user's.
  if (principalId !== undefined) return boundedKey(principalId.replace(/:.*$/su, ':'));
  const role = /^arn:[^:]*:sts:[^:]*:[^:]*:assumed-role\/[^/]*\//u.exec(arn ?? '')?.[0];
  return boundedKey(role ?? arn ?? invokedBy ?? record.sourceIPAddress ?? 'unknown');
}

/** Enough of a principal's key to count by. */
export function principalDigest(principal: string): string {
  return createHash('sha256').update(principal).digest('hex').slice(0, 12);
}
