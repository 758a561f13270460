import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { HandlerName } from '../../../handlers/bundling';
import { writeBundle } from '../../../handlers/write-bundle';
import { isAlive } from '../../is-alive.cjs';

const ROOT = path.join(__dirname, '../../..');
const OUT = path.join(ROOT, 'node_modules/.cache/handlers');

/** What came of an invocation. */
export type Outcome =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'killed' };

/** What a process has used by the end of its last invocation. */
export interface Used {
  /** Of all its threads, since it began. */
  readonly cpuMilliseconds: number;
  /** The most that was resident. */
  readonly peakBytes: number;
}

export interface InvokeOptions {
  /** What the function believes to have left. */
  readonly timeoutSeconds?: number;
  /** The same when Lambda tries the event again. */
  readonly requestId?: string;
  /** How far the function's clock is ahead of the test's. */
  readonly aheadSeconds?: number;
}

/** Bundles a handler as it is deployed; gives the folder. */
export function bundle(name: HandlerName): string {
  removeThoseOfEndedRuns();
  // Test files run beside each other, and so do runs of jest in one checkout: what one has loaded half of must stay.
  const folder = path.join(OUT, `${process.ppid}-${process.env['JEST_WORKER_ID'] ?? '0'}`, name);
  writeBundle(name, folder);
  return folder;
}

/** A run that was killed removes nothing; the number of the process that began it stands in the folder's name. */
function removeThoseOfEndedRuns(): void {
  for (const entry of existsSync(OUT) ? readdirSync(OUT) : []) {
    if (!isAlive(Number(entry.split('-', 1)[0])))
      rmSync(path.join(OUT, entry), { recursive: true, force: true });
  }
}

/** A bundle in a process of its own, as in a Lambda environment; it can be killed. */
export class LambdaProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  output = '';
  used: Used | undefined;
  #next = 0;

  /** @param nodeOptions of Node itself; those of the tests' own process are not handed on */
  constructor(
    folder: string,
    endpoint: string,
    variables: Readonly<Record<string, string>>,
    nodeOptions: readonly string[] = [],
  ) {
    this.#child = fork(path.join(__dirname, 'lambda-runtime.cjs'), [path.join(folder, 'index.js')], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [...nodeOptions],
      env: {
        PATH: process.env['PATH'] ?? '',
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        NODE_NO_WARNINGS: '1',
        ...variables,
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk) => {
        this.output += String(chunk);
      });
    }
    this.#child.on('message', (message: { id: number; outcome: Outcome; used: Used }) => {
      this.used = message.used;
      this.#waiting.get(message.id)?.(message.outcome);
      this.#waiting.delete(message.id);
    });
    this.#child.on('exit', () => {
      for (const settle of this.#waiting.values()) settle({ kind: 'killed' });
      this.#waiting.clear();
    });
  }

  async invoke(event: unknown, options: InvokeOptions = {}): Promise<Outcome> {
    const id = this.#next++;
    const {
      timeoutSeconds = 30,
      requestId = `request-${process.pid}-${this.#child.pid}-${id}`,
      aheadSeconds = 0,
    } = options;
    return await new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, event, timeoutSeconds, requestId, aheadSeconds });
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
  }
}
