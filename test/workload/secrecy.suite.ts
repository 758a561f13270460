import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask } from './ask';
import { type Container, startContainer } from './container';
import type { Stage } from './image-steps';
import { commandOf, environmentOf } from './processes';
import { createKey, ssh } from './ssh';

const PASSWORD = 'Zq7mN4wX9tLr2VbK';
const LINE = 'learner:$apr1$zVmDUyL4$EqLa1/VFdGJA6CZjMva9t/';
const HASH = LINE.slice('learner:'.length);

let folder: string;
let container: Container | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-trace-'));
});

afterEach(async () => {
  await container?.stop();
  container = undefined;
  rmSync(folder, { recursive: true });
});

/** Every program that the container has executed: what strace says of it, arguments and environment. */
function executions(): readonly string[] {
  return readFileSync(path.join(folder, 'trace'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('execve('));
}

async function start(stage: Stage, value: string, trace?: string): Promise<Container> {
  container = await startContainer(stage, {
    environment: { HTPASSWD: value },
    ...(trace !== undefined && { trace, isHeld: false }),
  });
  return container;
}

describe.each<[Stage, string, string]>([
  ['secrets', PASSWORD, PASSWORD],
  ['secrets', LINE, HASH],
  ['hardened', PASSWORD, PASSWORD],
])('in stage %s with HTPASSWD=%s', (stage, value, secret) => {
  test('no program that the entrypoint starts has it as an argument or in its environment', async () => {
    await start(stage, value, path.join(folder, 'trace'));
    const all = executions();
    const entrypoint = all.findIndex((line) =>
      line.includes('execve("/bin/sh", ["/bin/sh", "/opt/workload/entrypoint.sh"]'),
    );
    expect(all[entrypoint]).toContain(`"HTPASSWD=${value}"`);
    const later = all.slice(entrypoint + 1);
    expect(later).toContainEqual(
      expect.stringContaining(value === PASSWORD ? '"openssl", "passwd"' : '["grep"'),
    );
    expect(later).toContainEqual(expect.stringContaining('"/usr/sbin/nginx"'));
    expect(later.filter((line) => line.includes(secret) || line.includes('HTPASSWD='))).toEqual([]);
  });

  test('no process of the running container has it in its command or its environment', async () => {
    const { processes, pid } = await start(stage, value);
    const pids = processes();
    expect(pids).toContain(pid());
    expect(pids.map(commandOf)).toContainEqual(expect.stringContaining('nginx: master process'));
    expect(environmentOf(pid()).trim()).toBe('');
    for (const text of [...pids.map(commandOf), ...pids.map(environmentOf)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain('HTPASSWD');
    }
  });

  test('no line of the log has it, whoever logs in with it, right or wrong', async () => {
    const running = await start(stage, value);
    expect(await ask(running, '/', `admin:${PASSWORD}`)).toBe(value === PASSWORD ? 200 : 401);
    expect(await ask(running, '/', `learner:${PASSWORD}`)).toBe(value === PASSWORD ? 401 : 200);
    const referer = { Referer: `http://login.example/?password=${PASSWORD}` };
    expect(await ask(running, `/?password=${PASSWORD}`, 'admin:a-wrong-one', referer)).toBe(401);
    await running.stop();
    expect(running.stdout()).toContain('"user_name":"learner"');
    expect(running.stdout()).toContain('"referer":"http://login.example/"');
    expect(running.stdout() + running.stderr()).not.toContain(secret);
  });
});

test('the plain password stands in no file of the container', async () => {
  const { pid } = await start('secrets', PASSWORD);
  const run = `/proc/${pid()}/root/run/workload`;
  const files = readdirSync(run, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContain('htpasswd');
  for (const { parentPath, name } of files) {
    expect(readFileSync(path.join(parentPath, name), 'utf8')).not.toContain(PASSWORD);
  }
});

test('who is logged in can read neither the hash nor the environment of another process', async () => {
  const key = createKey();
  container = await startContainer('secrets', {
    environment: { HTPASSWD: PASSWORD, SSH_AUTHORIZED_KEYS: key.publicKey },
  });
  const login = { port: container.sshPort, user: 'workshop', key: key.file };
  const hash = await ssh({ ...login, command: 'exec 3</run/workload/htpasswd' });
  const first = await ssh({ ...login, command: 'exec 3</proc/1/environ' });
  const own = await ssh({ ...login, command: 'export' });
  key.remove();
  expect([hash.status, first.status, own.status]).toEqual([1, 1, 0]);
  expect(own.stdout).toContain('USER="workshop"');
  expect(hash.stderr).toContain('Permission denied');
  expect(first.stderr).toContain('Permission denied');
  expect(own.stdout).not.toContain('HTPASSWD');
});
