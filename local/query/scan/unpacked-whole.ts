import { readFileSync } from 'node:fs';
import { gunzipWhole, isGzip } from '../../reading/gunzip';

const MOST_UNPACKED = 64 * 1024 * 1024;

/** All that is in a file. Undefined where it is damaged, or packed otherwise than its name says. */
export function unpackedWhole(path: string): Buffer | undefined {
  const stored = readFileSync(path);
  if (isGzip(stored) !== path.endsWith('.gz')) return undefined;
  if (!isGzip(stored)) return stored;
  const { bytes, fault } = gunzipWhole(stored, MOST_UNPACKED);
  return fault === undefined ? bytes : undefined;
}
