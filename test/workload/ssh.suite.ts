import { setTimeout } from 'node:timers/promises';
import { type Container, startContainer } from './container';
import type { Stage } from './image-steps';
import { commandOf } from './processes';
import { createKey, type KeyPair, ssh } from './ssh';

const PASSWORD = 'Zq7mN4wX9tLr2VbK';
let own: KeyPair;
let other: KeyPair;
let container: Container | undefined;

beforeAll(() => {
  own = createKey();
  other = createKey();
});

afterAll(() => {
  own.remove();
  other.remove();
});

afterEach(async () => {
  await container?.stop();
  container = undefined;
});

async function start(stage: Stage, environment: Readonly<Record<string, string>> = {}): Promise<number> {
  container = await startContainer(stage, { environment: { HTPASSWD: PASSWORD, ...environment } });
  return container.sshPort;
}

const sshdLines = () =>
  (container?.stdout() ?? '')
    .split('\n')
    .filter((line) => line.includes('"process":"sshd"'))
    .map((line): string => JSON.parse(line).message);

/** The daemon's lines once one of them is as wanted; its client may be gone before the log has come through. */
async function sshdSays(wanted: RegExp): Promise<readonly string[]> {
  for (let tries = 0; tries < 100 && !sshdLines().some((line) => wanted.test(line)); tries++) {
    await setTimeout(100);
  }
  return sshdLines();
}

describe('open', () => {
  test('shows a password prompt', async () => {
    const port = await start('open');
    const { status, stderr } = await ssh({ port, user: 'root' });
    expect(status).toBe(255);
    expect(stderr).toContain('Permission denied (publickey,password)');
  });

  test.each([
    ['root', 'root'],
    ['root', '*'],
    ['workshop', 'workshop'],
    ['workshop', '*'],
    ['workshop', ' '],
    ['admin', PASSWORD],
    ['nobody', 'nobody'],
  ])('turns %s with the password "%s" away, and says so in the log', async (user, password) => {
    const port = await start('open');
    expect(await ssh({ port, user, password })).toMatchObject({ status: 255, stdout: '' });
    const invalid = user === 'admin' ? 'invalid user ' : '';
    const refusal = new RegExp(`^Failed password for ${invalid}${user} from 127\\.0\\.0\\.1 port \\d+ ssh2$`);
    expect(await sshdSays(refusal)).toContainEqual(expect.stringMatching(refusal));
  });
});

describe.each<Stage>(['restricted', 'secrets'])('%s', (stage) => {
  test('takes keys only', async () => {
    const port = await start(stage);
    const { status, stderr } = await ssh({ port, user: 'workshop', password: 'workshop' });
    expect(status).toBe(255);
    expect(stderr).toContain('Permission denied (publickey)');
  });
});

describe.each<Stage>(['open', 'restricted', 'secrets'])('%s', (stage) => {
  test('lets the owner of the named key in, and nobody else', async () => {
    const port = await start(stage, { SSH_AUTHORIZED_KEYS: own.publicKey });
    const login = { port, user: 'workshop', command: 'echo "$USER"' };
    expect(await ssh({ ...login, key: own.file })).toMatchObject({ status: 0, stdout: 'workshop\n' });
    expect(await ssh({ ...login, key: other.file })).toMatchObject({ status: 255, stdout: '' });
    expect(await ssh({ ...login, key: own.file, user: 'root' })).toMatchObject({ status: 255, stdout: '' });
    expect(sshdLines()).toContainEqual(
      expect.stringMatching(/^Accepted publickey for workshop from 127\.0\.0\.1 port/),
    );
    expect(sshdLines()).toContainEqual(
      expect.stringMatching(
        /^Connection closed by authenticating user workshop 127\.0\.0\.1 port \d+ \[preauth\]$/,
      ),
    );
  });

  test('lets nobody in where no key is named', async () => {
    const port = await start(stage);
    expect(await ssh({ port, user: 'workshop', key: own.file })).toMatchObject({ status: 255, stdout: '' });
  });

  test('opens no way into the network for those who are in', async () => {
    const port = await start(stage, { SSH_AUTHORIZED_KEYS: own.publicKey });
    const login = { port, user: 'workshop', key: own.file, command: `exec 3<>/dev/tcp/127.0.0.1/${port}` };
    expect(await ssh(login)).toMatchObject({ status: 0 });
    const forwarded = await ssh({ ...login, command: 'true', forward: `127.0.0.1:${port}` });
    expect(forwarded).toMatchObject({ status: 255 });
    expect(forwarded.stderr).toContain('forwarding failed');
  });
});

test('two keys may be named, each on its line', async () => {
  const port = await start('secrets', { SSH_AUTHORIZED_KEYS: `${own.publicKey}\n${other.publicKey}` });
  expect(await ssh({ port, user: 'workshop', key: own.file })).toMatchObject({ status: 0 });
  expect(await ssh({ port, user: 'workshop', key: other.file })).toMatchObject({ status: 0 });
});

test('each container has a host key of its own', async () => {
  const fingerprints = new Set<string | undefined>();
  for (const _ of [1, 2]) {
    const port = await start('secrets');
    const { stderr } = await ssh({ port, user: 'workshop', showsHostKey: true });
    fingerprints.add(/Server host key: \S+ (\S+)/.exec(stderr)?.[1]);
    await container?.stop();
  }
  expect(fingerprints).not.toContain(undefined);
  expect(fingerprints.size).toBe(2);
});

test('hardened has no SSH daemon', async () => {
  const port = await start('hardened', { SSH_AUTHORIZED_KEYS: own.publicKey });
  const { status, stderr } = await ssh({ port, user: 'workshop', key: own.file });
  expect(status).toBe(255);
  expect(stderr).toContain('Connection refused');
  const commands = container?.processes().map(commandOf) ?? [];
  expect(commands).toContainEqual(expect.stringContaining('nginx: worker process'));
  expect(commands).not.toContainEqual(expect.stringContaining('sshd'));
});
