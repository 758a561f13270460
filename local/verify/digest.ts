import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';

/** A log file that a digest vouches for. */
export interface DigestedLog {
  readonly key: string;
  /** SHA-256 of the uncompressed content, hexadecimal. */
  readonly hash: string;
}

/** As much of a CloudTrail digest file as it takes to check it and what it names. */
export interface Digest {
  /** Where the file lay in this folder. */
  readonly name: string;
  /** Where CloudTrail wrote it. */
  readonly bucket: string;
  readonly key: string;
  readonly start: string;
  readonly end: string;
  readonly fingerprint: string;
  readonly previous:
    | {
        readonly bucket: string;
        readonly key: string;
        readonly hash: string;
        /** Hexadecimal; null where the previous digest is none, as at the start of a chain. */
        readonly signature: string;
      }
    | undefined;
  readonly logs: readonly DigestedLog[];
  /** SHA-256 of its own uncompressed content, hexadecimal. */
  readonly hash: string;
}

/**
 * Understands the JSON of a digest file; undefined for any other document.
 *
 * Fields are those of https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html.
 */
export function parseDigest(content: Buffer, name: string, hash: string): Digest | undefined {
  const value = jsonOf(content);
  if (!isJsonObject(value) || typeof value['digestStartTime'] !== 'string') return undefined;
  const key = text(value, 'previousDigestS3Object');
  const signature = text(value, 'previousDigestSignature');
  const logs = Array.isArray(value['logFiles']) ? value['logFiles'].filter(isJsonObject) : [];
  return {
    name,
    hash,
    bucket: text(value, 'digestS3Bucket'),
    key: text(value, 'digestS3Object'),
    start: text(value, 'digestStartTime'),
    end: text(value, 'digestEndTime'),
    fingerprint: text(value, 'digestPublicKeyFingerprint'),
    previous:
      key === ''
        ? undefined
        : {
            ...{ key, signature },
            bucket: text(value, 'previousDigestS3Bucket'),
            hash: text(value, 'previousDigestHashValue'),
          },
    logs: logs.map((log) => ({ key: text(log, 's3Object'), hash: text(log, 'hashValue') })),
  };
}

function text(value: JsonObject, member: string): string {
  const found = value[member];
  return typeof found === 'string' ? found : '';
}

function jsonOf(content: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(content.toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}
