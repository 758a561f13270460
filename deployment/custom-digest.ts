import { createHash } from 'node:crypto';
import type { CustomDocument } from '../detections/custom/custom-detections';

/** What tells one folder of detections from another: the same documents in the same order have the same. */
export function customDigest(documents: readonly CustomDocument[]): string {
  return createHash('sha256').update(JSON.stringify(documents)).digest('hex').slice(0, 16);
}
