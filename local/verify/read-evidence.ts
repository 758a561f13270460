import { createHash, type Hash } from 'node:crypto';
import { isJsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { archiveOf } from '../reading/archives/open-archive';
import { ArchiveBudget, UnpackBudget } from '../reading/archives/unpack-budget';
import { failing } from '../reading/failing';
import { isGzip } from '../reading/gunzip';
import type { LogFile, LogFiles } from '../reading/log-file';
import { gunzipChunks, peek } from '../reading/read-bytes';
import { isZstd, unzstdChunks } from '../reading/zstd';
import type { Evidence } from './check-chain';
import { type Digest, parseDigest } from './digest';

/** So many bytes tell what a file is packed with. */
const HEAD_BYTES = 512;
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

/** Reads every file once, those in archives, too. */
export async function readEvidence(files: LogFiles): Promise<ReadEvidence> {
  const evidence = new EvidenceReader();
  for await (const file of files) await evidence.read(file, 0, undefined);
  return evidence.found;
}

class EvidenceReader {
  readonly #digests: Digest[] = [];
  readonly #hashes = new Map<string, string>();
  readonly #signatures = new Map<string, string>();
  readonly #sums = new Map<string, string>();
  readonly #unreadable: string[] = [];
  readonly #unpacking = new UnpackBudget();

  get found(): ReadEvidence {
    return {
      digests: this.#digests,
      hashes: this.#hashes,
      signatures: this.#signatures,
      sums: this.#sums,
      unreadable: this.#unreadable,
    };
  }

  async read(file: LogFile, level: number, within: ArchiveBudget | undefined): Promise<void> {
    if (file.closed?.as === 'unreadable') {
      this.#unreadable.push(`${file.name}: ${file.closed.reason}`);
      return;
    }
    const sum = createHash('sha256');
    const budget = within ?? new ArchiveBudget(this.#unpacking, file.bytes);
    const fault = await failing(() => this.#readBytes(file, hashed(file.open(), sum), level, budget));
    if (fault !== undefined) this.#unreadable.push(`${file.name}: ${fault.message}`);
    if (level === 0) this.#sums.set(file.name, sum.digest('hex'));
  }

  async #readBytes(
    file: LogFile,
    stored: AsyncIterable<Uint8Array>,
    level: number,
    budget: ArchiveBudget,
  ): Promise<undefined> {
    const begun = await peek(stored, HEAD_BYTES);
    const unpack = isGzip(begun.head) ? gunzipChunks : isZstd(begun.head) ? unzstdChunks : undefined;
    const { head, all } = unpack === undefined ? begun : await peek(unpack(begun.all), HEAD_BYTES);
    const takeApart = level <= budget.limits.mostLevels ? archiveOf(head) : undefined;
    if (takeApart === undefined) return await this.#readContent(file, all);
    for await (const member of takeApart(file.name, all, budget)) await this.read(member, level + 1, budget);
    return undefined;
  }

  async #readContent(file: LogFile, bytes: AsyncIterable<Uint8Array>): Promise<undefined> {
    const { name } = file;
    const hash = createHash('sha256');
    const isWanted = /CloudTrail-Digest/.test(name) || name.endsWith(HEAD);
    const kept: Uint8Array[] = [];
    let length = 0;
    const fault = await failing(async () => {
      for await (const chunk of bytes) {
        hash.update(chunk);
        length += chunk.length;
        if (isWanted && length <= MOST_DIGEST_BYTES) kept.push(chunk);
      }
      return undefined;
    });
    const content = isWanted && length <= MOST_DIGEST_BYTES ? Buffer.concat(kept) : undefined;
    const sum = hash.digest('hex');
    const digest = content === undefined ? undefined : parseDigest(content, name, sum);
    if (digest !== undefined) this.#digests.push(digest);
    else this.#hashes.set(name, sum);
    if (content !== undefined && name.endsWith(HEAD)) {
      const signature = signatureOf(content);
      if (signature !== undefined) this.#signatures.set(name.slice(0, -HEAD.length), signature);
    }
    if (fault !== undefined) throw fault;
    return undefined;
  }
}

/** The bytes as stored go into the hash on their way. */
async function* hashed(bytes: AsyncIterable<Uint8Array>, into: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    into.update(chunk);
    yield chunk;
  }
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
