import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { exampleEvent } from '../../../../detections/examples/example-event';
import type { LogFile } from '../../../../local/reading/log-file';
import { bucketClient, listBucket } from '../../../../local/reading/places/bucket';
import type { WantedKeys } from '../../../../local/reading/places/bucket-window';
import { simulate } from '../../../../simulate/simulate';
import { Emulator } from '../../../handlers/emulator/emulator';
import { filesOf } from '../../../simulate/files-of';

/** Buckets on the emulator's S3: what is listed, what is left out by its key, and both commands as people call them. */
const ACCOUNT = '310987654321';
const KEYS = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
const BIN = path.join(__dirname, '../../../../bin/harborwatch.cjs');
const INCIDENT = 'harbor-incident-logs';
const YEARS = 'harbor-years-of-logs';

let emulator: Emulator;
let client: S3Client;
let work: string;

beforeAll(async () => {
  emulator = await Emulator.start();
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-bucket-'));
  client = new S3Client({
    endpoint: emulator.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
  });
  for (const Bucket of [INCIDENT, YEARS]) await client.send(new CreateBucketCommand({ Bucket }));
  const folder = path.join(work, 'incident');
  await simulate('exec-abuse', 3, folder);
  for (const file of filesOf(folder))
    await put(INCIDENT, `org/${file}`, readFileSync(path.join(folder, file)));
  for (const account of ['111122223333', '444455556666']) {
    for (const day of ['2024/05/07', '2026/11/01', '2026/11/02', '2026/11/09']) {
      const record = exampleEvent('ecs', 'ListTasks', null, {
        eventTime: `${day.replaceAll('/', '-')}T08:15:00Z`,
        eventID: `${account} ${day}`,
      });
      await put(
        YEARS,
        `AWSLogs/${account}/CloudTrail/eu-west-1/${day}/trail.json`,
        JSON.stringify({ Records: [record] }),
      );
    }
  }
  await put(YEARS, 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/02/digest.json', '{}');
  await put(YEARS, 'exports/', '');
});
afterAll(async () => {
  client.destroy();
  rmSync(work, { recursive: true });
  await emulator.stop();
});

async function put(Bucket: string, Key: string, Body: string | Buffer): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket, Key, Body }));
}

async function listed(prefix: string, wanted: WantedKeys): Promise<readonly LogFile[]> {
  const files: LogFile[] = [];
  for await (const file of listBucket(client, { bucket: YEARS, prefix }, wanted)) files.push(file);
  return files;
}

const seconds = (time: string) => Date.parse(time) / 1000;

test('without a window everything is listed, in order; folder marks are none, digests are not opened', async () => {
  const files = await listed('', {});
  expect(files.map(({ name }) => name)).toEqual(files.map(({ name }) => name).toSorted());
  expect(files).toHaveLength(9);
  expect(files.filter(({ closed }) => closed !== undefined).map(({ name }) => name)).toEqual([
    'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/02/digest.json',
  ]);
});

test('with a window and an account only their days are listed, with names relative to the prefix', async () => {
  const wanted = {
    since: seconds('2026-11-02T00:00:00Z'),
    until: seconds('2026-11-03T00:00:00Z'),
    accounts: ['444455556666'],
  };
  const files = await listed('AWSLogs/', wanted);
  expect(files.map(({ name }) => name)).toEqual([
    '444455556666/CloudTrail/eu-west-1/2026/11/01/trail.json',
    '444455556666/CloudTrail/eu-west-1/2026/11/02/trail.json',
  ]);
});

test('days outside of the window are not even listed', async () => {
  const asked: (string | undefined)[] = [];
  const watched = bucketClient({ ...KEYS, AWS_ENDPOINT_URL: emulator.endpoint });
  watched.middlewareStack.add(
    (next) => async (args) => {
      asked.push((args.input as { Prefix?: string }).Prefix);
      return await next(args);
    },
    { step: 'initialize' },
  );
  process.env['AWS_ENDPOINT_URL'] = emulator.endpoint;
  Object.assign(process.env, KEYS);
  const wanted = { since: seconds('2026-11-02T00:00:00Z'), until: seconds('2026-11-03T00:00:00Z') };
  const names: string[] = [];
  for await (const { name } of listBucket(
    watched,
    { bucket: YEARS, prefix: 'AWSLogs/111122223333/' },
    wanted,
  ))
    names.push(name);
  delete process.env['AWS_ENDPOINT_URL'];
  watched.destroy();
  expect(asked.filter((prefix) => /\/(?:2024|2026\/11\/09)\//.test(prefix ?? ''))).toEqual([]);
  expect(asked).toContain('AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02/');
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function harborwatch(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, ...KEYS, NODE_OPTIONS: '--no-warnings', AWS_ENDPOINT_URL: emulator.endpoint },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, stdout, stderr };
}

test('a bucket is replayed as the folder that it was filled from', async () => {
  const bucket = await harborwatch('replay', `s3://${INCIDENT}/org/`, '--format', 'json');
  const folder = await harborwatch('replay', path.join(work, 'incident'), '--format', 'json');
  const [one, other] = [bucket, folder].map(({ stdout }) => JSON.parse(stdout));
  expect(one.read).toEqual(other.read);
  expect(one.alarms).toEqual(other.alarms);
  expect(one.findings).toEqual(other.findings);
  expect(bucket.status).toBe(10);
});

test('the audit questions are asked of a bucket, too', async () => {
  const { stdout, stderr } = await harborwatch('replay', `s3://${INCIDENT}/org/`);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/Audit questions with an answer\n(?:.*\n)*ecs-exec-sessions\n/);
});

test('query answers over a bucket, and reads what the window leaves', async () => {
  const asked = ['query', 'ecs-exec-sessions', '--on', 'local', `s3://${INCIDENT}/org/`, '--format', 'csv'];
  const { status, stdout } = await harborwatch(...asked, '--since', '2026-11-01');
  expect(stdout.split('\r\n').length).toBeGreaterThan(2);
  expect(status).toBe(0);
});

test('a window that misses everything says so, and so does a bucket that is not there', async () => {
  const missed = await harborwatch(
    'replay',
    `s3://${YEARS}/`,
    '--since',
    '2020-01-01',
    '--until',
    '2020-01-02',
  );
  expect(missed.status).toBe(2);
  expect(missed.stderr).toContain('holds nothing that was delivered in the window of --since and --until');
  const absent = await harborwatch('replay', 's3://no-such-bucket-here/');
  expect(absent.status).toBe(2);
  expect(absent.stderr).toContain('s3://no-such-bucket-here/ cannot be listed (NoSuchBucket');
});
