import { connect } from 'node:net';
import { ask } from './ask';
import { type Container, startContainer } from './container';
import type { Stage } from './image-steps';
import { commandOf } from './processes';
import { createKey, ssh } from './ssh';

/** ECS waits for thirty seconds before it kills. */
const SECONDS = 1_000;
let container: Container;
afterEach(() => container.stop());

async function secondsToStop(): Promise<{ status: number | null; milliseconds: number }> {
  const asked = Date.now();
  return { status: await container.stop(), milliseconds: Date.now() - asked };
}

function pidOf(command: string): number {
  const pid = container.processes().find((each) => commandOf(each).includes(command));
  if (pid === undefined) throw new Error(`no process ${command} in ${container.processes().map(commandOf)}`);
  return pid;
}

describe.each<Stage>(['open', 'hardened'])('%s', (stage) => {
  beforeEach(async () => {
    container = await startContainer(stage, { environment: { HTPASSWD: 'Zq7mN4wX9tLr2VbK' } });
  });

  test('stops within two seconds of SIGTERM, with status 0, and leaves no process', async () => {
    const before = container.processes();
    expect(before.length).toBeGreaterThanOrEqual(3);
    const { status, milliseconds } = await secondsToStop();
    expect(status).toBe(0);
    expect(milliseconds).toBeLessThan(2 * SECONDS);
    expect(before.map(commandOf).filter((command) => command !== '')).toEqual([]);
    expect(container.stderr()).toBe('');
  });

  test('stops within eight seconds while a client says nothing more in the middle of a request', async () => {
    const socket = connect(container.httpPort, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost:'));
    socket.on('error', () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { status, milliseconds } = await secondsToStop();
    socket.destroy();
    expect(status).toBe(0);
    expect(milliseconds).toBeLessThan(8 * SECONDS);
  });

  test.each<NodeJS.Signals>(['SIGTERM', 'SIGKILL'])('ends with 1 when nginx ends by %s', async (signal) => {
    process.kill(pidOf('nginx: master process'), signal);
    expect(await container.ended).toBe(1);
    expect(container.stderr()).toMatch(
      /^workload: nginx ended (with status 0|by signal 9); the container stops\n$/,
    );
  });

  test('goes on when a worker of nginx dies: nginx starts another', async () => {
    process.kill(pidOf('nginx: worker process'), 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await ask(container, '/health')).toBe(200);
  });
});

test('ends with 1 when sshd ends', async () => {
  container = await startContainer('open');
  process.kill(pidOf('/usr/sbin/sshd'), 'SIGKILL');
  expect(await container.ended).toBe(1);
  expect(container.stderr()).toBe('workload: sshd ended by signal 9; the container stops\n');
});

test('ends with 1 when nginx cannot listen, and the log says why', async () => {
  const other = await startContainer('open');
  container = await startContainer('open', { environment: { HTTP_PORT: String(other.httpPort) } });
  const status = await container.ended;
  await other.stop();
  expect(status).toBe(1);
  expect(container.stderr()).toContain('workload: nginx ended with status 1');
  expect(container.stdout()).toContain('Address already in use');
});

test('stops within two seconds while somebody is logged in', async () => {
  const key = createKey();
  container = await startContainer('secrets', {
    environment: { HTPASSWD: 'Zq7mN4wX9tLr2VbK', SSH_AUTHORIZED_KEYS: key.publicKey },
  });
  const session = ssh({
    port: container.sshPort,
    user: 'workshop',
    key: key.file,
    command: 'echo in; sleep 60',
  });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(container.processes().map(commandOf)).toContain('sleep 60');
  const { status, milliseconds } = await secondsToStop();
  key.remove();
  expect(status).toBe(0);
  expect(milliseconds).toBeLessThan(2 * SECONDS);
  expect(await session).toMatchObject({ status: 255, stdout: 'in\n' });
});
