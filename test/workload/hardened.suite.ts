import { readFileSync } from 'node:fs';
import { ask } from './ask';
import { type Container, startContainer } from './container';
import { imageOf } from './image-steps';
import { commandOf, userOf } from './processes';

const PASSWORD = 'Zq7mN4wX9tLr2VbK';
let container: Container;
afterEach(() => container.stop());

const start = async (changes = '') => {
  container = await startContainer('hardened', {
    environment: { HTPASSWD: PASSWORD },
    readOnlyRoot: true,
    changes,
  });
};

test('serves the page on a root file system that is read-only', async () => {
  await start();
  const mounts = readFileSync(`/proc/${container.pid()}/mounts`, 'utf8').split('\n');
  expect(mounts).toContainEqual(expect.stringMatching(/^overlay \/ overlay ro,/));
  expect(await ask(container, '/', `admin:${PASSWORD}`)).toBe(200);
  expect(container.stderr()).toBe('');
});

test('no process is root, has a capability, or may get one', async () => {
  await start();
  const pids = container.processes();
  expect(pids.map(commandOf)).toContainEqual(expect.stringContaining('nginx: worker process'));
  expect(pids.map(userOf)).toEqual(pids.map(() => 10_001));
  for (const pid of pids) {
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^CapEff:\t0{16}\nCapBnd:\t0{16}$/m);
  }
});

test('needs no port that only root may open', () => {
  expect(Number(imageOf('hardened').environment['HTTP_PORT'])).toBeGreaterThanOrEqual(1024);
});

test('writes to one folder alone, which is a volume', async () => {
  await start();
  const mounts = readFileSync(`/proc/${container.pid()}/mounts`, 'utf8').split('\n');
  const ours = mounts.filter((line) => !/ \/(dev|proc)[ /]/.test(line) && line.includes(' rw,'));
  expect(ours.map((line) => line.split(' ')[1])).toEqual(imageOf('hardened').volumes);
});

test('says what to mount when its volume belongs to somebody else, and ends with 73', async () => {
  await start('chown root:root "$image/run/workload"');
  expect(await container.ended).toBe(73);
  expect(container.stderr()).toBe(
    'workload: /run/workload is not writable for user 10001; mount a volume there whose folder belongs to that user\n',
  );
});
