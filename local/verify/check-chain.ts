import { groupBy } from '../../analysis/group-by';
import { counted } from '../terminal/counted';
import type { Digest } from './digest';
import { isSignedBy, type PublicKeys } from './public-keys';

/** What is wrong with the evidence, or could not be looked at. */
export interface Integrity {
  readonly state: 'valid' | 'broken' | 'not all checked';
  readonly digests: number;
  /** Digests whose signature is that of CloudTrail's key. */
  readonly signed: number;
  /** Log files that are as CloudTrail delivered them. */
  readonly logs: number;
  /** What proves that something was changed or taken away; one sentence each. */
  readonly faults: readonly string[];
  /** What could not be looked at, and why; one sentence each. */
  readonly unchecked: readonly string[];
}

/** All that lies in a folder, as far as integrity is asked. */
export interface Evidence {
  readonly digests: readonly Digest[];
  /** SHA-256 of the uncompressed content, hexadecimal, by name. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Signatures of digests that somebody saved with `head-object`, by the digest's name. */
  readonly signatures: ReadonlyMap<string, string>;
  /** Undefined where none are at hand. */
  readonly keys: PublicKeys | undefined;
}

/**
 * Checks CloudTrail's chain of digests without asking AWS: the signature of each, which the next one holds; that each is
 * the one that the next one means; that the logs which it names are there and unchanged; that no hour is missing.
 */
export function checkChain({ digests, hashes, signatures, keys }: Evidence): Integrity {
  const faults: string[] = [];
  const unchecked: string[] = [];
  const byKey = new Map(digests.map((digest) => [digest.key, digest]));
  const nextOf = new Map(
    digests.flatMap((digest) => (digest.previous === undefined ? [] : [[digest.previous.key, digest]])),
  );
  let signed = 0;
  for (const digest of digests) {
    if (fileName(digest.name) !== fileName(digest.key)) {
      faults.push(`${digest.name} was moved: it says that it is ${digest.key}`);
    }
    const next = nextOf.get(digest.key);
    const verdict = checkSignature(digest, next?.previous?.signature ?? signatures.get(digest.name), keys);
    if (verdict === 'signed') signed += 1;
    else if (verdict.isFault) faults.push(`${digest.name}: ${verdict.why}`);
    else unchecked.push(`${digest.name}: ${verdict.why}`);
    if (next?.previous !== undefined && next.previous.hash !== digest.hash) {
      faults.push(`${digest.name} was changed: ${next.name} has another hash of it`);
    }
  }
  for (const { name, previous, start } of digests) {
    if (previous === undefined) continue;
    const before = byKey.get(previous.key);
    if (before === undefined) {
      const isFirst = !digests.some((other) => other.end < start && isOfChain(other.key, previous.key));
      const what = `${previous.key}, which ${name} names, is not here`;
      if (isFirst) unchecked.push(`${what}: what came before these logs is not vouched for`);
      else faults.push(`${what}: an hour was taken away`);
    } else if (before.end !== start) {
      faults.push(`between ${before.name} and ${name} there is a gap from ${before.end} to ${start}`);
    }
  }
  const logs = checkLogs(digests, hashes, faults);
  const named = new Set(digests.flatMap((digest) => digest.logs.map(({ key }) => fileName(key))));
  const alone = [...hashes.keys()].filter((name) => isTrailFile(name) && !named.has(fileName(name)));
  if (alone.length > 0) {
    unchecked.push(`${counted(alone.length, 'log file')} named by no digest, such as ${alone[0]}`);
  }
  if (digests.length === 0) unchecked.push('there is no digest file; CloudTrail writes them beside its logs');
  const state =
    faults.length > 0 ? 'broken' : signed === 0 || keys === undefined ? 'not all checked' : 'valid';
  return { state, digests: digests.length, signed, logs, faults, unchecked };
}

type Unsigned = { readonly isFault: boolean; readonly why: string };

function checkSignature(
  digest: Digest,
  signature: string | undefined,
  keys: PublicKeys | undefined,
): 'signed' | Unsigned {
  if (keys === undefined)
    return {
      isFault: false,
      why: 'its signature was not checked, for want of keys (--fetch-keys, or --public-keys <file>)',
    };
  if (signature === undefined || signature === '') {
    return {
      isFault: false,
      why: 'unsigned here: the signature of the newest digest is metadata of its object in S3 (give s3://…, or save aws s3api head-object as <digest>.head.json)',
    };
  }
  const key = keys.get(digest.fingerprint);
  if (key === undefined) {
    return { isFault: false, why: `no key with fingerprint ${digest.fingerprint} is among those given` };
  }
  return isSignedBy(digest, signature, key)
    ? 'signed'
    : {
        isFault: true,
        why: 'its signature is not that of CloudTrail: it, or the one before it, was changed',
      };
}

/** Gives the number of those that are there and unchanged. */
function checkLogs(
  digests: readonly Digest[],
  hashes: ReadonlyMap<string, string>,
  faults: string[],
): number {
  // Copies of a file may lie in several places: each of them is looked at.
  const byFile = groupBy([...hashes], ([name]) => fileName(name));
  let intact = 0;
  for (const digest of digests) {
    for (const { key, hash } of digest.logs) {
      const copies = byFile.get(fileName(key)) ?? [];
      const changed = copies.filter(([, own]) => own !== hash);
      if (copies.length === 0) faults.push(`${key} was taken away: ${digest.name} names it`);
      for (const [name] of changed) faults.push(`${name} was changed: ${digest.name} has another hash of it`);
      if (copies.length > 0 && changed.length === 0) intact += 1;
    }
  }
  return intact;
}

/** `111122223333_CloudTrail_eu-west-1_20261102T0855Z_aPyssGNldlNayWYj.json.gz` */
function isTrailFile(name: string): boolean {
  return /_CloudTrail_[a-z0-9-]+_\d{8}T\d{4}Z_\w+\.json\.gz$/.test(name);
}

/** Names hold account, region, time and sixteen random characters, so the last part is enough wherever they were copied, or packed. */
function fileName(key: string): string {
  return key.split(/[/!]/).at(-1) ?? key;
}

/** Digests of one trail, region and account have the same name but for their time. */
function isOfChain(one: string, other: string): boolean {
  const chain = (key: string) => fileName(key).replace(/_\d{8}T\d{6}Z\.json\.gz$/, '');
  return chain(one) === chain(other);
}
