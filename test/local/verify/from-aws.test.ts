import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { exampleEvent } from '../../../detections/examples/example-event';
import { FakeBucket } from '../reading/places/fake-bucket';
import { run } from '../story/printed-commands';

const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(
  JSON.parse(readFileSync(path.join(__dirname, '../../../docs/schemas/integrity.schema.json'), 'utf8')),
);

/** Keys and a digest as CloudTrail's documents describe them, made here and not by the simulator. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const FINGERPRINT = '0123456789abcdef0123456789abcdef';
const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const LOG =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02/111122223333_CloudTrail_eu-west-1_20261102T0805Z_aPyssGNldlNayWYj.json';
const DIGEST =
  'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/02/111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20261102T090000Z.json';
const log = JSON.stringify({ Records: [exampleEvent('ecs', 'ListTasks', null)] });
const digest = JSON.stringify({
  awsAccountId: '111122223333',
  digestStartTime: '2026-11-02T08:00:00Z',
  digestEndTime: '2026-11-02T09:00:00Z',
  digestS3Bucket: 'trail-bucket',
  digestS3Object: DIGEST,
  digestPublicKeyFingerprint: FINGERPRINT,
  digestSignatureAlgorithm: 'SHA256withRSA',
  previousDigestS3Bucket: null,
  previousDigestS3Object: null,
  previousDigestHashValue: null,
  previousDigestSignature: null,
  logFiles: [{ s3Bucket: 'trail-bucket', s3Object: LOG, hashValue: sha(log), hashAlgorithm: 'SHA-256' }],
});
const signature = createSign('sha256')
  .update(`2026-11-02T09:00:00Z\ntrail-bucket/${DIGEST}\n${sha(digest)}\nnull`)
  .sign(privateKey, 'hex');
const keyBytes = publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64');
const keyList = { PublicKeyList: [{ Fingerprint: FINGERPRINT, Value: keyBytes }] };

let work: string;
const before = { ...process.env };
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-verify-'));
});
afterEach(() => {
  rmSync(work, { recursive: true });
  process.env = { ...before };
});

async function verified(...args: readonly string[]) {
  const { status, stdout, stderr } = await run('verify', ...args, '--format', 'json');
  const document = stdout === '' ? {} : JSON.parse(stdout);
  if (stdout !== '') expect(validate(document) ? [] : validate.errors).toEqual([]);
  return { status, stderr, ...document };
}

function folderOf(): string {
  for (const [name, text] of [
    [LOG, log],
    [DIGEST, digest],
  ] as const) {
    mkdirSync(path.dirname(path.join(work, 'logs', name)), { recursive: true });
    writeFileSync(path.join(work, 'logs', name), text);
  }
  return path.join(work, 'logs');
}

describe('in a bucket', () => {
  let bucket: FakeBucket;
  beforeEach(async () => {
    bucket = await FakeBucket.start('trail-bucket');
    Object.assign(process.env, bucket.environment);
    bucket.objects.set(`org/${LOG}`, { body: Buffer.from(log) });
  });
  afterEach(() => bucket.stop());
  const put = (metadata?: Record<string, string>) =>
    bucket.objects.set(`org/${DIGEST}`, {
      body: Buffer.from(digest),
      ...(metadata !== undefined && { metadata }),
    });
  const keysFile = () => {
    const file = path.join(work, 'keys.json');
    writeFileSync(file, JSON.stringify(keyList));
    return file;
  };

  test('the newest digest is vouched for by the metadata of its object', async () => {
    put({ signature, 'signature-algorithm': 'SHA256withRSA' });
    expect(await verified('s3://trail-bucket/org/', '--public-keys', keysFile())).toMatchObject({
      ...{ status: 0, state: 'valid', digests: 1, signed: 1, logs: 1, faults: [], unchecked: [] },
    });
  });

  test('metadata that signs something else is a fault', async () => {
    put({ signature: 'ab'.repeat(256) });
    const { status, faults } = await verified('s3://trail-bucket/org/', '--public-keys', keysFile());
    expect(status).toBe(10);
    expect(faults).toEqual([expect.stringContaining('its signature is not that of CloudTrail')]);
  });

  test('a copy that lost its metadata is unsigned here', async () => {
    put();
    const { status, state, unchecked } = await verified(
      's3://trail-bucket/org/',
      '--public-keys',
      keysFile(),
    );
    expect({ status, state }).toEqual({ status: 3, state: 'not all checked' });
    expect(unchecked).toEqual([expect.stringContaining('unsigned here')]);
  });
});

describe('--fetch-keys', () => {
  let server: Server;
  let asked: { readonly target: string; readonly body: Record<string, unknown> }[];
  let answer: { readonly status: number; readonly body: object };
  beforeEach(async () => {
    asked = [];
    answer = { status: 200, body: keyList };
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        asked.push({ target: String(request.headers['x-amz-target']), body: JSON.parse(text) });
        response.statusCode = answer.status;
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        response.end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_CLOUDTRAIL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('the keys of the digests are asked for, over their time, and prove them', async () => {
    const folder = folderOf();
    writeFileSync(path.join(folder, `${DIGEST}.head.json`), JSON.stringify({ Metadata: { signature } }));
    const { status, state, signed } = await verified(folder, '--fetch-keys');
    expect({ status, state, signed }).toEqual({ status: 0, state: 'valid', signed: 1 });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.target).toMatch(/\.ListPublicKeys$/);
    const { StartTime: from, EndTime: to } = asked[0]?.body ?? {};
    expect(Number(from)).toBeLessThan(Date.parse('2026-11-02T08:00:00Z') / 1000);
    expect(Number(to)).toBeGreaterThan(Date.parse('2026-11-02T09:00:00Z') / 1000);
  });

  test('who may not ask is told what it takes, and the other way', async () => {
    answer = { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } };
    const { status, stderr } = await verified(folderOf(), '--fetch-keys');
    expect(status).toBe(2);
    expect(stderr).toContain('CloudTrail in eu-west-1 gave no public keys (AccessDeniedException: no)');
    expect(stderr).toContain('aws cloudtrail list-public-keys --region eu-west-1');
  });

  test('without a digest nobody is asked', async () => {
    const folder = path.join(work, 'logs');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'trail.json'), log);
    expect((await verified(folder, '--fetch-keys')).status).toBe(3);
    expect(asked).toEqual([]);
  });
});
