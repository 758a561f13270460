import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { HOUR, isoSeconds, keyTime } from '../clock';
import { ACCOUNT } from '../fleet';
import { gzip } from './gzip';
import { writeLogFile } from './write-log-file';

const BUCKET = 'harbor-trail-logs';
const TRAIL = 'harbor-trail';
const TRAILS = `AWSLogs/${ACCOUNT}/CloudTrail`;

/**
 * Writes the chain of digests of the trail's files that lie in a folder, an hour and region each, and the public key as
 * `aws cloudtrail list-public-keys` prints it (`public-keys.json`). The key is made anew, so these bytes differ from run to
 * run; nobody can sign with it afterwards.
 */
export function writeDigests(folder: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ format: 'der', type: 'pkcs1' });
  const fingerprint = createHash('md5').update(der).digest('hex');
  for (const region of readdirSync(path.join(folder, TRAILS))) {
    let previous: { key: string; hash: string; signature: string } | undefined;
    for (const [hour, files] of filesByHour(folder, region)) {
      const { day } = keyTime(hour);
      const stamp = isoSeconds(hour + HOUR).replace(/[-:]/g, '');
      const key = `AWSLogs/${ACCOUNT}/CloudTrail-Digest/${region}/${day}/${ACCOUNT}_CloudTrail-Digest_${region}_${TRAIL}_${region}_${stamp}.json.gz`;
      const end = isoSeconds(hour + HOUR);
      const content = JSON.stringify({
        awsAccountId: ACCOUNT,
        digestStartTime: isoSeconds(hour),
        digestEndTime: end,
        digestS3Bucket: BUCKET,
        digestS3Object: key,
        digestPublicKeyFingerprint: fingerprint,
        digestSignatureAlgorithm: 'SHA256withRSA',
        previousDigestS3Bucket: previous === undefined ? null : BUCKET,
        previousDigestS3Object: previous?.key ?? null,
        previousDigestHashValue: previous?.hash ?? null,
        previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
        previousDigestSignature: previous?.signature ?? null,
        logFiles: files.map((file) => ({
          s3Bucket: BUCKET,
          s3Object: file,
          hashValue: sha256(gunzipSync(readFileSync(path.join(folder, file)))),
          hashAlgorithm: 'SHA-256',
        })),
      });
      const hash = sha256(Buffer.from(content));
      const signed = `${end}\n${BUCKET}/${key}\n${hash}\n${previous?.signature ?? 'null'}`;
      const signature = createSign('sha256').update(signed).sign(privateKey, 'hex');
      writeLogFile(folder, key, gzip(content));
      previous = { key, hash, signature };
    }
  }
  const keys = {
    PublicKeyList: [{ Value: der.toString('base64'), Fingerprint: fingerprint }],
  };
  writeLogFile(folder, 'public-keys.json', `${JSON.stringify(keys, undefined, 2)}\n`);
}

/** Every hour from the first file to the last: CloudTrail writes a digest for an hour without files, too. */
function filesByHour(folder: string, region: string): ReadonlyMap<number, readonly string[]> {
  const root = path.join(folder, TRAILS, region);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz'))
    .sort();
  const hours = new Map<number, string[]>();
  for (const file of files) {
    const [, day = '', hour = ''] = /_(\d{8})T(\d\d)\d\dZ_/.exec(file) ?? [];
    const at = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${hour}:00:00Z`) / 1000;
    const key = `${TRAILS}/${region}/${file.split(path.sep).join('/')}`;
    for (let empty = [...hours.keys()].at(-1) ?? at; empty < at; empty += HOUR) {
      if (!hours.has(empty)) hours.set(empty, []);
    }
    const known = hours.get(at);
    if (known === undefined) hours.set(at, [key]);
    else known.push(key);
  }
  return hours;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
