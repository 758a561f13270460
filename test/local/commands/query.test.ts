import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { Command } from 'commander';
import { registerQueryCommand } from '../../../local/commands/register/register-query';
import { queryCatalogue } from '../../../queries/catalogue';
import { type AthenaServer, execution, page, refuse, startAthenaServer } from '../../queries/athena-server';
import { createLogFolder, type LogFolderFixture, trailKey } from '../query/query-folder';

let folder: LogFolderFixture;

beforeAll(() => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  folder = createLogFolder();
  const shell = {
    eventTime: '2026-11-02T08:15:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'ExecuteCommand',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mal\u001b[31mlory' },
    sourceIPAddress: '192.0.2.66',
    requestParameters: { cluster: 'harbor', task: 'arn:aws:ecs:x:task/harbor/abc', command: '/bin/sh' },
    eventID: 'e-1',
  };
  folder.write(`logs/${trailKey('eu-west-1', '2026/11/02')}`, JSON.stringify({ Records: [shell] }));
  folder.write(`logs/${trailKey('eu-west-1', '2026/11/03')}`, JSON.stringify({ Records: [] }));
  folder.write(
    'own.sql',
    "select eventname, ':since' as text\nfrom cloudtrail_logs\nwhere day >= :since_day",
  );
  folder.write('wrong.sql', 'select eventname,\n  evntname\nfrom cloudtrail_logs');
  folder.write('nothing/readme.txt', 'no logs');
});

afterAll(() => {
  folder.remove();
});

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function run(...args: readonly string[]): Promise<Run> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let status = 0;
  const program = new Command('harborwatch').exitOverride();
  registerQueryCommand(program, { stdout, stderr, env: {} }, (reached) => {
    status = reached;
  });
  await program.parseAsync(['query', ...args], { from: 'user' });
  const text = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? '').toString();
  return { status, out: text(stdout), err: text(stderr) };
}

const logs = () => ['--on', 'local', path.join(folder.root, 'logs')];
const file = (name: string) => path.join(folder.root, name);

test('--list names every question, for people and for machines', async () => {
  const { out } = await run('--list');
  for (const { id } of queryCatalogue()) {
    expect(out).toContain(id);
  }
  const { queries } = JSON.parse((await run('--list', '--format', 'json')).out);
  expect(queries).toHaveLength(queryCatalogue().length);
  expect(queries[0]).toMatchObject({ group: 'ecs-control-plane', parameters: expect.any(Array) });
});

test('--list with a word names the questions whose id, text or technique has it', async () => {
  const ids = async (...more: readonly string[]) =>
    JSON.parse((await run('--list', ...more, '--format', 'json')).out).queries.map(
      ({ id }: { readonly id: string }) => id,
    );
  const found = await ids('exec');
  expect(found).toContain('ecs-exec-sessions');
  expect(found).not.toContain('flow-top-talkers');
  expect(found.length).toBeLessThan(queryCatalogue().length);
  expect(await ids('t1609')).toContain('ecs-exec-sessions');
  expect(await ids('EXEC')).toEqual(found);
  expect((await run('--list', 'exec')).out).not.toContain('flow-top-talkers');
  expect((await run('--list', 'nonesuch')).out).toContain('no question has nonesuch');
});

test('--tables names tables and columns, and what is near a wrong name', async () => {
  expect((await run('--tables')).out).toContain('container_logs');
  expect((await run('--tables', 'vpc_flow_logs')).out).toMatch(/srcaddr +varchar/);
  await expect(run('--tables', 'vpc_flow_log')).rejects.toThrow('did you mean vpc_flow_logs?');
});

test('a saved question is answered, a column a line where a row is wide, and what was read is told', async () => {
  const { status, out, err } = await run('ecs-exec-sessions', ...logs());
  expect(status).toBe(0);
  expect(out).toMatch(/source_ip +192\.0\.2\.66/);
  expect(err).toMatch(/^1 row, 2 of 2 files \(\d+ B\), \d+\.\d s\n$/);
});

test('what an attacker wrote into a name does not reach the terminal as an escape', async () => {
  const { out } = await run('ecs-exec-sessions', ...logs());
  expect(out).toContain('mal\\x1b[31mlory');
  expect(out).not.toContain('\u001b[31m');
});

test('the folder may be named before the question', async () => {
  expect((await run(...logs(), 'ecs-exec-sessions', '--format', 'csv')).out).toContain('192.0.2.66');
});

test('CSV has a header line and quotes what needs it', async () => {
  const sql = file('csv.sql');
  folder.write('csv.sql', 'select \'a,"b"\' as x, null as y, 1 as z from cloudtrail_logs');
  expect((await run(sql, ...logs(), '--format', 'csv')).out).toBe('x,y,z\r\n"a,""b""",,1\r\n');
});

test('JSON is one array of objects, empty when there is nothing', async () => {
  const { out } = await run('ecs-exec-sessions', ...logs(), '--format', 'json');
  expect(JSON.parse(out)).toMatchObject([{ opened_at: '2026-11-02T08:15:00Z', task_id: 'abc' }]);
  const empty = await run('ecs-exec-sessions', ...logs(), '--format', 'json', '--since', '2026-11-03');
  expect(JSON.parse(empty.out)).toEqual([]);
  expect(empty.err).toMatch(/^no rows between 2026-11-03 and 2026-11-04, 1 of 2 files/);
});

test('Parquet is written to a file, with the rows in it', async () => {
  const out = file('out/answer.parquet');
  const { err } = await run('ecs-exec-sessions', ...logs(), '--format', 'parquet', '--out', out);
  expect(readFileSync(out).subarray(0, 4).toString()).toBe('PAR1');
  expect(err).toMatch(/^1 row, 2 of 2 files/);
  folder.write(
    'many.sql',
    'select x from unnest(sequence(1, 70000)) as s (x) cross join (values 1) as t (y)',
  );
  expect((await run(file('many.sql'), ...logs(), '--out', out)).err).toMatch(/^70000 rows, /);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const counted = await connection.runAndReadAll(`SELECT count(*), max(x) FROM read_parquet('${out}')`);
  expect(counted.getRows()).toEqual([[70_000n, 70_000n]]);
  connection.closeSync();
});

test.each([
  ['answer.csv', 'eventname,n\r\nExecuteCommand,1\r\n'],
  ['answer.JSON', '[\n{"eventname":"ExecuteCommand","n":1}\n]\n'],
  ['answer.txt', 'eventname       n\nExecuteCommand  1\n'],
])('the format of an answer is taken from the name %s', async (name, text) => {
  folder.write('calls.sql', 'select eventname, count(*) as n from cloudtrail_logs group by 1');
  await run(file('calls.sql'), ...logs(), '--out', file(`named/${name}`));
  expect(readFileSync(file(`named/${name}`), 'utf8')).toBe(text);
});

test('--format wins over the name', async () => {
  await run(file('calls.sql'), ...logs(), '--format', 'csv', '--out', file('named/answer.json'));
  expect(readFileSync(file('named/answer.json'), 'utf8')).toBe('eventname,n\r\nExecuteCommand,1\r\n');
});

test.each([
  ['csv', []],
  ['parquet', ['--out', 'cut/answer.parquet']],
])('as %s, files cut short are left out and named, and the status says so', async (format, more) => {
  const day = '2026-11-05';
  const lines = Array.from(
    { length: 2000 },
    (_, at) => `2 1 eni-${at * 7919} 192.0.2.1 10.0.0.5 ${at} 22 6 1 40 1793607300 1793607360 ACCEPT OK`,
  );
  const whole = gzipSync(lines.join('\n'));
  folder.write('cut/whole.log.gz', whole);
  folder.write('cut/cut.log.gz', whole.subarray(0, whole.length / 2));
  folder.write('cut/count.sql', 'select count(*) as n from vpc_flow_logs');
  const { status, out, err } = await run(
    ...[file('cut/count.sql'), '--on', 'local', file('cut'), '--format', format, '--since', day],
    ...more.map((word) => (word.startsWith('--') ? word : file(word))),
  );
  expect(status).toBe(3);
  expect(err).toMatch(
    /^left out cut\.log\.gz: 1 of \d+ records, line \d+: gzip ends early, after \d+ unpacked bytes\n\d+ duplicates left out\n/,
  );
  if (format === 'csv') expect(out).toBe('n\r\n2000\r\n');
});

test('an answer goes to the file that --out names, and not to standard output', async () => {
  const out = file('out/answer.csv');
  expect((await run('ecs-exec-sessions', ...logs(), '--format', 'csv', '--out', out)).out).toBe('');
  expect(readFileSync(out, 'utf8')).toContain('192.0.2.66');
});

test('an answer that fails half-way leaves no file behind', async () => {
  folder.write('late.sql', 'select cast(eventname as integer) as n from cloudtrail_logs');
  const out = file('late/answer.csv');
  expect((await run(file('late.sql'), ...logs(), '--format', 'csv', '--out', out)).status).toBe(2);
  expect(existsSync(out)).toBe(false);
});

test('a file that cannot be written is told', async () => {
  const out = path.join(file('own.sql'), 'answer.csv');
  await expect(run('ecs-exec-sessions', ...logs(), '--format', 'csv', '--out', out)).rejects.toThrow(
    /--out .* cannot be written \((ENOTDIR|EEXIST)\)/,
  );
  await expect(run('ecs-exec-sessions', ...logs(), '--format', 'parquet')).rejects.toThrow(
    'needs --out <file>',
  );
});

test('a file with SQL is a question with the standard parameters', async () => {
  const { out } = await run(file('own.sql'), ...logs(), '--since', '2026-11-01', '--format', 'csv');
  expect(out).toBe('eventname,text\r\nExecuteCommand,:since\r\n');
});

test('a copy of a saved question can be asked: what it includes is put in', async () => {
  const saved = path.join(__dirname, '../../../queries/ssh-flows/ssh-probe-summary.sql');
  folder.write('copy.sql', readFileSync(saved, 'utf8'));
  const { status, out } = await run(file('copy.sql'), '--explain');
  expect(status).toBe(0);
  expect(out).toContain('from vpc_flow_logs');
  expect(out).not.toContain('-- include');
});

test('wrong SQL ends with 2 and the place in the Athena text', async () => {
  const { status, err } = await run(file('wrong.sql'), ...logs());
  expect(status).toBe(2);
  expect(err).toContain('at line 2, column 3\n2 |   evntname\n      ^\n');
});

test.each([
  [
    ['ssh-probe-summary', '--param', 'attempts=many'],
    'parameter attempts is "many"; expected a whole number',
  ],
  [['ssh-probe-summary', '--since', 'last week'], 'parameter since is "last week"'],
  [
    ['ssh-probe-summary', '--param', 'attemps=3'],
    'ssh-probe-summary has no parameter attemps; did you mean attempts?',
  ],
  [['ssh-probe-summary', '--param', 'nobody=1'], 'ssh-probe-summary has no parameter nobody'],
])('%p ends with 2 and a sentence', async (args, sentence) => {
  const { status, err } = await run(...args, ...logs());
  expect(status).toBe(2);
  expect(err).toContain(sentence);
});

test.each([
  [[], 'no question given'],
  [['ecs-exec-session', '--on', 'local', '.'], 'did you mean ecs-exec-sessions'],
  [['ecs-exec-sessions'], 'say where to ask: --on local <folder>'],
  [['ecs-exec-sessions', '--on', 'local'], 'expected `local <folder>` or `athena`'],
  [['ecs-exec-sessions', '--on', 'local', 'no-such-folder'], 'no folder no-such-folder'],
  [['no-such.sql', '--on', 'local', '.'], 'cannot read no-such.sql'],
  [['ecs-exec-sessions', '--on', 'local', '.', '--param', 'x'], 'expected name=value'],
  [['ecs-exec-sessions', '--on', 'local', '.', '--memory', '10'], '256 or more'],
  [['ecs-exec-sessions', '--on', 'athena', '--format', 'parquet'], '--format parquet is for --on local'],
])('%p is wrong usage', async (args, sentence) => {
  await expect(run(...args)).rejects.toMatchObject({ name: 'UsageError' });
  await expect(run(...args)).rejects.toThrow(sentence);
});

test('a folder without a log file is told with why its files are none', async () => {
  await expect(run('ecs-exec-sessions', '--on', 'local', file('nothing'))).rejects.toThrow(
    /no known log file in .*readme\.txt: text, and no flow log line/,
  );
});

test('--explain shows the SQL of both engines and what would be read', async () => {
  const { out, err } = await run('ecs-exec-sessions', ...logs(), '--explain', '--since', '2026-11-03');
  expect(out).toContain("json_extract_scalar(requestparameters, '$.cluster') as cluster");
  expect(out).toContain('ATHENA_JSON_EXTRACT_SCALAR');
  expect(out).toContain("day between '2026/11/03' and '2026/11/04'");
  expect(err).toMatch(/^would read 1 of 2 files/);
});

test('--explain needs no engine', async () => {
  expect((await run('ssh-probe-summary', '--explain')).out).toContain('-- DuckDB');
});

describe('on Athena', () => {
  let server: AthenaServer;

  afterEach(async () => {
    await server.close();
  });

  const athena = () => ['--on', 'athena', '--endpoint', server.endpoint, '--region', 'eu-west-1'];

  test('the answer is printed with bytes scanned and cost, and the text went out as Athena SQL', async () => {
    server = await startAthenaServer(({ action }) => {
      switch (action) {
        case 'StartQueryExecution':
          return { body: { QueryExecutionId: 'q-7' } };
        case 'GetQueryExecution':
          return execution('SUCCEEDED', {}, { DataScannedInBytes: 2e12, EngineExecutionTimeInMillis: 1500 });
        default:
          return page([['who', 'varchar']], [['who'], ['mallory']]);
      }
    });
    const { status, out, err } = await run(
      'ecs-exec-sessions',
      ...athena(),
      '--since',
      '2026-11-02',
      '--format',
      'csv',
    );
    expect([status, out]).toEqual([0, 'who\r\nmallory\r\n']);
    expect(err).toBe('1 row, 2.0 TB scanned, about $10.00, 1.5 s in Athena (q-7)\n');
    const sent = String(server.calls[0]?.body['QueryString']);
    expect(sent).toContain('json_extract_scalar');
    expect(sent).toContain("day between '2026/11/02' and");
  });

  test('a refusal ends with 1, a sentence and a next step', async () => {
    server = await startAthenaServer(() =>
      refuse('InvalidRequestException', 'WorkGroup nobody is not found.'),
    );
    const { status, err } = await run('ecs-exec-sessions', ...athena(), '--workgroup', 'nobody');
    expect(status).toBe(1);
    expect(err).toBe(
      'harborwatch: Athena did not take the query: InvalidRequestException: WorkGroup nobody is not found; name a workgroup that exists and is enabled with --workgroup\n',
    );
  });

  test('on Hive-compatible prefixes the hour is asked for as it is written there', async () => {
    server = await startAthenaServer(() => refuse('InvalidRequestException', 'enough'));
    await run('ssh-probe-summary', ...athena(), '--since', '2026-11-02', '--layout', 'hive-compatible');
    expect(String(server.calls[0]?.body['QueryString'])).toContain("'year=2026/month=11/day=02/hour=00'");
  });
});
