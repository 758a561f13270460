import { AthenaEngine, type AthenaOptions } from '../../queries/athena-engine';
import { AthenaCancelledError, AthenaError } from '../../queries/athena-error';
import { collectRows } from '../../queries/query-result';
import {
  type AthenaServer,
  type Call,
  execution,
  page,
  type Reply,
  refuse,
  startAthenaServer,
} from './athena-server';

const COLUMNS = [
  ['who', 'varchar'],
  ['calls', 'bigint'],
] as const;
const HEADER = ['who', 'calls'];

let server: AthenaServer;

afterEach(async () => {
  await server.close();
});

beforeAll(() => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
});

/** Answers with the scripted states one after the other, then with the pages. */
async function serve(
  states: readonly Reply[],
  pages: readonly Reply[] = [page(COLUMNS, [HEADER])],
): Promise<void> {
  server = await startAthenaServer(({ action, body }: Call, calls) => {
    const before = calls.filter((call) => call.action === action).length - 1;
    switch (action) {
      case 'StartQueryExecution':
        return { body: { QueryExecutionId: 'q-1' } };
      case 'GetQueryExecution':
        return states[Math.min(before, states.length - 1)] ?? execution('SUCCEEDED');
      case 'GetQueryResults':
        return pages[Number(body['NextToken'] ?? 0)] ?? page(COLUMNS, []);
      default:
        return { body: {} };
    }
  });
}

function engine(options: AthenaOptions = {}): AthenaEngine {
  return new AthenaEngine({
    endpoint: server.endpoint,
    region: 'eu-west-1',
    poll: { firstMilliseconds: 1, mostMilliseconds: 4 },
    ...options,
  });
}

const actions = () => server.calls.map(({ action }) => action);

test('the text goes out untouched, with workgroup, database and output location', async () => {
  await serve([execution('SUCCEEDED')]);
  const sql = "-- why?\nselect json_extract_scalar(a, '$.b')\tfrom t -- ü";
  await engine({ workgroup: 'audit', database: 'logs', outputLocation: 's3://out/' }).run(sql);
  expect(server.calls[0]?.body).toMatchObject({
    QueryString: sql,
    WorkGroup: 'audit',
    QueryExecutionContext: { Database: 'logs' },
    ResultConfiguration: { OutputLocation: 's3://out/' },
  });
});

test('a running query is looked at until it has succeeded', async () => {
  await serve([
    execution('QUEUED'),
    execution('RUNNING', {}, { DataScannedInBytes: 5 }),
    execution('SUCCEEDED'),
  ]);
  const seen: (readonly [string, number])[] = [];
  await engine().run('select 1', { onProgress: (state, bytes) => seen.push([state, bytes]) });
  expect(seen).toEqual([
    ['QUEUED', 0],
    ['RUNNING', 5],
    ['SUCCEEDED', 0],
  ]);
});

test('all pages are read, the header row only once is no row, and cells have their types', async () => {
  await serve(
    [execution('SUCCEEDED', {}, { DataScannedInBytes: 12_345_678, EngineExecutionTimeInMillis: 900 })],
    [
      page(COLUMNS, [HEADER, ['alice', '3']], '1'),
      page(COLUMNS, [['bob', null], HEADER], '2'),
      page(COLUMNS, [['carol', '9007199254740993']]),
    ],
  );
  const answer = await engine().run('select 1');
  expect(answer.columns).toEqual([
    { name: 'who', type: 'varchar' },
    { name: 'calls', type: 'bigint' },
  ]);
  expect(await collectRows(answer)).toEqual([
    ['alice', 3],
    ['bob', null],
    ['who', 'calls'],
    ['carol', '9007199254740993'],
  ]);
  expect([answer.bytesScanned, answer.engineMilliseconds]).toEqual([12_345_678, 900]);
});

test('a page is fetched when its rows are wanted, not before', async () => {
  await serve(
    [execution('SUCCEEDED')],
    [page(COLUMNS, [HEADER, ['a', '1']], '1'), page(COLUMNS, [['b', '2']])],
  );
  const answer = await engine().run('select 1');
  expect(actions().filter((action) => action === 'GetQueryResults')).toHaveLength(1);
  await collectRows(answer);
  expect(actions().filter((action) => action === 'GetQueryResults')).toHaveLength(2);
});

test('a stopped query is stopped in Athena too, once, and no result is asked for', async () => {
  await serve([execution('RUNNING')]);
  const abort = new AbortController();
  let looks = 0;
  const running = engine().run('select 1', {
    signal: abort.signal,
    onProgress: () => {
      looks += 1;
      if (looks === 3) {
        abort.abort();
      }
    },
  });
  await expect(running).rejects.toThrow(AthenaCancelledError);
  const stop = server.calls.filter(({ action }) => action === 'StopQueryExecution');
  expect(stop.map(({ body }) => body)).toEqual([{ QueryExecutionId: 'q-1' }]);
  expect(actions()).not.toContain('GetQueryResults');
});

test('stopping does not wait for the next look', async () => {
  await serve([execution('RUNNING')]);
  const abort = new AbortController();
  const began = Date.now();
  const running = engine({ poll: { firstMilliseconds: 60_000, mostMilliseconds: 60_000 } }).run('select 1', {
    signal: abort.signal,
    onProgress: () => setTimeout(() => abort.abort(), 20),
  });
  await expect(running).rejects.toThrow(AthenaCancelledError);
  expect(Date.now() - began).toBeLessThan(20_000);
});

test('who leaves a query running stops to wait, and Athena goes on under the token of the request', async () => {
  await serve([execution('RUNNING')]);
  const left = engine().run('select 1', {
    signal: AbortSignal.timeout(30),
    token: 'the-same-token-for-the-same-question',
    isLeftRunning: true,
  });
  await expect(left).rejects.toThrow(
    "query q-1 was not done in time; its answer will be in Athena's history",
  );
  expect(server.calls[0]?.body).toMatchObject({
    ClientRequestToken: 'the-same-token-for-the-same-question',
  });
  expect(actions()).not.toContain('StopQueryExecution');
});

test('an error has the reason in one line, too', async () => {
  await serve([execution('FAILED', { StateChangeReason: "COLUMN_NOT_FOUND: line 1:8: Column 'x' is not" })]);
  await expect(engine().run('select x')).rejects.toMatchObject({
    brief: "Athena did not finish the query: COLUMN_NOT_FOUND: Column 'x' is not",
  });
});

test('an error of the engine names the place in the text and shows it', async () => {
  await serve([
    execution('FAILED', {
      StateChangeReason: "COLUMN_NOT_FOUND: line 2:3: Column 'evntname' cannot be resolved",
    }),
  ]);
  await expect(engine().run('select\n  evntname from t')).rejects.toThrow(
    [
      "Athena did not finish the query: COLUMN_NOT_FOUND: Column 'evntname' cannot be resolved at line 2, column 3",
      '2 |   evntname from t',
      '      ^',
      'correct the query there',
    ].join('\n'),
  );
});

test.each([
  ['Bytes scanned limit was exceeded', 'shorter time with --since'],
  ['TABLE_NOT_FOUND: Table awsdatacatalog.default.cloudtrail_logs does not exist', '--database'],
  ['Access denied when writing to location: s3://x', 'ask for athena:StartQueryExecution'],
  ['HIVE_BAD_DATA: Field protocol', 'compare the table'],
  ['NoSuchBucket: The specified bucket does not exist', 'create the bucket of the output location'],
  ["SYNTAX_ERROR: mismatched input 'selec'", 'correct the query'],
  ['something new', 'look the message up'],
])('a query that fails with "%s" ends with a next step', async (reason, next) => {
  await serve([execution('FAILED', { StateChangeReason: reason })]);
  const failed = engine().run('select 1');
  await expect(failed).rejects.toThrow(AthenaError);
  await expect(failed).rejects.toThrow(next);
});

test.each([
  ['InvalidRequestException', 'No output location provided', '--output-location s3://'],
  ['InvalidRequestException', 'WorkGroup nobody is not found', '--workgroup'],
  ['AccessDeniedException', 'not authorized to perform: athena:StartQueryExecution', 'ask for athena:'],
  ['UnrecognizedClientException', 'The security token included in the request is invalid', 'sign in again'],
])('a call that is refused with %s: %s ends with a next step', async (type, message, next) => {
  server = await startAthenaServer(() => refuse(type, message));
  const refused = engine().run('select 1');
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toThrow(next);
});

test('a refusal while the query runs is told with what was being tried', async () => {
  await serve([execution('RUNNING'), refuse('InvalidRequestException', 'QueryExecution q-1 was not found')]);
  await expect(engine().run('select 1')).rejects.toThrow(
    'Athena did not tell how the query is: InvalidRequestException: QueryExecution q-1 was not found',
  );
});

test('a server that is not there is told with a next step', async () => {
  await serve([]);
  const { endpoint } = server;
  await server.close();
  await expect(engine({ endpoint }).run('select 1')).rejects.toThrow(
    'check the network, --region and --endpoint',
  );
  await serve([]);
});

test('a text that is longer than Athena takes is not sent', async () => {
  await serve([]);
  await expect(engine().run(`select '${'x'.repeat(262_144)}'`)).rejects.toThrow('262144 are allowed');
  expect(server.calls).toEqual([]);
});
