import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import { theOne, workloadTemplate } from '../stacks/workload/workload-template';
import { LogGroup } from './log-group';
import { messagePack } from './message-pack';

/** The real program: run.sh finds it, or says that there is none. */
const FLUENT_BIT = process.env['FLUENT_BIT'] ?? '';

const GROUP = '/harborwatch/workload/containers';
const TAG = 'httpd-login-firelens-0123456789abcdef0123456789abcdef';
/** Where Docker's driver cuts a line. */
const PIECE_BYTES = 16_384;

const requestLine = (path: string, agent = 'curl/8') =>
  JSON.stringify({
    logged_at: '2026-11-02T08:15:00.123Z',
    process: 'nginx',
    ecs_task_id: '0123456789abcdef0123456789abcdef',
    source_ip: '192.0.2.44',
    path,
    status: 401,
    user_agent: agent,
  });

const LINES: readonly string[] = [
  requestLine('/'),
  requestLine('/?q="quotes"\\and\\backslashes\t'),
  requestLine('/ünïcödé/漢字/🚢/\u0001\u001b[31m'),
  '{"process":"sshd","message":"Failed password for invalid user {\\"log\\":\\"x\\"} from 192.0.2.44 port 4022 ssh2"}',
  'panic: what a container says when it cannot start, no JSON',
  '  blanks before, and after  ',
  '{"log":"a line that looks like the envelope","process":"nginx"}',
  `%s %n \${ENV} {{resolve:ssm:x}} $(id)`,
];

// biome-ignore lint/suspicious/noExplicitAny: what a template says is only known when it is looked at
type Container = Readonly<Record<string, any>>;

function container(isIt: (container: Container) => boolean): Container {
  const template = workloadTemplate('hardened', { 'workload.logRouter': 'firelens' });
  const all = theOne(template, 'AWS::ECS::TaskDefinition')['ContainerDefinitions'] as readonly Container[];
  return all.find(isIt) ?? {};
}

/** What ECS writes of the options of the log driver (amazon-ecs-agent, firelens), with the sockets of this machine. */
function configuration(socket: string, endpointPort: number): string {
  const workload = container(({ FirelensConfiguration }) => FirelensConfiguration === undefined);
  const options = { ...workload['LogConfiguration'].Options, region: 'eu-west-1', log_group_name: GROUP };
  const here = { endpoint: '127.0.0.1', port: endpointPort, 'tls.verify': 'off' };
  return [
    '[SERVICE]',
    '    Flush 1',
    '[INPUT]',
    '    Name forward',
    `    unix_path ${socket}`,
    '[OUTPUT]',
    '    Match httpd-login-firelens*',
    ...Object.entries({ ...options, ...here }).map(([key, value]) => `    ${key} ${value}`),
    '',
  ].join('\n');
}

function command(file: string): readonly string[] {
  const router = container(({ FirelensConfiguration }) => FirelensConfiguration !== undefined);
  return (router['Command'] as readonly string[]).map((word) =>
    word === '/fluent-bit/etc/fluent-bit.conf' ? file : word,
  );
}

const around = { source: 'stdout', container_id: 'f'.repeat(64), container_name: '/httpd-login' };
const SECONDS = 1_793_606_400;

/** A line as the driver hands it over: in pieces, where it is longer than the driver's buffer. */
function entries(line: string): readonly Buffer[] {
  const bytes = Buffer.from(line);
  const count = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES));
  return Array.from({ length: count }, (_, piece) => {
    const log = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES).toString();
    const partial =
      count === 1
        ? {}
        : {
            partial_message: 'true',
            partial_id: 'a'.repeat(64),
            partial_ordinal: String(piece + 1),
            partial_last: String(piece === count - 1),
          };
    return messagePack([TAG, SECONDS, { ...around, log, ...partial }]);
  });
}

describe('the real Fluent Bit, with the options and the command of the template', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'log-router-'));
  const group = new LogGroup(folder);
  let router: ChildProcess;
  let said = '';
  const long = requestLine('/long', 'x'.repeat(40_000));

  beforeAll(async () => {
    const socket = path.join(folder, 'fluent.sock');
    const file = path.join(folder, 'fluent-bit.conf');
    writeFileSync(file, configuration(socket, await group.listen()));
    router = spawn(FLUENT_BIT, command(file), {
      env: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
    });
    for (const stream of [router.stdout, router.stderr]) stream?.on('data', (text) => (said += text));
    while (!existsSync(socket)) {
      if (router.exitCode !== null) throw new Error(`Fluent Bit ended: ${said.slice(-2_000)}`);
      await pause(50);
    }
    const driver = connect(socket);
    await once(driver, 'connect');
    driver.write(Buffer.concat([...LINES, long].flatMap(entries)));
    // What has not come by then is shown by the tests.
    const patience = Date.now() + 40_000;
    while (group.messages().length < LINES.length + 1 && Date.now() < patience) await pause(100);
    driver.end();
  }, 60_000);

  afterAll(async () => {
    router.kill('SIGTERM');
    await once(router, 'exit');
    group.close();
    rmSync(folder, { recursive: true });
  });

  test('every line arrives, byte for byte, and nothing around it', () => {
    expect([...group.messages()].sort()).toEqual([...LINES, long].sort());
  });

  test('a line that the driver cut is whole again, so that a long header hides no request', () => {
    expect(group.messages()).toContain(long);
    const pattern = parseFilterPattern('{ $.process = "nginx" && $.status = 401 }');
    expect(pattern.matchesText(long)).toBe(true);
  });

  test('they are in the group that is read, in a stream of the stage that names the task', () => {
    expect([...group.groups]).toEqual([GROUP]);
    expect([...group.streams.keys()]).toEqual([`hardened/${TAG}`]);
  });

  test('it takes every option that the template gives', () => {
    expect(said).not.toMatch(/unknown configuration property|invalid config|\[error\]/i);
  });
});
