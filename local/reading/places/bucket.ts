import type { S3Client } from '@aws-sdk/client-s3';
import { messageOf } from '../../../records/values/message-of';
import { UsageError } from '../../terminal/usage-error';
import { leftAloneAs } from '../list-files';
import type { LogFile } from '../log-file';
import { isDay, mayHold, type WantedKeys } from './bucket-window';

/** A bucket, or a prefix in it. */
export interface BucketPlace {
  readonly bucket: string;
  /** Empty for the whole bucket; not always the name of a folder. */
  readonly prefix: string;
}

/** `s3://bucket/prefix`; undefined for anything else. */
export function readBucketUrl(url: string): BucketPlace | undefined {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url);
  if (found !== null) return { bucket: found[1] ?? '', prefix: found[2] ?? '' };
  if (!url.startsWith('s3:')) return undefined;
  throw new UsageError(
    `${JSON.stringify(url)} names no bucket; allowed is s3://bucket or s3://bucket/prefix`,
  );
}

/**
 * A client that takes credentials, region and endpoint from the environment, as the AWS CLI does.
 *
 * `AWS_ENDPOINT_URL` is for servers that speak S3's API; those know buckets by path and not by host name.
 */
export function bucketClient(env: NodeJS.ProcessEnv = process.env): S3Client {
  const { S3Client: Client } = require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  const endpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
  return new Client({
    followRegionRedirects: true,
    forcePathStyle: endpoint !== undefined,
    // A bucket answers for its region, whichever was asked.
    region: env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
  });
}

/** CloudTrail signs its files hourly in every region: many objects, and none with a record. */
const DIGEST = /\/CloudTrail-Digest\//;

/**
 * The objects below a prefix in order of their keys, which is that of delivery. Of what AWS delivers, only the wanted days
 * and accounts are listed: a trail of years costs no more than the week that is asked about.
 *
 * @throws UsageError when the bucket cannot be listed
 */
export async function* listBucket(
  client: S3Client,
  place: BucketPlace,
  wanted: WantedKeys = {},
): AsyncGenerator<LogFile> {
  for await (const { key, bytes } of objectsBelow(client, place, place.prefix, wanted)) {
    // Consoles mark a folder by an object without content.
    if (key.endsWith('/') && bytes === 0) continue;
    const name = key.slice(place.prefix.lastIndexOf('/') + 1);
    const reason = DIGEST.test(key) ? 'CloudTrail digest, holds no records' : leftAloneAs(name);
    const closed = reason === undefined ? {} : { closed: { as: 'no-log', reason } as const };
    yield { name, bytes, ...closed, open: () => contentOf(client, place, key) };
  }
}

interface Listed {
  readonly key: string;
  readonly bytes: number;
}

async function* objectsBelow(
  client: S3Client,
  place: BucketPlace,
  prefix: string,
  wanted: WantedKeys,
): AsyncGenerator<Listed> {
  const isAllWanted = wanted.since === undefined && wanted.until === undefined && !wanted.accounts?.length;
  if (isAllWanted || isDay(prefix)) {
    yield* listed(client, place, prefix);
    return;
  }
  const found: (Listed | string)[] = [];
  for await (const entry of listed(client, place, prefix, '/')) found.push(entry);
  for (const entry of found.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))) {
    if (!mayHold(keyOf(entry), wanted)) continue;
    if (typeof entry === 'string') yield* objectsBelow(client, place, entry, wanted);
    else yield entry;
  }
}

function keyOf(entry: Listed | string): string {
  return typeof entry === 'string' ? entry : entry.key;
}

function listed(client: S3Client, place: BucketPlace, prefix: string): AsyncGenerator<Listed>;
/** With a delimiter, also the prefixes up to the next one. */
function listed(
  client: S3Client,
  place: BucketPlace,
  prefix: string,
  delimiter: string,
): AsyncGenerator<Listed | string>;
async function* listed(
  client: S3Client,
  { bucket }: BucketPlace,
  prefix: string,
  delimiter?: string,
): AsyncGenerator<Listed | string> {
  const { ListObjectsV2Command } = require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  let token: string | undefined;
  do {
    const page = await client
      .send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(delimiter !== undefined && { Delimiter: delimiter }),
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      )
      .catch((error: unknown) => {
        throw new UsageError(
          `s3://${bucket}/${prefix} cannot be listed (${nameOf(error)}: ${messageOf(error)}); it takes s3:ListBucket and s3:GetObject, and credentials as the AWS CLI finds them`,
        );
      });
    for (const { Prefix: below = '' } of page.CommonPrefixes ?? []) yield below;
    for (const { Key: key = '', Size: bytes = 0 } of page.Contents ?? []) yield { key, bytes };
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown reason';
}

/** Bytes as they come; an object that may not be read, or lies in an archive tier, fails by itself. */
async function* contentOf(
  client: S3Client,
  { bucket }: BucketPlace,
  key: string,
): AsyncGenerator<Uint8Array> {
  const { GetObjectCommand } = require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  let body: AsyncIterable<Uint8Array> | undefined;
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    body = answer.Body as AsyncIterable<Uint8Array> | undefined;
  } catch (error) {
    throw new Error(`the object cannot be read (${nameOf(error)}: ${messageOf(error)})`);
  }
  if (body !== undefined) yield* body;
}
