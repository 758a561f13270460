import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isJsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { messageOf } from '../../records/values/message-of';
import { UsageError } from '../terminal/usage-error';
import type { Digest } from './digest';

/** Keys of CloudTrail by their fingerprint. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/**
 * Reads keys as `aws cloudtrail list-public-keys` prints them: DER of PKCS #1 in base64, by fingerprint.
 *
 * @param file what the document is called in complaints
 * @throws UsageError for what is no such document
 */
export function readPublicKeys(document: string, file: string): PublicKeys {
  const wrong = (what: string) =>
    new UsageError(`${file} ${what}; give what aws cloudtrail list-public-keys --output json prints`);
  let value: JsonValue;
  try {
    value = JSON.parse(document) as JsonValue;
  } catch (error) {
    throw wrong(`is not JSON (${messageOf(error)})`);
  }
  const list = isJsonObject(value) ? value['PublicKeyList'] : undefined;
  if (!Array.isArray(list)) throw wrong('has no PublicKeyList');
  return new Map(
    list.filter(isJsonObject).map((entry): [string, KeyObject] => {
      const { Fingerprint: fingerprint, Value: key } = entry;
      if (typeof fingerprint !== 'string' || typeof key !== 'string') {
        throw wrong('has a key without Fingerprint or Value');
      }
      try {
        const bytes = Buffer.from(key, 'base64');
        return [fingerprint, createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' })];
      } catch (error) {
        throw wrong(`has a key ${fingerprint} that is none (${messageOf(error)})`);
      }
    }),
  );
}

/**
 * What CloudTrail signs: the end of the digest's hour, where it wrote the digest, the digest's SHA-256, and the signature
 * before it (`null` where there is none), a line each. AWS documents it at
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html.
 */
export function signedText({ end, bucket, key, hash, previous }: Digest): string {
  const before = previous === undefined || previous.signature === '' ? 'null' : previous.signature;
  return `${end}\n${bucket}/${key}\n${hash}\n${before}`;
}

/** Is it the key's signature of the digest? RSA PKCS #1 v1.5 over SHA-256. */
export function isSignedBy(digest: Digest, signature: string, key: KeyObject): boolean {
  if (!/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
  return verify('sha256', Buffer.from(signedText(digest)), key, Buffer.from(signature, 'hex'));
}
