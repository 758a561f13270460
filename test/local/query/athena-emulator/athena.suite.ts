import { setTimeout as pause } from 'node:timers/promises';
import {
  AthenaClient,
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  UpdateWorkGroupCommand,
} from '@aws-sdk/client-athena';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Emulator } from '../../../handlers/emulator/emulator';
import { type Asked, ask } from './ask';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy';

/**
 * `harborwatch query - --on athena` as people call it, against the emulator's Athena: jobs that run, pages, a stop,
 * refusals. It hands the text to DuckDB as it is, so every text here means the same in both dialects; that the
 * catalogue goes through Athena's calls to the real dialect is proven in `test/trino/athena.suite.ts`.
 */
const ACCOUNT = '210987654321';
const KEYS = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'test' };
const BUCKET = 'audit-results';
const RESULTS = ['--output-location', `s3://${BUCKET}/`] as const;
const DIGITS = 'with digits (n) as (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))';

/** Counts so many times ten: 7 takes an instant, 8 a second or two, 9 ten times that. */
function countingTo(power: number): string {
  const names = Array.from({ length: power }, (_, at) => `d${at}`);
  const from = names.map((name) => `digits ${name}`).join(' cross join ');
  return `${DIGITS}\nselect count(*) as numbers from ${from}\nwhere ${names.map((name) => `${name}.n`).join(' + ')} <> 7`;
}

const clientSettings = {
  region: 'us-east-1',
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
} as const;

let emulator: Emulator;
let proxy: RecordingProxy;
let athena: AthenaClient;
beforeAll(async () => {
  emulator = await Emulator.start();
  athena = new AthenaClient({ ...clientSettings, endpoint: emulator.endpoint });
  const s3 = new S3Client({ ...clientSettings, endpoint: emulator.endpoint, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  s3.destroy();
});
afterAll(async () => {
  athena?.destroy();
  await emulator?.stop();
});
beforeEach(async () => {
  proxy = await startRecordingProxy(emulator.endpoint);
});
afterEach(async () => {
  await proxy.close();
});

const environment = () => ({ ...KEYS, AWS_ENDPOINT_URL: proxy.endpoint });
const actions = () => proxy.calls.map(({ action }) => action);
const countOf = (action: string) => actions().filter((seen) => seen === action).length;
const answer = (sql: string, ...options: readonly string[]) => ask(sql, environment(), ...options).ended;

/** Every failure is one sentence on stderr with a next step, nothing on stdout, and the status of a failure. */
function expectSentence({ status, out, err }: Asked, words: RegExp, next: string): void {
  expect(err).toMatch(words);
  expect(err).toContain(next);
  expect(err).toMatch(/^harborwatch: Athena did not /);
  expect(err).not.toMatch(/\n\s+at /);
  expect({ status, out }).toEqual({ status: 1, out: '' });
}

test('the text arrives as it was typed, and the answer comes with bytes, cost and id', async () => {
  const sql = "-- why? ü\nselect 'a:b' as text,\t7 as number\n";
  const { status, out, err } = await answer(sql, '--format', 'json', ...RESULTS);
  expect({ status, rows: JSON.parse(out) }).toEqual({ status: 0, rows: [{ text: 'a:b', number: 7 }] });
  expect(proxy.calls[0]).toMatchObject({ action: 'StartQueryExecution', body: { QueryString: sql } });
  const { QueryExecutionId: id } = proxy.calls[0]?.answer ?? {};
  expect(err).toMatch(/^1 row, \d+ B scanned, about \$0\.00005, \d+\.\d s in Athena \(/);
  expect(err).toContain(String(id));
});

test('a query that runs is looked at more than once, with the same id, until it has succeeded', async () => {
  const { status, out } = await answer(countingTo(8), '--format', 'json', ...RESULTS);
  expect({ status, rows: JSON.parse(out) }).toEqual({ status: 0, rows: [{ numbers: 99_996_568 }] });
  const looks = proxy.calls.filter(({ action }) => action === 'GetQueryExecution');
  const states = looks.map(({ answer: { QueryExecution } }) => {
    return (QueryExecution as { readonly Status: { readonly State: string } }).Status.State;
  });
  expect(states.length).toBeGreaterThan(1);
  expect(states.slice(0, -1)).not.toContain('SUCCEEDED');
  expect(states.at(-1)).toBe('SUCCEEDED');
  expect(new Set(looks.map(({ body }) => body['QueryExecutionId'])).size).toBe(1);
  expect(actions().slice(0, 1)).toEqual(['StartQueryExecution']);
  expect(actions().slice(-1)).toEqual(['GetQueryResults']);
});

test('an answer of 2,500 rows comes in three pages, each row once, in order, nulls as nulls', async () => {
  const sql = `${DIGITS}
select a.n * 1000 + b.n * 100 + c.n * 10 + d.n as number, case when d.n = 0 then null else 'x' end as mark
from digits a cross join digits b cross join digits c cross join digits d
order by number
limit 2500`;
  const { status, out, err } = await answer(sql, '--format', 'json', ...RESULTS);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual(
    Array.from({ length: 2500 }, (_, number) => ({ number, mark: number % 10 === 0 ? null : 'x' })),
  );
  expect(err).toContain('2500 rows, ');
  const pages = proxy.calls.filter(({ action }) => action === 'GetQueryResults');
  expect(pages.map(({ body }) => body['NextToken'])).toEqual([undefined, '1000', '2000']);
});

test('an answer that fits in one page is asked for once', async () => {
  const { status } = await answer(`${DIGITS} select n from digits order by n`, ...RESULTS);
  expect(status).toBe(0);
  expect(countOf('GetQueryResults')).toBe(1);
});

test("a workgroup's own output location is enough, and one without is said with a next step", async () => {
  const name = 'audit';
  await athena.send(new CreateWorkGroupCommand({ Name: name }));
  expectSentence(
    await answer('select 1', '--workgroup', name),
    /No output location/,
    '--output-location s3:',
  );
  await athena.send(
    new UpdateWorkGroupCommand({
      WorkGroup: name,
      ConfigurationUpdates: { ResultConfigurationUpdates: { OutputLocation: `s3://${BUCKET}/audit/` } },
    }),
  );
  expect((await answer('select 1 as one', '--workgroup', name)).status).toBe(0);
  const id = String(proxy.calls.at(-1)?.body['QueryExecutionId']);
  const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
  expect(QueryExecution?.ResultConfiguration?.OutputLocation).toBe(`s3://${BUCKET}/audit/${id}.csv`);
});

test('a workgroup that nobody made is said with a next step', async () => {
  expectSentence(
    await answer('select 1', '--workgroup', 'nobody'),
    /did not take the query/,
    'use a workgroup that has one',
  );
  expect(actions()).toEqual(['StartQueryExecution']);
});

test('SQL that is wrong ends as a sentence with the place that the engine shows', async () => {
  const asked = await answer('selec 1', ...RESULTS);
  expectSentence(
    asked,
    /did not finish the query: .*syntax error at or near "selec"/s,
    '\ncorrect the query\n',
  );
  expect(countOf('GetQueryResults')).toBe(0);
});

test('a table that is not there ends with what to deploy', async () => {
  expectSentence(
    await answer('select count(*) as records from cloudtrail_logs', ...RESULTS),
    /cloudtrail_logs does not exist/,
    'deploy the audit tables, or name their database with --database',
  );
});

test('a bucket for results that is not there ends as a sentence', async () => {
  const asked = await answer('select 1 as one', '--output-location', 's3://nobody-made-this-bucket/');
  expectSentence(asked, /NoSuchBucket/, 'create the bucket of the output location, or name another');
});

test('nobody listening at the endpoint ends with what to check', async () => {
  const { endpoint } = proxy;
  await proxy.close();
  const asked = await ask('select 1', { ...KEYS, AWS_ENDPOINT_URL: endpoint }, ...RESULTS).ended;
  expectSentence(asked, /ECONNREFUSED/, 'check the network, --region and --endpoint');
  proxy = await startRecordingProxy(emulator.endpoint);
});

test('Ctrl-C stops the query in Athena, once, asks for no result and says so', async () => {
  const asking = ask(countingTo(9), environment(), ...RESULTS);
  while (countOf('GetQueryExecution') === 0) await pause(20);
  asking.interrupt();
  const { status, out, err } = await asking.ended;
  const [started] = proxy.calls;
  const id = String(started?.answer['QueryExecutionId']);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toBe(`harborwatch: query ${id} was stopped; what it had scanned by then is billed\n`);
  expect(countOf('StopQueryExecution')).toBe(1);
  expect(countOf('GetQueryResults')).toBe(0);
  const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
  expect(QueryExecution?.Status).toMatchObject({
    State: 'CANCELLED',
    StateChangeReason: 'Query was cancelled by user',
  });
});
