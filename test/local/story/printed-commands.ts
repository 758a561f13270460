import { Writable } from 'node:stream';
import { runCommandLine } from '../../../local/commands/command-line';

/** What a command line printed, and how it ended. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, without a terminal. */
export async function run(...args: readonly string[]): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const io = { stdout: into('stdout'), stderr: into('stderr'), env: {} };
  const status = await runCommandLine(args, io);
  return { status, ...written };
}

/** The commands that a text tells to type, each as the words that a shell makes of it. */
export function printedCommands(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/npx harborwatch (.+)$/gm)].map(([, words = '']) => shellWords(words));
}

/** Words apart at spaces, quotes taken off: as much of POSIX as `shellWord` writes. */
function shellWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:'[^']*'|\\'|[^\s'])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\(')/g, (_, quoted?: string, single?: string) => quoted ?? single ?? ''),
  );
}

/** The lines of the first screen. */
export function firstScreen(text: string): readonly string[] {
  const [, after = ''] = text.split('\nIn short\n');
  return (after.split('\n\n')[0] ?? '').split('\n');
}
