import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const BINARY = path.join(__dirname, '../../../node_modules/.cache/emulator/bin/ministack');
const PATIENCE_MILLISECONDS = 60_000;

/** Where the one emulator of a run listens; `set-up` says it to the suites, which share that server. */
export const EMULATOR_ENDPOINT = 'HARBORWATCH_EMULATOR_ENDPOINT';

/** The emulator of the AWS API on a port of its own. */
export class Emulator {
  readonly endpoint: string;
  readonly #process: ChildProcess | undefined;

  private constructor(endpoint: string, child?: ChildProcess) {
    this.endpoint = endpoint;
    this.#process = child;
  }

  /** The emulator that the run has started, or else one more; only the latter is stopped by `stop`. */
  static async start(): Promise<Emulator> {
    const running = process.env[EMULATOR_ENDPOINT];
    if (running !== undefined) return new Emulator(running);
    const port = await freePort();
    const child = spawn(BINARY, [], {
      stdio: 'ignore',
      // It would listen on every interface.
      env: { ...process.env, BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port) },
    });
    const endpoint = `http://127.0.0.1:${port}`;
    const until = Date.now() + PATIENCE_MILLISECONDS;
    while (Date.now() < until) {
      const answer = await fetch(endpoint).catch(() => undefined);
      if (answer !== undefined) return new Emulator(endpoint, child);
      await pause(250);
    }
    child.kill();
    throw new Error(`the emulator did not answer on ${endpoint} within ${PATIENCE_MILLISECONDS / 1000} s`);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
