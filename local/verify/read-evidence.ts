import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isJsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { isGzip } from '../reading/gunzip';
import type { LogFile, LogFiles } from '../reading/log-file';
import type { Evidence } from './check-chain';
import { type Digest, parseDigest } from './digest';

/** A digest of an hour names some hundred files; what is larger is none. */
const MOST_DIGEST_BYTES = 64 * 1024 * 1024;
/** `aws s3api head-object … > <digest>.head.json` beside the digest. */
const HEAD = '.head.json';

/** What lies in a folder: digests, hashes, saved signatures, and a sum of each file as it lies. */
export interface ReadEvidence extends Omit<Evidence, 'keys'> {
  /** SHA-256 of the bytes as stored, hexadecimal, by name: a manifest. */
  readonly sums: ReadonlyMap<string, string>;
  /** Files that could not be read to their end, and why. */
  readonly unreadable: readonly string[];
}

/** Reads every file once. */
export async function readEvidence(files: LogFiles): Promise<ReadEvidence> {
  const digests: Digest[] = [];
  const [hashes, signatures, sums] = [
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ];
  const unreadable: string[] = [];
  for await (const file of files) {
    if (file.closed?.as === 'unreadable') {
      unreadable.push(`${file.name}: ${file.closed.reason}`);
      continue;
    }
    const { content, hash, sum, fault } = await hashFile(file);
    sums.set(file.name, sum);
    if (fault !== undefined) unreadable.push(`${file.name}: ${fault}`);
    const digest = content === undefined ? undefined : parseDigest(content, file.name, hash);
    if (digest !== undefined) digests.push(digest);
    else hashes.set(file.name, hash);
    if (content !== undefined && file.name.endsWith(HEAD)) {
      const signature = signatureOf(content);
      if (signature !== undefined) signatures.set(file.name.slice(0, -HEAD.length), signature);
    }
  }
  return { digests, hashes, signatures, sums, unreadable };
}

async function hashFile(file: LogFile) {
  const stored = createHash('sha256');
  const unpacked = createHash('sha256');
  const isWanted = /CloudTrail-Digest/.test(file.name) || file.name.endsWith(HEAD);
  const kept: Buffer[] = [];
  let bytes = 0;
  let fault: string | undefined;
  try {
    for await (const chunk of unpack(stored, file.open())) {
      unpacked.update(chunk);
      bytes += chunk.length;
      if (isWanted && bytes <= MOST_DIGEST_BYTES) kept.push(chunk);
    }
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  return {
    content: isWanted && bytes <= MOST_DIGEST_BYTES ? Buffer.concat(kept) : undefined,
    hash: unpacked.digest('hex'),
    sum: stored.digest('hex'),
    fault,
  };
}

/** The content, unpacked where it is gzip; the bytes as stored go into the hash on their way. */
async function* unpack(
  stored: ReturnType<typeof createHash>,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let isFirst = true;
  let isPacked = false;
  const seen = async function* () {
    for await (const chunk of bytes) {
      stored.update(chunk);
      if (isFirst) isPacked = isGzip(chunk);
      isFirst = false;
      yield Buffer.from(chunk);
    }
  };
  const source = seen();
  const first = await source.next();
  if (first.done === true) return;
  const whole = async function* () {
    yield first.value;
    yield* source;
  };
  if (!isPacked) {
    yield* whole();
    return;
  }
  const from = Readable.from(whole());
  const gunzip = createGunzip();
  from.on('error', (error) => gunzip.destroy(error));
  yield* from.pipe(gunzip) as AsyncIterable<Buffer>;
}

function signatureOf(content: Buffer): string | undefined {
  try {
    const value = JSON.parse(content.toString('utf8')) as JsonValue;
    const metadata = isJsonObject(value) ? value['Metadata'] : undefined;
    const signature = isJsonObject(metadata) ? metadata['signature'] : undefined;
    return typeof signature === 'string' ? signature : undefined;
  } catch {
    return undefined;
  }
}
