import { createHash } from 'node:crypto';

/** Longer than any ARN of IAM: partition, account, a path of 512 characters and a name of 64 (IAM and STS quotas). */
const MOST_BYTES = 640;
const KEPT_CHARACTERS = 80;

/**
 * A name as it can be a sort key and stand in a list of an item: never empty, well-formed Unicode, and of at most 640
 * bytes as JSON writes it, well below DynamoDB's 1,024 bytes of a sort key ("Quotas in Amazon DynamoDB"). A longer
 * name is its beginning and a digest of all of it, so that two long names stay two.
 *
 * @example
 * boundedKey('') // 'unknown'
 * boundedKey('arn:aws:iam::111122223333:user/mallory') // the same
 */
export function boundedKey(name: string): string {
  const text = name.replace(/\p{Cs}/gu, '\ufffd');
  if (text === '') return 'unknown';
  if (Buffer.byteLength(JSON.stringify(text)) <= MOST_BYTES) return text;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return `${[...text].slice(0, KEPT_CHARACTERS).join('')}…${digest}`;
}
