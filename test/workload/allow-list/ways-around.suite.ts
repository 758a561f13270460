import { type Container, startContainer } from '../container';
import type { Stage } from '../image-steps';
import { logLines } from '../log-lines';
import { createKey, ssh } from '../ssh';
import { compileUploads } from './uploads';

const { changes, remove } = compileUploads();
const key = createKey();
afterAll(() => {
  remove();
  key.remove();
});

const LOADER = '$(echo /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1)';

/** Ways with what is in the image and what was uploaded, as somebody tries them who has logged in. */
const BY_HAND: readonly (readonly [string, string, string])[] = [
  ['an uploaded program', '/tmp/through', 'it is not on the list'],
  ['one by the name of a listed program', '/tmp/ls', 'it is not on the list'],
  ['one that is found first', 'PATH=/tmp:$PATH; ls', 'it is not on the list'],
  ['one that calls itself a listed program', 'exec -a /usr/bin/ls /tmp/through', 'it is not on the list'],
  ['a link to one', '/tmp/link', 'it is not on the list'],
  ['a copy of a listed program', '/tmp/copy-of-ls /', 'it is not on the list'],
  ['a relative path', 'cd /tmp; ./through', 'it is not on the list'],
  ['a script with a shell', '/tmp/script', 'it is not on the list'],
  ['a script with an uploaded interpreter', '/tmp/strange-script', 'it is not on the list'],
  ['the shell with an uploaded script', 'exec -a bash /bin/bash /tmp/script.bash', 'with these arguments'],
  ['the other shell', "/bin/sh -c 'echo THROUGH'", 'only while the container starts'],
  ['Perl with a script', 'perl /tmp/script.pl', 'only while the container starts'],
  ['Perl with a line', `perl -e 'print "THROUGH"'`, 'only while the container starts'],
  ['a tool of the start', 'sed -n 1e/tmp/through /etc/passwd', 'only while the container starts'],
  [
    'the loader with a program',
    `for each in ${LOADER}; do $each /tmp/through-dynamic; done`,
    'it is not on the list',
  ],
  [
    'the loader with a listed program',
    `for each in ${LOADER}; do $each /usr/bin/ls /; done`,
    'it is not on the list',
  ],
  ['a library before all others', 'LD_PRELOAD=/tmp/through.so ls /', 'it is no listed library'],
  ['a library that watches the loader', 'LD_AUDIT=/tmp/through.so ls /', 'it is no listed library'],
  ['a library in the place of another', 'LD_LIBRARY_PATH=/tmp/libraries ls /', 'it is no listed library'],
  ['a library as a part of the shell', 'enable -f /tmp/through.so through', 'it is no listed library'],
  ['nginx with another configuration', '/usr/sbin/nginx -c /tmp/nginx.conf', 'with these arguments'],
  [
    'the SSH daemon with another option',
    '/usr/sbin/sshd -o "ForceCommand /tmp/through"',
    'with these arguments',
  ],
];

/** Ways that take code of one's own inside a listed program: what each is refused for. */
const BY_CODE: readonly (readonly [string, string])[] = [
  ['memory-file', 'it is not on the list'],
  ['memory-file-by-number', 'it is not on the list'],
  ['nameless-file', 'it is not on the list'],
  ['relative-folder', 'it is not on the list'],
  ['written-memory', 'memory that was written cannot be run'],
  ['memory-made-executable', 'memory that was written cannot be run'],
  ['own-code-rewritten', 'memory that was written cannot be run'],
  ['uploaded-code', 'it is no listed library'],
  ['own-memory-file', 'it would write into the memory of a process'],
  ['hidden-memory-file', 'it would write into the memory of a process'],
  ['read-implies-exec', 'no process here may use system call'],
  ['untraced-child', 'no process here may use system call'],
  ['borrowed-memory', 'it is not on the list'],
  ['thread', 'it is not on the list'],
  ['own-listener', 'no process here may use system call'],
  ['own-filter', 'it is not on the list'],
  ['unreadable-process', 'it is not on the list'],
  ['hold-a-child', 'no process here may use system call'],
  ['write-into-a-child', 'no process here may use system call'],
  ['kill-launcher', 'no process here may use system call'],
  ['freeze-launcher', 'no process here may use system call'],
  ['limit-launcher', 'no process here may use system call'],
  ['starve-launcher', 'no process here may use system call'],
  ['new-namespaces', 'no process here may use system call'],
  ['reach-out', 'it reaches for 203.0.113.9 port 443'],
  ['reach-out-mapped', 'it reaches for ::ffff:203.0.113.9 port 443'],
  ['send-out', 'it reaches for 203.0.113.9 port 443'],
  ['send-message-out', 'it reaches for 203.0.113.9 port 443'],
  ['raw-socket', 'no process here may use system call'],
  ['other-user', 'whom the list does not name'],
  ...(process.arch === 'x64' ? [['old-calls', 'no process here may use system call'] as const] : []),
];

/** Refused by the kernel without a line: the C library tries these calls itself. */
const QUIETLY = ['child-by-clone3', 'ring', 'look-into-launcher'];

const refusals = (container: Container) =>
  container
    .stdout()
    .split('\n')
    .filter((text) => text.includes('"process":"allow-list"'))
    .map((text) => JSON.parse(text));
const reasons = (container: Container) => refusals(container).map(({ reason }) => String(reason));

describe('who is logged in', () => {
  let container: Container;
  const run = (command: string) => ssh({ port: container.sshPort, user: 'workshop', key: key.file, command });
  beforeAll(async () => {
    container = await startContainer('secrets', {
      environment: { HTPASSWD: 'Zq7mN4wX9tLr2VbK', SSH_AUTHORIZED_KEYS: key.publicKey },
      changes,
    });
  });
  afterAll(() => container.stop());

  test('runs listed programs', async () => {
    expect(await run('ls /opt/workload/launcher')).toMatchObject({
      status: 0,
      stdout: '/opt/workload/launcher\n',
    });
    expect(reasons(container)).toEqual([]);
  });

  test.each(BY_HAND)('does not run %s', async (_, command, reason) => {
    const before = reasons(container).length;
    const { stdout } = await run(command);
    expect(stdout).not.toContain('THROUGH');
    expect(reasons(container).slice(before)).toContainEqual(expect.stringContaining(reason));
  });

  test.each(BY_CODE)('gets nowhere with %s', async (way, reason) => {
    const before = reasons(container).length;
    const { stdout } = await run(`/usr/bin/probe ${way}`);
    expect(stdout).not.toContain('THROUGH');
    expect(reasons(container).slice(before)).toContainEqual(expect.stringContaining(reason));
  });

  test.each(QUIETLY)('gets nowhere with %s, of which no line is written', async (way) => {
    const { stdout, status } = await run(`/usr/bin/probe ${way}`);
    expect({ way, status, isThrough: stdout.includes('THROUGH') }).toEqual({
      way,
      status: 1,
      isThrough: false,
    });
  });

  test('has not stopped the launcher with all of that', async () => {
    expect((await run('ls /opt/workload/launcher')).stdout).toBe('/opt/workload/launcher\n');
    expect(container.stderr()).toBe('');
    expect(logLines(container, 'allow-list').length).toBeGreaterThan(BY_HAND.length);
  });
});

/** A folder that everybody may write to, on a root file system that nobody may: the worst that a task definition allows. */
const WRITABLE = 'mount -t tmpfs -o mode=1777 tmpfs "$image/tmp"';

const runAlone = async (stage: Stage, way: string) => {
  const container = await startContainer(stage, {
    readOnlyRoot: true,
    program: ['/usr/bin/probe', way],
    changes: `${WRITABLE}\n${changes}`,
  });
  return { container, status: await container.ended };
};

describe.each<Stage>(['hardened', 'browser-shell'])('in stage %s, without privileges', (stage) => {
  test.each([...BY_CODE, ...QUIETLY.map((way) => [way, undefined] as const)])(
    'nothing gets through with %s',
    async (way, reason) => {
      const { container, status } = await runAlone(stage, way);
      expect(status).not.toBe(0);
      expect(container.stderr()).toBe('');
      expect(container.stdout()).not.toContain('THROUGH');
      if (reason !== undefined) expect(reasons(container)).toContainEqual(expect.stringContaining(reason));
    },
  );
});

test('a listed program runs without privileges', async () => {
  const { container, status } = await runAlone('browser-shell', 'listed');
  expect(container.stdout()).toBe('/opt/workload/launcher\n');
  expect(status).toBe(0);
});

test('a path that another process keeps changing starts the listed program or none', async () => {
  const { container } = await runAlone('browser-shell', 'race');
  expect(container.stdout()).toContain('/opt/workload/launcher\n');
  expect(container.stdout()).not.toContain('THROUGH');
  expect(refusals(container).map(({ action }) => action)).toContain('refused');
});
