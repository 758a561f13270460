import { partitionOf } from '../tell/record-resources';

/**
 * Under which product an account's own findings are imported; the permission `securityhub:BatchImportFindings` is
 * given for it.
 */
export function productArn(region: string, account: string): string {
  return `arn:${partitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`;
}
