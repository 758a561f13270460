import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CONTEXT, imageOf, type Stage } from '../image-steps';
import { imageTree } from '../image-tree';

const STAGES: readonly Stage[] = ['open', 'restricted', 'secrets', 'hardened', 'browser-shell'];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-build-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The finished image as one folder, for as long as the command runs in a mount namespace of its own. */
function inImage(stage: Stage, script: string): { status: number | null; stdout: string; stderr: string } {
  const layers = imageTree(imageOf(stage)).layers.join(':');
  const commands = `set -eu
    mount -t tmpfs tmpfs ${folder}
    mkdir ${folder}/upper ${folder}/work ${folder}/image
    mount -t overlay -o lowerdir=${layers},upperdir=${folder}/upper,workdir=${folder}/work overlay ${folder}/image
    image=${folder}/image
    ${script}`;
  const { status, stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', commands], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.each(STAGES)('the image of stage %s', (stage) => {
  test('has no program with more rights than its caller, and none that nobody listed', () => {
    const listed = inImage(stage, 'cat "$image/opt/workload/allow-list"');
    const names = new Set(listed.stdout.split('\n').map((line) => line.split('\t').at(-1)));
    const { stdout } = inImage(
      stage,
      'find "$image" -xdev -type f -perm /6000; find "$image" -xdev -type f -perm /111 -printf "/%P\\n"',
    );
    const left = stdout.split('\n').filter((file) => file !== '' && !names.has(file));
    const withSsh = ['open', 'restricted', 'secrets'].includes(stage);
    const kept = stage === 'browser-shell' ? ['/usr/bin/whoami'] : withSsh ? ['/usr/sbin/nologin'] : [];
    expect(left.sort()).toEqual(['/opt/workload/launcher', ...kept]);
  });

  test('says what was removed: tools of the package manager, and what had setuid bits first', () => {
    const { stdout } = inImage(stage, 'cat "$image/opt/workload/removed"');
    const removed = stdout.trim().split('\n');
    expect(removed).toEqual(expect.arrayContaining(['/usr/bin/apt-get', '/usr/bin/dpkg', '/usr/bin/passwd']));
    expect(removed.indexOf('/usr/bin/passwd')).toBeLessThan(removed.indexOf('/usr/bin/apt-get'));
  });
});

test('the same sources and the same compiler give the same launcher, of at most two megabytes', () => {
  const build = (name: string) => {
    execFileSync('cp', ['-R', path.join(CONTEXT, 'launcher'), path.join(folder, name)]);
    const file = path.join(folder, name, 'launcher');
    execFileSync('sh', [path.join(folder, name, 'build.sh'), file]);
    return file;
  };
  const [one, other] = [build('one'), build('another-folder')];
  expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
  expect(statSync(one).size).toBeLessThan(2 * 1024 * 1024);
  expect(spawnSync('ldd', [one], { encoding: 'utf8' }).stdout).toContain('statically linked');
});

test.each([
  '',
  'abc',
  'a'.repeat(55),
  'a'.repeat(56),
  'a'.repeat(64),
  'b'.repeat(65_536),
  'c'.repeat(200_001),
])('hashes a file as sha256sum does (%#)', (text) => {
  const file = path.join(folder, 'file');
  const launcher = path.join(folder, 'launcher');
  writeFileSync(file, text);
  execFileSync('sh', [path.join(CONTEXT, 'launcher/build.sh'), launcher]);
  const ours = execFileSync(launcher, ['--hash', file], { encoding: 'utf8' }).trim();
  expect(ours).toBe(execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64));
});

test.each([
  ['a program', 'program\talways\t/usr/bin/nothing', '/usr/bin/nothing is listed and is not in the image'],
  [
    'a library',
    'library\t/usr/lib/libnothing.so',
    '/usr/lib/libnothing.so is listed and is not in the image',
  ],
  ['a user', 'user\tnobody-at-all', 'user nobody-at-all is listed and is not in the image'],
  ['a link', 'program\talways\t/bin/sh', '/bin/sh is a link to /usr/bin/dash; list that'],
])('the build fails when %s that is listed is not there', (_, line, message) => {
  const { status, stderr } = inImage(
    'secrets',
    `printf '%s\\n' '${line}' >"$image/policy"
     chroot "$image" perl /build/seal.pl /policy /opt/workload/allow-list /opt/workload/removed`,
  );
  expect(status).not.toBe(0);
  expect(stderr).toContain(message);
});

describe('a policy with a mistake', () => {
  const policy = () => JSON.parse(readFileSync(path.join(CONTEXT, 'policy.json'), 'utf8'));
  const check = (value: unknown, stage = 'open') => {
    writeFileSync(
      path.join(folder, 'policy.json'),
      typeof value === 'string' ? value : JSON.stringify(value),
    );
    return spawnSync('perl', [path.join(CONTEXT, 'policy.pl'), path.join(folder, 'policy.json'), stage], {
      encoding: 'utf8',
    });
  };
  const last = { path: '/usr/bin/perl', when: 'last' };

  test('fails the build, and one without does not', () => {
    expect(check(policy()).status).toBe(0);
    expect(check('{"mode":').status).not.toBe(0);
  });

  test.each([
    ['no JSON', '{"mode":', /policy.json is no JSON: /],
    ['another mode', { mode: 'off', programs: [last] }, /mode is "off"; expected enforce or report/],
    [
      'a name that nobody reads',
      { mode: 'enforce', programms: [], programs: [last] },
      /the policy has 'programms', which nobody reads/,
    ],
    [
      'a relative path',
      { mode: 'enforce', programs: [last, { path: 'ls', when: 'always' }] },
      /programs\[1\]\.path is "ls"; expected an absolute path/,
    ],
    [
      'a path with ..',
      { mode: 'enforce', programs: [last, { path: '/usr/../ls', when: 'always' }] },
      /programs\[1\]\.path is "\/usr\/\.\.\/ls"/,
    ],
    [
      'no time',
      { mode: 'enforce', programs: [last, { path: '/ls' }] },
      /programs\[1\]\.when is null; expected always, starting or last/,
    ],
    [
      'a call that is no list',
      { mode: 'enforce', programs: [{ ...last, calls: 'perl' }] },
      /programs\[0\]\.calls is "perl"; expected a list of calls/,
    ],
    [
      'a star too early',
      { mode: 'enforce', programs: [{ ...last, calls: [['**', 'x']] }] },
      /expected '\*\*' at the end of a call alone/,
    ],
    [
      'a program twice',
      { mode: 'enforce', programs: [last, { path: '/ls', when: 'always' }, { path: '/ls', when: 'always' }] },
      /expected each program once a stage/,
    ],
    [
      'nothing that ends the start',
      { mode: 'enforce', programs: [{ path: '/ls', when: 'always' }] },
      /expected exactly one program of each stage with when: last/,
    ],
    [
      'a stage that is none',
      { mode: 'enforce', programs: [{ ...last, stages: ['opened'] }] },
      /programs\[0\]\.stages is \["opened"\]; expected a list out of browser-shell, hardened/,
    ],
    [
      'a user without a name',
      { mode: 'enforce', programs: [last], users: [{ name: 'Big Boss' }] },
      /users\[0\] is "Big Boss"; expected a name of the image/,
    ],
    [
      'a network without a prefix',
      { mode: 'enforce', programs: [last], networks: [{ to: '10.0.0.1' }] },
      /networks\[0\]\.to is "10.0.0.1"; expected an address with a prefix length/,
    ],
    [
      'a port that is none',
      { mode: 'enforce', programs: [last], networks: [{ to: '10.0.0.0/8', ports: [70000] }] },
      /networks\[0\]\.ports is \[70000\]; expected up to 16 ports/,
    ],
  ])('%s: says where, what, and what is expected', (_, value, message) => {
    const { status, stderr } = check(value);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  test('all mistakes are said at once', () => {
    expect(
      check({ mode: 'off', programs: [{ path: 'ls', when: 'never' }] })
        .stderr.trim()
        .split('\n'),
    ).toHaveLength(4);
  });
});
