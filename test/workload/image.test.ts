import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { containerLogs } from '../../records/tables/container-logs';
import { CONTEXT, imageOf, type Stage } from './image-steps';
import { readDockerfile } from './read-dockerfile';

const STAGES: readonly Stage[] = ['open', 'restricted', 'secrets', 'hardened', 'browser-shell'];
const read = (name: string) => readFileSync(path.join(CONTEXT, name), 'utf8');
const files = readdirSync(CONTEXT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => path.relative(CONTEXT, path.join(parentPath, name)));
const copied = (stage: Stage) =>
  [...imageOf(stage).steps, ...imageOf(stage).toolSteps]
    .filter(({ name, value }) => name === 'COPY' && !value.startsWith('--from='))
    .flatMap(({ value }) => value.split(' ').slice(0, -1));

describe('the Dockerfile', () => {
  const instructions = readDockerfile(read('Dockerfile'));

  test('takes its base by exact tag from the public gallery, and no other image', () => {
    expect(instructions[0]).toEqual({
      name: 'ARG',
      value: expect.stringMatching(/^BASE=public\.ecr\.aws\/docker\/library\/debian:[a-z]+-\d{8}-slim$/),
    });
    const stages = instructions.filter(({ name }) => name === 'FROM').map(({ value }) => value.split(' '));
    const names = stages.map(([, , as]) => as);
    const bases = stages.map(([from]) => from);
    expect(bases.filter((from) => !names.includes(from))).toEqual([`\${BASE}`, `\${BASE}`, `\${STAGE}`]);
  });

  test('copies files that are there, and everything that is there', () => {
    const all = new Set(STAGES.flatMap(copied));
    const own = ['Dockerfile', 'README.md', '.dockerignore', 'policy.schema.json'];
    const roots = new Set(files.map((file) => (file.includes('/') ? `${file.split('/')[0]}/` : file)));
    expect([...all, ...own].sort()).toEqual([...roots].sort());
  });

  test.each(STAGES)('%s says which stage it is and starts the entrypoint', (stage) => {
    expect(imageOf(stage).environment['STAGE']).toBe(stage);
    expect(imageOf(stage).entrypoint).toEqual([
      '/opt/workload/launcher',
      '/opt/workload/allow-list',
      '/bin/sh',
      '/opt/workload/entrypoint.sh',
    ]);
  });

  test('bakes the published password into the images of the first two stages alone', () => {
    expect(STAGES.filter((stage) => copied(stage).includes('published.htpasswd'))).toEqual([
      'open',
      'restricted',
    ]);
  });

  test('installs an SSH daemon in all stages but hardened, and leaves none of its host keys in the image', () => {
    const withSsh = STAGES.filter((stage) => imageOf(stage).packages.includes('openssh-server'));
    expect(withSsh).toEqual(['open', 'restricted', 'secrets']);
    for (const stage of withSsh) {
      const commands = imageOf(stage).steps.map(({ value }) => value);
      const installed = commands.findIndex((command) => command.includes('openssh-server'));
      expect(commands.indexOf('rm -f /etc/ssh/ssh_host_*')).toBeGreaterThan(installed);
    }
  });

  test('runs hardened as a user with a number, which a task definition can check', () => {
    expect(STAGES.map((stage) => imageOf(stage).user)).toEqual([
      undefined,
      undefined,
      undefined,
      '10001:10001',
      '10001:10001',
    ]);
    expect(imageOf('hardened').volumes).toEqual(['/run/workload']);
  });
});

test.each(STAGES)('the last step of %s seals the list, so that no step can add to it', (stage) => {
  const commands = imageOf(stage)
    .steps.filter(({ name }) => name === 'RUN' || name === 'COPY')
    .map(({ value }) => value);
  expect(commands.at(-1)).toBe(
    'perl /build/seal.pl /build/policy /opt/workload/allow-list /opt/workload/removed',
  );
});

test('no file of the context holds a secret but the published one', () => {
  const secret = /-----BEGIN|AKIA[A-Z0-9]{16}|\$(apr1|2[aby]|5|6)\$[./0-9A-Za-z]{4,}/;
  expect(files.filter((file) => secret.test(read(file)))).toEqual(['published.htpasswd']);
});

test('the entrypoint is a script that a POSIX shell can read', () => {
  const { status, stderr } = spawnSync('sh', ['-n', path.join(CONTEXT, 'entrypoint.sh')], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test.each(['nginx.conf', 'sshd_config'])('the entrypoint fills in everything that %s leaves open', (name) => {
  const open = new Set(read(name).match(/@[A-Z_]+@/g));
  expect(open.size).toBeGreaterThan(2);
  for (const gap of open) expect(read('entrypoint.sh')).toContain(`s|${gap}|`);
});

test('every line of the log has columns of the container_logs table, and all columns are filled', () => {
  const sources = [read('nginx.conf'), read('serve.pl'), read('launcher/report.c')].join('');
  const written = sources.matchAll(/"(\w+)":|\[(\w+) +=>|\\"(\w+)\\":|append_text\(line, "(\w+)"/g);
  const names = new Set([...written].map(([, ...found]) => found.find((name) => name !== undefined)));
  expect([...names].sort()).toEqual(containerLogs.columns.map(({ name }) => name).sort());
});

test('the README lists every variable that is read, and no other', () => {
  const [, table = ''] = read('README.md').split('## Environment');
  const listed = [...table.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, name]) => name);
  const script = read('entrypoint.sh');
  const own = new Set(
    [
      ...script.matchAll(/\$\{([A-Z0-9_]+):-/g),
      ...read('serve.pl').matchAll(/\$ENV\{(\w+)\}/g),
      ...read('launcher/main.c').matchAll(/getenv\("(\w+)"\)/g),
    ].map(([, name]) => name),
  );
  expect(listed.sort()).toEqual([...own].sort());
});
