import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Container, type ContainerOptions, startContainer } from '../container';
import { logLines } from '../log-lines';
import { childrenOf, commandOf, inside } from '../processes';
import { createKey, ssh } from '../ssh';
import { compileUploads } from './uploads';

const { changes, remove } = compileUploads();
const key = createKey();
let container: Container;
afterEach(() => container.stop());
afterAll(() => {
  remove();
  key.remove();
});

const start = async (options: ContainerOptions = {}) => {
  const { environment, ...others } = options;
  container = await startContainer('secrets', {
    changes,
    environment: { HTPASSWD: 'Zq7mN4wX9tLr2VbK', SSH_AUTHORIZED_KEYS: key.publicKey, ...environment },
    ...others,
  });
};
const run = (command: string) => ssh({ port: container.sshPort, user: 'workshop', key: key.file, command });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const inContainer = (file: string) => `/proc/${container.pid()}/root${file}`;

describe('before anything has run', () => {
  test.each([
    ['there is no list', 'rm "$image/opt/workload/allow-list"', /allow-list cannot be read/],
    [
      'the list has a line of its own kind',
      'echo strange >>"$image/opt/workload/allow-list"',
      /nobody knows such a line/,
    ],
    ['a listed program is gone', 'rm "$image/usr/sbin/nginx"', /nginx is listed and cannot be read/],
    [
      'a later layer has replaced one',
      'cp "$image/usr/bin/cat" "$image/usr/sbin/sshd"',
      /sshd is not the file that the image was built with/,
    ],
    [
      'a later layer has changed a script',
      'echo >>"$image/opt/workload/serve.pl"',
      /serve.pl is not the file/,
    ],
    [
      'a later layer has changed a library',
      'for each in "$image"/usr/lib/*/libcrypto.so.3; do echo >>"$each"; done',
      /libcrypto.so.3 is not the file/,
    ],
    [
      'its own user is not listed',
      'sed -i "/^user\t0$/d" "$image/opt/workload/allow-list"',
      /user 0, whom the list does not name/,
    ],
  ])('%s: the container ends with 78 and says why', async (_, more, message) => {
    await start({ changes: `${changes}\n${more}` });
    expect(await container.ended).toBe(78);
    expect(container.stderr()).toMatch(message);
    expect(container.stdout()).toBe('');
  });

  test('a mode that nobody knows ends it with 64', async () => {
    await start({ environment: { ALLOW_LIST_MODE: 'off' } });
    expect(await container.ended).toBe(64);
    expect(container.stderr()).toBe("allow-list: ALLOW_LIST_MODE is 'off'; expected enforce or report\n");
  });
});

test('what a later layer has added is refused, though it lies where programs lie', async () => {
  await start({ changes: `${changes}\ncp "$image/tmp/through" "$image/usr/bin/through"` });
  const { stdout, stderr } = await run('through');
  expect(stdout).toBe('');
  expect(stderr).toContain('/usr/bin/through: Permission denied');
});

test('a program that is replaced or rewritten while the container runs is refused from then on', async () => {
  await start();
  expect(await run('ls /opt/workload/launcher')).toMatchObject({ status: 0 });
  execFileSync('cp', [inContainer('/tmp/through'), inContainer('/usr/bin/seq')]);
  execFileSync('sh', ['-c', `echo >>${inContainer('/usr/bin/ls')}`]);
  expect(await run('ls /')).toMatchObject({ status: 126, stdout: '' });
  expect(await run('seq 3')).toMatchObject({ status: 126, stdout: '' });
});

test('a library that is rewritten while the container runs is not loaded any more', async () => {
  await start();
  execFileSync('sh', ['-c', `echo >>$(echo ${inContainer('/usr/lib')}/*/libselinux.so.1)`]);
  expect((await run('ls /')).stdout).toBe('');
  expect(logLines(container, 'allow-list')).toContainEqual(
    expect.objectContaining({
      reason: 'it is no listed library',
      file: expect.stringMatching(/libselinux.so.1$/),
    }),
  );
});

test('in report mode everything runs, and is told', async () => {
  await start({ environment: { ALLOW_LIST_MODE: 'report' } });
  expect((await run('/tmp/through')).stdout).toBe('THROUGH\n');
  expect((await run('LD_PRELOAD=/tmp/through.so ls -d /opt')).stdout).toBe('THROUGH\n/opt\n');
  expect(logLines(container, 'allow-list').map(({ action, file }) => [action, file])).toEqual([
    ['reported', '/tmp/through'],
    ['would-refuse', '/tmp/through.so'],
  ]);
});

test('when the launcher is killed from outside, nothing that it watched lives on', async () => {
  await start();
  const pids = inside(container.pid());
  expect(pids.map(commandOf)).toContainEqual(expect.stringContaining('nginx: worker process'));
  process.kill(container.pid(), 'SIGKILL');
  await container.ended;
  expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
});

test('children that lose their parent are held and reaped', async () => {
  await start();
  await run('(sleep 0.3; ls /opt/workload/launcher; /tmp/through) >/dev/null 2>&1 &');
  await pause(1_000);
  expect(logLines(container, 'allow-list')).toContainEqual(expect.objectContaining({ file: '/tmp/through' }));
  const left = childrenOf(container.pid()).map(commandOf);
  expect(left).toEqual([expect.stringContaining('perl')]);
});

test('a burst is told in a hundred lines and a count', async () => {
  await start();
  await run('for each in $(seq 250); do /tmp/through; done 2>/dev/null');
  await pause(4_000);
  const lines = logLines(container, 'allow-list');
  expect(lines.filter(({ action }) => action === 'refused')).toHaveLength(100);
  const leftOut = lines.filter(({ action }) => action === 'left-out').map(({ message }) => String(message));
  expect(leftOut[0]).toMatch(/^\d+ more refusals were not logged: at most 100 are in 10 seconds$/);
  expect(leftOut.reduce((sum, text) => sum + Number.parseInt(text, 10), 0)).toBe(150);
});

test('arguments are told without what looks like a secret', async () => {
  await start();
  const words = [
    '--password hunter2horse',
    'token=abc.def',
    'https://user:pass@example.com/a?key=1',
    'AKIAIOSFODNN7EXAMPLE',
    'Authorization: Bearer eyJhbGciOi',
    'plain',
  ];
  await run(`/tmp/through ${words.map((word) => (word.startsWith('--') ? word : `'${word}'`)).join(' ')}`);
  expect(logLines(container, 'allow-list')[0]?.['arguments']).toBe(
    '/tmp/through --password *** token=*** https://***@example.com/a?*** *** Authorization: Bearer *** plain',
  );
});

test('texts that break JSON or lines come back whole, in one line', async () => {
  await start();
  await run(`/tmp/through 'a"b\\c' $'two\\nlines' $'\\x01\\xff'`);
  expect(logLines(container, 'allow-list')).toEqual([
    expect.objectContaining({ arguments: '/tmp/through a"b\\c two\nlines \u0001\ufffd', action: 'refused' }),
  ]);
});

test('what is started from outside, as ECS Exec does, is told and not held', async () => {
  await start();
  const outside = path.join(__dirname, '../enter.pl');
  await promisify(execFile)('nsenter', [
    ...['-t', String(container.pid()), '-p', '-m'],
    ...['perl', outside, `/proc/self/root${rootOf(container)}`, '0:0', '-1', '/usr/bin/sleep', '3'],
  ]);
  expect(logLines(container, 'allow-list')).toEqual([
    expect.objectContaining({ action: 'unwatched', file: '/usr/bin/sleep', user_id: 0 }),
  ]);
});

/** The container's root folder, as a path in its own mount namespace. */
function rootOf({ pid }: Container): string {
  return execFileSync('readlink', [`/proc/${pid()}/root`], { encoding: 'utf8' }).trim();
}
