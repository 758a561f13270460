import { ACCOUNT, REGION } from '../fleet';

/** A key of the account, as records list it under `resources`. */
export function kmsKey(id: string) {
  return { accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}` };
}
