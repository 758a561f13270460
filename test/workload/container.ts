import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../trino/server/free-port';
import { type Image, imageOf, quote, type Stage } from './image-steps';
import { imageTree } from './image-tree';
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
  /** What the launcher starts instead of the entrypoint. */
  readonly program?: readonly string[];
  /** The processes are held to the list. @default true; false starts the entrypoint without the launcher */
  readonly isHeld?: boolean;
  /**
   * File for every program that is executed, with its arguments and environment (strace). Needs `isHeld: false`: a
   * process that one program holds cannot be traced by another.
   */
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
  requirePackages(['debootstrap', 'gcc', 'libc6-dev', 'perl']);
  const { layers } = imageTree(image);
  const isApart = options.network !== undefined;
  const ports = isApart
    ? { HTTP_PORT: image.environment['HTTP_PORT'] ?? '80', SSH_PORT: '22' }
    : { HTTP_PORT: String(await freePort()), SSH_PORT: String(await freePort()) };

  const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-workload-'));
  writeFileSync(path.join(folder, 'changes'), `${options.changes ?? ''}\n`);
  writeFileSync(path.join(folder, 'start'), startCommands(image, options));
  const command = `${isApart ? `exec ip netns exec ${options.network} ` : 'exec '}unshare --mount --pid --fork --kill-child sh ${quote(path.join(__dirname, 'container.sh'))} ${quote(folder)} ${quote(layers.join(':'))}`;
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
  await untilItListens(container, image);
  return container;
}

/**
 * What containers may do unless a task definition says otherwise: chown, dac_override, fowner, fsetid, kill, setgid,
 * setuid, setpcap, net_bind_service, net_raw, sys_chroot, mknod, audit_write and setfcap, as linux/capability.h counts
 * them. Fargate has the same list (aws/containers-roadmap issue 409).
 */
const DEFAULT_CAPABILITIES = '0,1,3,4,5,6,7,8,10,13,18,27,29,31';
const NO_CAPABILITIES = '-1';

function startCommands(
  image: Image,
  { readOnlyRoot, trace, program, isHeld = true }: ContainerOptions,
): string {
  const { user, volumes } = image;
  const first = image.entrypoint.indexOf('/bin/sh');
  const entrypoint = [
    ...(isHeld ? image.entrypoint.slice(0, first) : []),
    ...(program ?? image.entrypoint.slice(first)),
  ];
  const enter = ['perl', path.join(__dirname, 'enter.pl')].map(quote).join(' ');
  const rights = user === undefined ? `0:0 ${DEFAULT_CAPABILITIES}` : `${user} ${NO_CAPABILITIES}`;
  return [
    ...volumes.map(
      (volume) =>
        `mount -t tmpfs -o "$(stat -c uid=%u,gid=%g,mode=%a "$image"${quote(volume)})" tmpfs "$image"${quote(volume)}`,
    ),
    ...(readOnlyRoot ? ['mount -o remount,ro "$image"'] : []),
    // -D keeps the tracer out of the way: the entrypoint is process 1 as without it.
    `exec ${trace === undefined ? '' : `strace -D -f -v -s 8192 -e trace=execve -o ${quote(trace)} `}${enter} "$image" ${rights} ${entrypoint.map(quote).join(' ')}`,
  ].join('\n');
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

async function untilItListens(container: Container, image: Image): Promise<void> {
  let hasEnded = false;
  container.ended.then(() => {
    hasEnded = true;
  });
  const deadline = Date.now() + STARTING_MILLISECONDS;
  const isListening = () =>
    existsSync(`/proc/${container.pid()}/root/run/workload/nginx.pid`) &&
    (!image.packages.includes('openssh-server') || container.stdout().includes('Server listening on'));
  while (!hasEnded && !isListening()) {
    if (Date.now() > deadline) {
      await container.stop();
      throw new ContainerError(
        `a container of stage ${image.stage} did not listen after ${STARTING_MILLISECONDS / 1000} s: ${container.stderr()}${container.stdout()}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
