import { bucketClient, readBucketUrl } from '../reading/places/bucket';
import type { Digest } from './digest';

/**
 * The signatures of the digests that no next one vouches for, by the digest's name: in S3 they are metadata of the object. A
 * copy that lost its metadata has none.
 *
 * @param where `s3://bucket/prefix` that the digests were read from; anything else has no metadata
 */
export async function headSignatures(
  where: string,
  digests: readonly Digest[],
): Promise<ReadonlyMap<string, string>> {
  const place = readBucketUrl(where);
  const found = new Map<string, string>();
  if (place === undefined) return found;
  const { HeadObjectCommand } = require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  const vouchedFor = new Set(digests.flatMap(({ previous }) => previous?.key ?? []));
  const above = place.prefix.slice(0, place.prefix.lastIndexOf('/') + 1);
  const client = bucketClient();
  try {
    for (const { name, key } of digests) {
      if (vouchedFor.has(key)) continue;
      const head = await client
        .send(new HeadObjectCommand({ Bucket: place.bucket, Key: `${above}${name}` }))
        // Then it is told as unsigned, like any other without a signature.
        .catch(() => undefined);
      const signature = head?.Metadata?.['signature'];
      if (signature !== undefined) found.set(name, signature);
    }
  } finally {
    client.destroy();
  }
  return found;
}
