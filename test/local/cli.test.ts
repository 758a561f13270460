import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { exampleEvent } from '../../detections/examples/example-event';
import { zipOf } from './reading/archives/packed';
import { type Ran, run } from './story/printed-commands';

const ROOT = path.join(__dirname, '../..');
const BIN = path.join(ROOT, 'bin/harborwatch.cjs');

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-cli-'));
});
afterAll(() => rmSync(work, { recursive: true }));

/**
 * A process costs half a second: those of the launcher are started for what only a process shows, which is a status, a stream
 * or a folder that it works in. All else runs here by `run`.
 */
function spawned(args: readonly string[], input?: string | Buffer): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: work,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
  return { status: status ?? -1, stdout, stderr };
}

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(path.join(work, 'logs-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}

const quiet = exampleEvent('ecs', 'ListTasks', null, { readOnly: true });
const shell = exampleEvent('ecs', 'ExecuteCommand', { cluster: 'harbor', task: 'a' }, { eventID: 'shell-1' });
const trail = (...Records: readonly unknown[]) => JSON.stringify({ Records });

/** Every error is one sentence on stderr, without a stack trace, and nothing on stdout. */
function expectSentence({ status, stdout, stderr }: Ran, words: string | RegExp) {
  expect(stderr).toMatch(words);
  expect(stderr).toMatch(/^harborwatch: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect(status).toBe(2);
}

describe('how a replay ends', () => {
  test('0 when nothing above low was raised', async () => {
    const { status, stdout, stderr } = await run('replay', folderWith({ 'trail.json': trail(quiet) }));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Nothing was raised.');
  });

  test('10 with findings, which the story tells with who and from where', async () => {
    const { status, stdout } = await run(
      'replay',
      folderWith({ 'trail.json.gz': gzipSync(trail(quiet, shell)) }),
    );
    expect(status).toBe(10);
    expect(stdout).toMatch(/ALARM +high +ecs-exec-session-opened/);
    expect(stdout).toContain('ecs:ExecuteCommand by user mallory from 198.51.100.23 in eu-west-1');
    expect(stdout).toContain('harborwatch detections ecs-exec-session-opened');
  });

  test('3 with something unreadable and no findings: a truncated gzip is named, what came before it counts', async () => {
    const whole = gzipSync(
      trail(...Array.from({ length: 300 }, (_, n) => ({ ...quiet, eventID: `${n}-${Math.random()}` }))),
    );
    const folder = folderWith({
      'a.json.gz': gzipSync(trail(quiet)),
      'cut.json.gz': whole.subarray(0, whole.length - 200),
    });
    const { status, stdout } = await run('replay', folder);
    expect(stdout).toMatch(/cut\.json\.gz.*: .+/);
    expect(status).toBe(3);
  });

  test('a file of which nothing could be understood is unreadable, and not left alone as no log', async () => {
    const { status, stdout } = await run('replay', folderWith({ 'a.json': '{"Records":[{"eventVersion":' }));
    expect(status).toBe(3);
    expect(stdout).toMatch(/^unreadable +1 file +1 record$/m);
    expect(stdout).not.toContain('left alone');
  });

  test('10 with findings and something unreadable', () => {
    const folder = folderWith({ 'trail.json': trail(shell, 'no record') });
    expect(spawned(['replay', folder]).status).toBe(10);
  });
});

describe('wrong usage ends with 2 and a sentence', () => {
  const good = () => folderWith({ 'trail.json': trail(quiet) });

  test.each<[string, () => readonly string[], string | RegExp]>([
    ['unknown command', () => ['repaly'], "unknown command 'repaly' (Did you mean replay?)"],
    ['unknown option', () => ['replay', good(), '--sicne', 'x'], "unknown option '--sicne'"],
    ['missing argument', () => ['replay'], "missing required argument 'folder'"],
    [
      'unknown format',
      () => ['replay', good(), '--format', 'xml'],
      'Allowed choices are pretty, json, jsonl, csv, markdown, ocsf',
    ],
    ['missing folder', () => ['replay', 'absent'], 'absent'],
    ['bucket without a name', () => ['replay', 's3://'], '"s3://" names no bucket; allowed is s3://bucket'],
    [
      'bad account',
      () => ['replay', good(), '--account', '12'],
      '--account is "12"; allowed is the id of an account',
    ],
    [
      'bad budget',
      () => ['replay', good(), '--most-unpacked', '0'],
      '--most-unpacked is "0"; allowed are gigabytes',
    ],
    [
      'standard input as question and logs',
      () => ['query', '-', '--on', 'local', '-'],
      'standard input cannot be both the question and the logs',
    ],
    [
      'empty folder',
      () => ['replay', folderWith({})],
      'is empty; expected CloudTrail files or VPC flow logs',
    ],
    ['folder without logs', () => ['replay', folderWith({ 'notes.txt': 'hello' })], 'notes.txt'],
    [
      'bad date',
      () => ['replay', good(), '--since', 'last week'],
      '--since is "last week"; allowed is a time such as',
    ],
    [
      'bad port',
      () => ['replay', good(), '--ssh-port', '70000'],
      '--ssh-port[0] is 70000; allowed is a port number',
    ],
    ['bad range', () => ['replay', good(), '--trusted-cidr', 'home'], '--trusted-cidr[0] is "home"'],
    ['bad flow log format', () => ['replay', good(), '--flow-log-format', 'hello'], 'hello'],
    [
      'misspelt field in the flow log format',
      () => ['replay', good(), '--flow-log-format', 'srcadr dstaddr dstport'],
      '--flow-log-format names "srcadr", which is no flow log field; did you mean srcaddr?',
    ],
    [
      'bad settings file',
      () => ['replay', good(), '--settings', path.join(folderWith({ 's.json': '{"sshPort":22}' }), 's.json')],
      's.json has no setting "sshPort"; allowed are deployRoles',
    ],
    ['unknown scenario', () => ['simulate', 'ssh-flod', '--out', 'out'], 'no scenario named "ssh-flod"'],
    ['bad seed', () => ['simulate', 'ssh-flood', '--seed', 'x', '--out', 'out'], '--seed is "x"'],
    ['no folder to write', () => ['simulate', 'ssh-flood'], '--out is missing'],
    ['unknown detection', () => ['detections', 'ecs-exec-session-opend'], 'ecs-exec-session-opened'],
  ])('%s', async (_, args, words) => {
    expectSentence(await run(...args()), typeof words === 'string' ? new RegExp(literally(words)) : words);
  });

  test('a folder to write that holds something is refused, and left as it is', async () => {
    const out = folderWith({ 'mine.txt': '' });
    expectSentence(await run('simulate', 'ssh-flood', '--out', out), 'is not empty, it holds mine.txt');
    expect(readdirSync(out)).toEqual(['mine.txt']);
  });

  test('so it does as a process', () => {
    expectSentence(spawned(['replay', good(), '--sicne', 'x']), "unknown option '--sicne'");
  });

  test('no command at all prints the help on stderr', () => {
    const { status, stdout, stderr } = spawned([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: harborwatch');
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

test('settings on the command line win over the file that --settings names', async () => {
  const folder = folderWith({
    'trail.json': trail(quiet),
    'harborwatch.json': JSON.stringify({ sshPorts: [2200], homeRegions: ['eu-west-1'] }),
  });
  const { stdout } = await run(
    'replay',
    folder,
    '--settings',
    path.join(folder, 'harborwatch.json'),
    '--format',
    'json',
    '--ssh-port',
    '22',
    '--ssh-port',
    '2022',
  );
  expect(JSON.parse(stdout).settings).toMatchObject({ sshPorts: [22, 2022], homeRegions: ['eu-west-1'] });
});

test('--since and --until count what they leave out', async () => {
  const folder = folderWith({ 'trail.json': trail(quiet, shell) });
  const { status, stdout } = await run('replay', folder, '--format', 'json', '--since', '2026-11-03');
  expect(JSON.parse(stdout).read.totals).toMatchObject({ analyzed: 0, skipped: { 'before-since': 2 } });
  expect(status).toBe(3);
});

test('a window that misses all records says where they are, and ends with 3', async () => {
  const folder = folderWith({ 'trail.json': trail(quiet, shell) });
  const { status, stdout } = await run('replay', folder, '--since', '2027-11-03');
  expect(stdout).not.toContain('Nothing was raised');
  expect(stdout.replace(/\n/g, ' ')).toContain(
    'The 2 records outside of it are from 2026-11-02T08:15:00Z to',
  );
  expect(status).toBe(3);
});

test('a misspelt field in a header is told with what cannot be seen, and is no all-clear', async () => {
  const header =
    'version account-id interface-id srcadr dstaddr srcport dstport protocol packets bytes start end action log-status';
  const folder = folderWith({ 'flow.log': `${header}\n${guesses}\n` });
  const { status, stdout } = await run('replay', folder);
  expect(stdout.replace(/\n/g, ' ')).toContain(
    'flow.log: its format names srcadr, which is no flow log field (srcaddr?); without srcaddr,',
  );
  expect(stdout).toContain('nothing in it was judged');
  expect(status).toBe(3);
});

const guesses = Array.from({ length: 100 }, (_, at) => {
  const start = 1_793_606_400 + at * 5;
  const ends = (from: string, to: string) => `2 111122223333 eni-1 ${from} ${to}`;
  return [
    `${ends('198.51.100.7', '10.0.1.5')} ${40_000 + at} 22 6 16 2600 ${start} ${start + 3} ACCEPT OK`,
    `${ends('10.0.1.5', '198.51.100.7')} 22 ${40_000 + at} 6 16 3300 ${start} ${start + 3} ACCEPT OK`,
  ].join('\n');
}).join('\n');

test('settings that came with the logs trust nobody: the findings stay, and what was asked for is told', async () => {
  const folder = folderWith({
    'flow.log': `${guesses}\n`,
    'harborwatch.json': '{"trustedCidrs":["0.0.0.0/0","::/0"]}',
  });
  const { status, stdout } = await run('replay', folder);
  expect(status).toBe(10);
  const text = stdout.replace(/\n/g, ' ');
  expect(text).toContain('it asks for trustedCidrs ["0.0.0.0/0","::/0"]; that was not followed');
  expect(text).toMatch(/ssh-brute-force/);
});

test("settings in the working folder are the user's own and are named", () => {
  const folder = folderWith({ 'flow.log': `${guesses}\n` });
  writeFileSync(path.join(work, 'harborwatch.json'), '{"trustedCidrs":["198.51.100.0/24"]}');
  const { status, stdout } = spawned(['replay', folder]);
  rmSync(path.join(work, 'harborwatch.json'));
  expect(stdout).toContain('settings of harborwatch.json: trustedCidrs\n');
  expect(status).toBe(0);
});

describe('logs from anywhere', () => {
  const count = (...args: readonly string[]) => [
    'query',
    path.join(folderWith({ 'count.sql': 'select count(*) as n from cloudtrail_logs' }), 'count.sql'),
    '--on',
    'local',
    ...args,
    '--format',
    'json',
  ];

  test('standard input is replayed, and asked', () => {
    const packed = gzipSync(trail(shell));
    const replayed = spawned(['replay', '-'], packed);
    expect(replayed.stdout).toContain('harborwatch replay standard input\n');
    expect(replayed.stdout).toMatch(/ALARM +high +ecs-exec-session-opened/);
    expect(replayed.status).toBe(10);
    const asked = spawned(count('-'), packed);
    expect(JSON.parse(asked.stdout)).toEqual([{ n: 1 }]);
    expect(asked.status).toBe(0);
  });

  test('an archive is replayed, and asked, like the folder that it was made from', async () => {
    const zip = await zipOf({ 'logs/a.json': trail(quiet), 'logs/b.json.gz': gzipSync(trail(shell)) });
    const file = path.join(folderWith({ 'evidence.zip': zip }), 'evidence.zip');
    const { status, stdout } = await run('replay', file, '--format', 'json');
    expect(JSON.parse(stdout).read.totals).toMatchObject({ files: 3, analyzed: 2, unreadable: 0 });
    expect(status).toBe(10);
    const asked = await run(...count(file));
    expect(JSON.parse(asked.stdout)).toEqual([{ n: 2 }]);
  });

  test('what is packed in a way that is not read is told, with status 3', async () => {
    const folder = folderWith({
      'a.json': trail(quiet),
      'rest.7z': Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'),
    });
    const { status, stdout } = await run('replay', folder);
    expect(stdout).toContain('rest.7z: packed as 7z, which is not unpacked; unpack it yourself');
    expect(status).toBe(3);
  });
});

test('Parquet is read by the bundle, too', async () => {
  const folder = folderWith({});
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT '10.0.0.5' AS srcaddr, '192.0.2.9' AS dstaddr, 51000 AS srcport, 22 AS dstport, 6 AS protocol, 1::BIGINT AS packets, 60::BIGINT AS bytes, 1777629600::BIGINT AS "start", 1777629660::BIGINT AS "end", 'ACCEPT' AS action) TO '${folder}/a.parquet' (FORMAT PARQUET)`,
  );
  connection.closeSync();
  instance.closeSync();
  const { stdout, stderr } = spawned(['replay', folder]);
  expect(stderr).toBe('');
  expect(stdout).toContain('1 record = 1 analyzed + 0 skipped + 0 unreadable');
});

test('events whose names lost their capitals are unreadable, and it is said why', async () => {
  const lowered = Object.fromEntries(
    Object.entries(quiet).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { status, stdout } = await run('replay', folderWith({ 'lake.json': JSON.stringify(lowered) }));
  expect(stdout).toContain('names lost their capitals');
  expect(status).toBe(3);
});

test('the same file twice is analyzed once', async () => {
  const folder = folderWith({ 'one.json': trail(shell), 'two.json': trail(shell) });
  const { read, alarms } = JSON.parse((await run('replay', folder, '--format', 'json')).stdout);
  expect(read.totals).toMatchObject({ records: 2, analyzed: 1, skipped: { duplicate: 1 } });
  expect(alarms.find((alarm: { severity: string }) => alarm.severity !== 'low').recordCount).toBe(1);
});

test('OCSF lines are lines of JSON and nothing else', async () => {
  const { status, stdout, stderr } = await run(
    'replay',
    folderWith({ 'trail.json': trail(shell) }),
    '--format',
    'ocsf',
  );
  expect({ status, stderr }).toEqual({ status: 10, stderr: '' });
  const classes = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).class_uid);
  expect(new Set(classes)).toEqual(new Set([2004]));
});

test('a reader that stops reading ends the command quietly', () => {
  const pipe = `"${process.execPath}" "${BIN}" detections --format json | head -c 100 >/dev/null; echo "$?"`;
  const { stdout, stderr } = spawnSync('sh', ['-c', pipe], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
});

test('simulate writes the scenario where it was told to, and nothing beside it', async () => {
  const parent = mkdtempSync(path.join(work, 'parent-'));
  const out = path.join(parent, 'flood');
  const { status, stdout } = await run('simulate', 'ssh-flood', '--seed', '3', '--out', out);
  expect(status).toBe(0);
  expect(stdout).toContain(
    `next: npx harborwatch replay ${out} --settings ${path.join(out, 'harborwatch.json')}`,
  );
  expect(readdirSync(parent)).toEqual(['flood']);
  expect(existsSync(path.join(out, 'labels.json'))).toBe(true);
});

test('one detection is shown with its pattern and its runbook', async () => {
  const { status, stdout } = await run('detections', 'ecs-exec-session-opened');
  expect(status).toBe(0);
  for (const heading of ['Meaning', 'Impact', 'Diagnosis', 'Response', 'Alarm', 'Pattern']) {
    expect(stdout).toContain(`\n${heading}\n`);
  }
});
