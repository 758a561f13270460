import { readFileSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { type Container, type ContainerOptions, startContainer } from '../test/workload/container';
import { commandOf } from '../test/workload/processes';
import type { BenchTable } from './report/bench-table';
import { countCell, verdict } from './report/cells';
import { spreadOf } from './report/spread';

const ROUNDS = 15;
const REQUESTS = 4_000;
const STARTS = 100;
const PASSWORD = 'Zq7mN4wX9tLr2VbK';
const MEGABYTE = 1024 * 1024;

const AIMS = {
  requests: 1.03,
  startMilliseconds: 5,
  bytes: 2 * MEGABYTE,
  memoryBytes: 10 * MEGABYTE,
} as const;

/** What the launcher costs, against the same containers without it, in turns. Needs root and builds the images. */
export async function benchLauncher(): Promise<BenchTable> {
  const requests = await requestRatio();
  const starts = await startMilliseconds();
  const cell = (value: number, digits: number) => value.toFixed(digits);
  const { bytes, memoryBytes } = requests;
  return {
    title: 'The launcher of the containers',
    explanation: `nginx answering ${countCell(REQUESTS)} requests a round, and ${STARTS} programs started one after the other by a shell, in containers with and without the launcher, in turns, ${ROUNDS} rounds. Requests are compared by the CPU time of nginx, starts by the clock.`,
    heads: ['what', 'median', 'min - max', 'aim', ''],
    rows: [
      [
        'CPU time of nginx, ratio',
        cell(requests.cpu.median, 3),
        `${cell(requests.cpu.min, 2)} - ${cell(requests.cpu.max, 2)}`,
        cell(AIMS.requests, 2),
        verdict(requests.cpu.median, AIMS.requests),
      ],
      [
        'requests by the clock, ratio',
        cell(requests.wall.median, 3),
        `${cell(requests.wall.min, 2)} - ${cell(requests.wall.max, 2)}`,
        '-',
        '',
      ],
      [
        'more for a process start, ms',
        cell(starts.median, 2),
        `${cell(starts.min, 2)} - ${cell(starts.max, 2)}`,
        cell(AIMS.startMilliseconds, 2),
        verdict(starts.median, AIMS.startMilliseconds),
      ],
      [
        'size of the launcher, MB',
        cell(bytes / MEGABYTE, 2),
        '',
        cell(AIMS.bytes / MEGABYTE, 0),
        verdict(bytes, AIMS.bytes),
      ],
      [
        'most memory of the launcher, MB',
        cell(memoryBytes / MEGABYTE, 2),
        '',
        cell(AIMS.memoryBytes / MEGABYTE, 0),
        verdict(memoryBytes, AIMS.memoryBytes),
      ],
    ],
  };
}

interface Taken {
  readonly cpu: number;
  readonly wall: number;
}

async function requestRatio() {
  const environment = { HTPASSWD: PASSWORD };
  const held = await startContainer('hardened', { environment, readOnlyRoot: true });
  const free = await startContainer('hardened', { environment, readOnlyRoot: true, isHeld: false });
  try {
    const rounds: { held: Taken; free: Taken }[] = [];
    for (let round = -2; round < ROUNDS; round += 1) {
      const isHeldFirst = round % 2 === 0;
      const first = await askOften(isHeldFirst ? held : free);
      const second = await askOften(isHeldFirst ? free : held);
      if (round >= 0)
        rounds.push(isHeldFirst ? { held: first, free: second } : { held: second, free: first });
    }
    const ratio = (time: keyof Taken) => spreadOf(rounds.map((round) => round.held[time] / round.free[time]));
    const status = readFileSync(`/proc/${held.pid()}/status`, 'utf8');
    return {
      cpu: ratio('cpu'),
      wall: ratio('wall'),
      bytes: statSync(path.join(`/proc/${held.pid()}/root`, 'opt/workload/launcher')).size,
      memoryBytes: Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024,
    };
  } finally {
    await Promise.all([held.stop(), free.stop()]);
  }
}

/** Asks on a few connections that stay open. */
async function askOften(container: Container): Promise<Taken> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const before = cpuOfNginx(container);
  const start = performance.now();
  await Promise.all(Array.from({ length: 4 }, () => askInTurn(container, agent, REQUESTS / 4)));
  const wall = performance.now() - start;
  agent.destroy();
  return { cpu: cpuOfNginx(container) - before, wall };
}

async function askInTurn({ httpPort }: Container, agent: Agent, times: number): Promise<void> {
  for (let each = 0; each < times; each += 1) {
    await new Promise<void>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: httpPort, path: '/health', agent }, (answer) => {
        answer.resume();
        answer.once('end', resolve);
      });
      asked.once('error', reject);
      asked.end();
    });
  }
}

/** Milliseconds that the process which answers has run (schedstat counts them in nanoseconds). */
function cpuOfNginx(container: Container): number {
  const worker = container.processes().find((pid) => commandOf(pid).startsWith('nginx: worker'));
  const [nanoseconds = ''] = readFileSync(`/proc/${worker}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}

async function startMilliseconds() {
  const command = `for each in $(seq ${STARTS}); do ls -d /opt >/dev/null; done`;
  const take = async (isHeld: boolean) => {
    const idle = await runShell(':', { isHeld });
    return (await runShell(command, { isHeld })) - idle;
  };
  const values: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const held = await take(true);
    const free = await take(false);
    if (round >= 0) values.push((held - free) / STARTS);
  }
  return spreadOf(values);
}

/** The shell by its path, as nobody calls it in the image: a line more in the list. */
const WITH_SHELL =
  'sed -i "s|^call\tbash\t-c\t[*]$|&\\ncall\t/usr/bin/bash\t-c\t*|" "$image/opt/workload/allow-list"';

async function runShell(command: string, options: ContainerOptions): Promise<number> {
  const start = performance.now();
  const container = await startContainer('secrets', {
    ...options,
    program: ['/usr/bin/bash', '-c', command],
    changes: WITH_SHELL,
  });
  const status = await container.ended;
  if (status !== 0) throw new Error(`the shell ended with ${status}: ${container.stderr()}`);
  return performance.now() - start;
}
