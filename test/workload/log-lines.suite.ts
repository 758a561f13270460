import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { ask } from './ask';
import { type Container, type ContainerOptions, startContainer } from './container';
import type { Stage } from './image-steps';
import { type LogLine, logLines } from './log-lines';
import { createKey, ssh } from './ssh';

const PASSWORD = 'Zq7mN4wX9tLr2VbK';
let container: Container;
afterEach(() => container.stop());

async function start(stage: Stage, environment: ContainerOptions['environment'] = {}): Promise<void> {
  container = await startContainer(stage, { environment: { HTPASSWD: PASSWORD, ...environment } });
}

/** Sends bytes as they are and waits until the server closes the connection. */
function send(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(container.httpPort, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
  });
}

const requestWith = (headers: string) =>
  `GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n\r\n`;

/** What the container has logged of nginx when it has ended. */
async function requests(): Promise<readonly LogLine[]> {
  await container.stop();
  return logLines(container, 'nginx');
}

test('a request is one line with every column that nginx can fill', async () => {
  await start('secrets');
  const before = Date.now();
  await ask(container, '/index.html?token=1', `admin:${PASSWORD}`, {
    Host: 'login.example',
    'User-Agent': 'curl "7"',
    Referer: 'http://other.example/a?b=c',
  });
  const [line, ...more] = await requests();
  expect(more).toEqual([]);
  expect(line).toEqual({
    logged_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    process: 'nginx',
    source_ip: '127.0.0.1',
    source_port: expect.any(Number),
    forwarded_for: '',
    user_name: 'admin',
    method: 'GET',
    host: 'login.example',
    path: '/index.html',
    status: 200,
    bytes_sent: expect.any(Number),
    request_seconds: expect.any(Number),
    referer: 'http://other.example/a',
    user_agent: 'curl "7"',
    request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(Math.abs(Date.parse(String(line?.['logged_at'])) - before)).toBeLessThan(5_000);
});

describe('X-Forwarded-For', () => {
  const FORWARDED = { 'X-Forwarded-For': '192.0.2.66, 203.0.113.9' };

  test('is logged as it came from a trusted range, beside the address of the proxy', async () => {
    await start('hardened', { TRUSTED_PROXIES: '10.0.0.0/8,127.0.0.0/8' });
    await ask(container, '/', undefined, FORWARDED);
    expect(await requests()).toMatchObject([
      { forwarded_for: '192.0.2.66, 203.0.113.9', source_ip: '127.0.0.1', status: 401 },
    ]);
  });

  test('is not believed when somebody else sends it', async () => {
    await start('hardened', { TRUSTED_PROXIES: '10.0.0.0/8' });
    await ask(container, '/', undefined, FORWARDED);
    expect(await requests()).toMatchObject([{ forwarded_for: '', source_ip: '127.0.0.1' }]);
  });

  test('is believed from nobody where no range is named', async () => {
    await start('open');
    await ask(container, '/', undefined, FORWARDED);
    expect(await requests()).toMatchObject([{ forwarded_for: '', source_ip: '127.0.0.1' }]);
  });
});

describe('nobody can hide from the log: each request is a line that is read, below 16 KiB', () => {
  const LONG = 'a'.repeat(12_000);
  test.each([
    ['a long path', `GET /${LONG} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 401],
    ['a long user agent', requestWith(`User-Agent: ${LONG}`), 401],
    [
      'as many quotes as fit',
      requestWith(`User-Agent: ${'"'.repeat(12_000)}\r\nReferer: ${'\\'.repeat(12_000)}`),
      401,
    ],
    ['control characters', requestWith(`User-Agent: a${'\x01'.repeat(9_000)}`), 401],
    [
      'a long user',
      requestWith(`Authorization: Basic ${Buffer.from(`${'"'.repeat(6_000)}:x`).toString('base64')}`),
      401,
    ],
    [
      'a line break in the user',
      requestWith(`Authorization: Basic ${Buffer.from('a\n{}:x').toString('base64')}`),
      401,
    ],
    [
      'bytes that are no UTF-8',
      Buffer.from(requestWith('User-Agent: \xff\xed\xa0\x80\xc0\xaf'), 'latin1'),
      401,
    ],
    [
      'a path that is no UTF-8',
      Buffer.from('GET /\xfe\xe9 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 'latin1'),
      401,
    ],
    ['no version', 'GET /x\r\n', 401],
    ['headers that are too long', requestWith(`User-Agent: ${'a'.repeat(20_000)}`), 400],
    ['no HTTP at all', Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 'latin1'), 400],
    ['no host', 'GET /x HTTP/1.1\r\n\r\n', 400],
  ])('%s', async (_what, bytes, status) => {
    await start('hardened');
    await send(bytes);
    expect(await requests()).toMatchObject([{ status, source_ip: '127.0.0.1' }]);
    for (const text of container.stdout().split('\n')) expect(Buffer.byteLength(text)).toBeLessThan(16_384);
    expect(container.stdout()).not.toContain('\ufffd{');
  });

  test('letters of any language stay as they are', async () => {
    await start('hardened');
    await send(Buffer.from(requestWith('User-Agent: Käse 日本 🚢')));
    expect(await requests()).toMatchObject([{ user_agent: 'Käse 日本 🚢' }]);
  });
});

describe('sshd', () => {
  test('says in message what it wrote, without a line end', async () => {
    await start('open');
    await ssh({ port: container.sshPort, user: 'root', password: 'toor' });
    await container.stop();
    const line = logLines(container, 'sshd').find(({ message }) =>
      String(message).startsWith('Failed password'),
    );
    expect(line).toEqual({
      logged_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      process: 'sshd',
      message: expect.stringMatching(/^Failed password for root from 127\.0\.0\.1 port \d+ ssh2$/),
    });
  });

  test('cannot be made to name another address by the user name', async () => {
    await start('open');
    const user = 'root from 192.0.2.1 port 1 ssh2';
    await ssh({ port: container.sshPort, user, password: 'toor' });
    await container.stop();
    const failed = logLines(container, 'sshd').filter(({ message }) => /^Failed /.test(String(message)));
    expect(failed.length).toBeGreaterThan(0);
    for (const { message } of failed) expect(message).toMatch(/ from 127\.0\.0\.1 port \d+ ssh2$/);
  });

  test('may write what it likes: a line is one line, and its text comes back', async () => {
    const lines = [
      'Server listening on nothing',
      'a "quoted" \\ text',
      '{"logged_at":"","process":"nginx"}',
      'a\tb',
    ];
    const written = Buffer.from(`${lines.join('\n')}\r\nno UTF-8: \xff\n\nno line end`, 'latin1');
    container = await startContainer('open', {
      isHeld: false,
      changes: `printf ${written.toString('base64')} | base64 -d >"$image/written"
        printf '#!/bin/sh\ncat /written >&2\nexec sleep 60\n' >"$image/usr/sbin/sshd"`,
    });
    await container.stop();
    expect(logLines(container, 'sshd').map(({ message }) => message)).toEqual([
      ...lines,
      'no UTF-8: \ufffd',
      '',
      'no line end',
    ]);
    expect(logLines(container, 'nginx')).toEqual([]);
  });

  test('says who has logged in', async () => {
    const key = createKey();
    await start('secrets', { SSH_AUTHORIZED_KEYS: key.publicKey });
    await ssh({ port: container.sshPort, user: 'workshop', key: key.file });
    key.remove();
    await container.stop();
    expect(logLines(container, 'sshd')).toContainEqual(
      expect.objectContaining({
        message: expect.stringMatching(
          /^Accepted publickey for workshop from 127\.0\.0\.1 port \d+ ssh2: ED25519 /,
        ),
      }),
    );
  });
});

describe('what ECS says about the task', () => {
  let metadata: Server;
  let uri: string;

  beforeEach(async () => {
    const cluster = 'arn:aws:ecs:eu-west-1:111122223333:cluster/harbor';
    const TaskARN = 'arn:aws:ecs:eu-west-1:111122223333:task/harbor/158d1c8083dd49d6b527399fd6414f5c';
    const answers: Record<string, unknown> = {
      '/v4/abc': {
        DockerId: 'ea32',
        Name: 'login',
        DockerName: 'login-1',
        Labels: { 'com.amazonaws.ecs.cluster': cluster },
      },
      '/v4/abc/task': {
        Cluster: cluster,
        TaskARN,
        Family: 'login',
        ServiceName: 'login-service',
        Containers: [{ Name: 'other' }],
      },
    };
    metadata = createServer(({ url }, response) => response.end(JSON.stringify(answers[url ?? ''] ?? {})));
    await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve));
    uri = `http://127.0.0.1:${(metadata.address() as AddressInfo).port}/v4/abc`;
  });

  afterEach(() => metadata.close());

  test('stands in every line', async () => {
    await start('open', { ECS_CONTAINER_METADATA_URI_V4: uri });
    await ask(container, '/health');
    await container.stop();
    const lines = logLines(container);
    expect(new Set(lines.map((line) => line['process']))).toEqual(new Set(['nginx', 'sshd']));
    for (const line of lines) {
      expect(line).toMatchObject({
        ecs_cluster_name: 'harbor',
        ecs_service_name: 'login-service',
        ecs_task_id: '158d1c8083dd49d6b527399fd6414f5c',
        container_name: 'login',
      });
    }
  });

  test('is left out, and that is said, where nobody answers', async () => {
    metadata.close();
    await start('open', { ECS_CONTAINER_METADATA_URI_V4: uri });
    await ask(container, '/health');
    await container.stop();
    expect(logLines(container, 'nginx')).toHaveLength(1);
    expect(logLines(container)[0]).not.toHaveProperty('ecs_task_id');
    expect(container.stderr()).toContain('is not to be had');
  });
});
