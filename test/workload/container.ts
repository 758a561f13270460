import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../trino/server/free-port';
import { type Image, imageOf, quote, type Stage, shellSteps } from './image-steps';
import { requirePackages } from './missing-packages';
import { childrenOf, inside } from './processes';

const STARTING_MILLISECONDS = 20_000;

/** A container that neither listens nor ends. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError';
}

export interface ContainerOptions {
  /** What the task definition adds to the image's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly readOnlyRoot?: boolean;
  /** `ip netns` name; there it listens on every address. @default this machine's network, on free loopback ports */
  readonly network?: string;
  /** Shell commands that change the image on the way, on the folder `$image`. */
  readonly changes?: string;
  /** File for every program that is executed, with its arguments and environment (strace). */
  readonly trace?: string;
}

export interface Container {
  readonly httpPort: number;
  readonly sshPort: number;
  /** The entrypoint's process, which is process 1 in the container. */
  readonly pid: () => number;
  /** Ids, as seen from here, of the processes in the container. */
  readonly processes: () => readonly number[];
  readonly stdout: () => string;
  /** The same as it came, before anything that is no UTF-8 has been replaced. */
  readonly stdoutBytes: () => Buffer;
  readonly stderr: () => string;
  /** Resolves with the exit status, `null` after a signal, when the container has ended. */
  readonly ended: Promise<number | null>;
  /** Asks it to stop, as ECS does, and waits for the end. */
  readonly stop: () => Promise<number | null>;
}

/** Starts the image of a stage; resolves when the container has ended or its daemons listen. */
export async function startContainer(stage: Stage, options: ContainerOptions = {}): Promise<Container> {
  const image = imageOf(stage);
  requirePackages(image.packages);
  const isApart = options.network !== undefined;
  const ports = isApart
    ? { HTTP_PORT: image.environment['HTTP_PORT'] ?? '80', SSH_PORT: '22' }
    : { HTTP_PORT: String(await freePort()), SSH_PORT: String(await freePort()) };

  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-workload-'));
  writeFileSync(path.join(folder, 'steps'), `${shellSteps(image)}\n${options.changes ?? ''}\n`);
  writeFileSync(path.join(folder, 'start'), startCommands(image, options));
  const command = `${isApart ? `exec ip netns exec ${options.network} ` : 'exec '}unshare --mount --pid --fork --kill-child sh ${quote(path.join(__dirname, 'container.sh'))} ${quote(folder)}`;
  const child = spawn('sh', ['-c', command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ...image.environment,
      ...(isApart ? {} : { LISTEN_ADDRESS: '127.0.0.1', ...ports }),
      ...options.environment,
    },
  });
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = endOf(child).finally(() => rmSync(folder, { recursive: true }));

  const container: Container = {
    httpPort: Number(ports.HTTP_PORT),
    sshPort: Number(ports.SSH_PORT),
    pid: () => childrenOf(child.pid ?? 0)[0] ?? 0,
    processes: () => inside(childrenOf(child.pid ?? 0)[0] ?? 0),
    stdout: () => Buffer.concat(stdout).toString(),
    stdoutBytes: () => Buffer.concat(stdout),
    stderr: () => stderr,
    ended,
    stop: () => {
      const first = childrenOf(child.pid ?? 0)[0];
      if (first !== undefined) process.kill(first, 'SIGTERM');
      return ended;
    },
  };
  await untilItListens(container, stage);
  return container;
}

/** What containers may do unless a task definition says otherwise (Docker's default list). */
const DEFAULT_CAPABILITIES =
  '-all,+chown,+dac_override,+fsetid,+fowner,+mknod,+net_raw,+setgid,+setuid,+setfcap,+setpcap,+net_bind_service,+sys_chroot,+kill,+audit_write';

function startCommands(image: Image, { readOnlyRoot, trace }: ContainerOptions): string {
  const { user, volumes, entrypoint } = image;
  const [uid, gid] = user?.split(':') ?? [];
  const rights =
    user === undefined
      ? `--bounding-set=${DEFAULT_CAPABILITIES}`
      : `--reuid=${uid} --regid=${gid} --clear-groups --no-new-privs --bounding-set=-all`;
  return [
    ...volumes.map(
      (volume) =>
        `mount -t tmpfs -o "$(stat -c uid=%u,gid=%g,mode=%a "$image"${quote(volume)})" tmpfs "$image"${quote(volume)}`,
    ),
    ...(readOnlyRoot ? ['mount -o remount,ro "$image"'] : []),
    // -D keeps the tracer out of the way: the entrypoint is process 1 as without it.
    `exec ${trace === undefined ? '' : `strace -D -f -v -s 8192 -e trace=execve -o ${quote(trace)} `}chroot "$image" setpriv ${rights} ${entrypoint.map(quote).join(' ')}`,
  ].join('\n');
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

async function untilItListens(container: Container, stage: Stage): Promise<void> {
  let hasEnded = false;
  container.ended.then(() => {
    hasEnded = true;
  });
  const deadline = Date.now() + STARTING_MILLISECONDS;
  const isListening = () =>
    existsSync(`/proc/${container.pid()}/root/run/workload/nginx.pid`) &&
    (stage === 'hardened' || container.stdout().includes('Server listening on'));
  while (!hasEnded && !isListening()) {
    if (Date.now() > deadline) {
      await container.stop();
      throw new ContainerError(
        `a container of stage ${stage} did not listen after ${STARTING_MILLISECONDS / 1000} s: ${container.stderr()}${container.stdout()}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
