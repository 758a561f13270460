import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BUILDSPEC } from '../../../../stacks/workload/image-build/buildspec';

const DOCKERFILE = path.join(__dirname, '../../../../workload/Dockerfile');
const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/harborwatch/httpd-login';
const BASE = `sha256:${'b'.repeat(64)}`;

/** Stand-ins that write down how they are called: there is no Docker here, and no registry. */
const DOCKER = `#!/bin/sh
echo "docker $*" >>"$CALLS"
case "$*" in
  login*) cat >/dev/null ;;
  "pull --quiet ${REPOSITORY}"*) [ -e "$PUSHED" ] ;;
  *RepoDigests*) echo "public.ecr.aws/docker/library/debian@${BASE}" ;;
  *base.digest*image*|*.Config.Labels*) echo "${BASE}" ;;
  build*) [ "$BUILDS" = well ] ;;
  push*) touch "$PUSHED" ;;
esac`;
const AWS = `#!/bin/sh
echo "aws $*" >>"$CALLS"
case "$*" in
  "ecr get-login-password"*) echo password ;;
  "ecr describe-images"*) [ -e "$PUSHED" ] && echo "sha256:pushed" ;;
esac`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'buildspec-'));
  writeFileSync(path.join(folder, 'docker'), DOCKER, { mode: 0o755 });
  writeFileSync(path.join(folder, 'aws'), AWS, { mode: 0o755 });
  writeFileSync(path.join(folder, 'Dockerfile'), readFileSync(DOCKERFILE));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the commands one after another in one shell, as CodeBuild does, and stops at the first that fails. */
function build({ isPushed = false, builds = 'well' } = {}) {
  const file = (name: string) => path.join(folder, name);
  if (isPushed) writeFileSync(file('pushed'), '');
  const steps = BUILDSPEC.phases.build.commands.map((command) => `${command}\n[ $? = 0 ] || exit 1`);
  const script = [...steps, 'env | grep _DIGEST'].join('\n');
  let output = '';
  let status = 0;
  try {
    output = execFileSync('bash', ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
      env: {
        PATH: `${folder}:${process.env['PATH'] ?? ''}`,
        CALLS: file('calls'),
        PUSHED: file('pushed'),
        BUILDS: builds,
        REPOSITORY_URI: REPOSITORY,
        STAGE: 'open',
        IMAGE_TAG: 'open-0123',
      },
    });
  } catch (error) {
    status = (error as { readonly status: number }).status;
  }
  const calls = readFileSync(file('calls'), 'utf8').trim().split('\n');
  return { output, status, calls };
}

describe('the commands of the build', () => {
  test('build the stage on the digest that the base tag has now, and push it', () => {
    const { calls, output, status } = build();
    expect(status).toBe(0);
    const base = /^ARG BASE=(.+)$/m.exec(readFileSync(DOCKERFILE, 'utf8'))?.[1];
    expect(calls).toContain(`docker pull --quiet ${base}`);
    const [made = ''] = calls.filter((call) => call.startsWith('docker build'));
    expect(made).toContain(
      `--build-arg BASE=public.ecr.aws/docker/library/debian@${BASE} --build-arg STAGE=open`,
    );
    expect(made).toContain(
      `--label org.opencontainers.image.base.digest=${BASE} --tag ${REPOSITORY}:open-0123 .`,
    );
    expect(calls).toContain(`docker push ${REPOSITORY}:open-0123`);
    expect(output).toContain(`BASE_DIGEST=${BASE}\n`);
    expect(output).toContain('IMAGE_DIGEST=sha256:pushed\n');
  });

  test('take an image that is there already, since its tag is a hash and never moves', () => {
    const { calls, output, status } = build({ isPushed: true });
    expect(status).toBe(0);
    expect(calls.filter((call) => /docker (build|push)/.test(call))).toEqual([]);
    expect(output).toContain('IMAGE_DIGEST=sha256:pushed\n');
    expect(output).toContain(`BASE_DIGEST=${BASE}\n`);
  });

  test('fail, and push nothing, when the image cannot be built', () => {
    const { calls, status } = build({ builds: 'badly' });
    expect(status).not.toBe(0);
    expect(calls.filter((call) => call.startsWith('docker push'))).toEqual([]);
  });

  test('hand the password of the registry on through a pipe', () => {
    const { calls } = build();
    expect(calls).toContain(
      'docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com',
    );
  });

  test('end before the function that waits for them does', async () => {
    const { BUILD_TIMEOUT, QUEUE_TIMEOUT } = await import('../../../../stacks/workload/image-build/project');
    const { STARTER_TIMEOUT } = await import('../../../../stacks/workload/image-build/starter');
    expect(BUILD_TIMEOUT.plus(QUEUE_TIMEOUT).toSeconds()).toBeLessThan(STARTER_TIMEOUT.toSeconds());
  });
});
