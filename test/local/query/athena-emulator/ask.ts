import { spawn } from 'node:child_process';
import path from 'node:path';

const BIN = path.join(__dirname, '../../../../bin/harborwatch.cjs');

/** How one command ended. */
export interface Asked {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command that runs. */
export interface Asking {
  readonly ended: Promise<Asked>;
  /** What Ctrl-C does. */
  readonly interrupt: () => void;
}

/** Starts `harborwatch query - --on athena …` as a process of its own, with the text as its standard input. */
export function ask(
  sql: string,
  environment: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Asking {
  const child = spawn(process.execPath, [BIN, 'query', '-', '--on', 'athena', ...options], {
    // The SDK warns of Node 20 on the stream that is judged here.
    env: { ...process.env, NODE_OPTIONS: '--no-warnings', AWS_REGION: 'us-east-1', ...environment },
  });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    texts.out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    texts.err += chunk;
  });
  child.stdin.end(sql);
  const ended = new Promise<Asked>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...texts }));
  });
  return { ended, interrupt: () => child.kill('SIGINT') };
}
