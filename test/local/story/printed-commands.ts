import { isIP } from 'node:net';
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

/**
 * Types the commands of a text about the logs of a folder as they stand, and then those that the answers print. Of
 * commands that differ only in a name or an id of one kind, one is typed; a command with a gap (`<folder>`) is none.
 *
 * @returns what was typed
 * @throws where a command ends otherwise than with an answer
 */
export async function typeAll(text: string, folder: string): Promise<readonly (readonly string[])[]> {
  const typed = new Map<string, readonly string[]>();
  const waiting = [...commandsOf(text)];
  for (let words = waiting.shift(); words !== undefined; words = waiting.shift()) {
    const shape = shapeOf(words);
    if (typed.has(shape)) continue;
    typed.set(shape, words);
    const { status, stdout, stderr } = await run(...words);
    const line = words.join(' ');
    const isAboutThem = words[0] === 'detections' || words.includes(folder);
    if ((status !== 0 && status !== 10) || stdout.length < 100 || !isAboutThem)
      throw new Error(`${line}: status ${status}, ${stdout.length} characters, ${stderr}`);
    waiting.push(...commandsOf(stdout));
  }
  return [...typed.values()];
}

/** Commands in prose end where their quotes do; what has a gap is for a person to fill. */
function commandsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').filter((line) => !/`npx harborwatch|npx harborwatch.*<\w+>/.test(line));
  return printedCommands(lines.join('\n'));
}

/** What a command has in common with others of its kind. */
function shapeOf([command = '', what = '', ...options]: readonly string[]): string {
  const kind = { story: kindOfSubject(what), record: `${what.split(',').length} fields` }[command] ?? what;
  return [command, kind, ...options.filter((word) => word.startsWith('--'))].join(' ');
}

function kindOfSubject(who: string): string {
  if (isIP(who) !== 0) return 'address';
  return who.startsWith('arn:') ? (who.split(':')[5]?.split('/')[0] ?? who) : who.replace(/[\d-].*/, '');
}
