import { createPublicKey, type KeyObject } from 'node:crypto';
import type { CloudTrailClientConfig } from '@aws-sdk/client-cloudtrail';
import { messageOf } from '../../records/values/message-of';
import { UsageError } from '../terminal/usage-error';
import type { Digest } from './digest';
import type { PublicKeys } from './public-keys';

/** CloudTrail gives keys by the region that signed and the time for which they were valid. */
const HOUR_MS = 3_600_000;

/**
 * Asks CloudTrail for the keys that signed these digests: `cloudtrail:ListPublicKeys` in each of their regions, over their
 * time. Keys are the same for every account, so any credentials will do.
 *
 * @throws UsageError where a region does not answer
 */
export async function fetchKeys(digests: readonly Digest[]): Promise<PublicKeys> {
  const keys = new Map<string, KeyObject>();
  for (const [region, of] of byRegion(digests)) {
    const times = of
      .flatMap(({ start, end }) => [Date.parse(start), Date.parse(end)])
      .filter(Number.isFinite);
    if (times.length === 0) continue;
    const [from, to] = [Math.min(...times) - HOUR_MS, Math.max(...times) + HOUR_MS];
    for (const [fingerprint, key] of await keysOf(region, new Date(from), new Date(to))) {
      keys.set(fingerprint, key);
    }
  }
  return keys;
}

/** The region stands in the key that CloudTrail wrote the digest to. */
function byRegion(digests: readonly Digest[]): ReadonlyMap<string, readonly Digest[]> {
  const regions = new Map<string, Digest[]>();
  for (const digest of digests) {
    const region = /CloudTrail-Digest\/([a-z0-9-]+)\//.exec(digest.key)?.[1];
    if (region === undefined) continue;
    const known = regions.get(region);
    if (known === undefined) regions.set(region, [digest]);
    else known.push(digest);
  }
  return regions;
}

async function keysOf(region: string, from: Date, to: Date): Promise<readonly [string, KeyObject][]> {
  const { CloudTrailClient, ListPublicKeysCommand } =
    require('@aws-sdk/client-cloudtrail') as typeof import('@aws-sdk/client-cloudtrail');
  const settings: CloudTrailClientConfig = { region };
  const client = new CloudTrailClient(settings);
  const found: [string, KeyObject][] = [];
  try {
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListPublicKeysCommand({
          StartTime: from,
          EndTime: to,
          ...(token !== undefined && { NextToken: token }),
        }),
      );
      for (const { Fingerprint: fingerprint, Value: value } of page.PublicKeyList ?? []) {
        if (fingerprint === undefined || value === undefined) continue;
        found.push([fingerprint, createPublicKey({ key: Buffer.from(value), format: 'der', type: 'pkcs1' })]);
      }
      token = page.NextToken;
    } while (token !== undefined);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown reason';
    throw new UsageError(
      `CloudTrail in ${region} gave no public keys (${name}: ${messageOf(error)}); it takes cloudtrail:ListPublicKeys and credentials as the AWS CLI finds them, or --public-keys with what aws cloudtrail list-public-keys --region ${region} printed`,
    );
  } finally {
    client.destroy();
  }
  return found;
}
