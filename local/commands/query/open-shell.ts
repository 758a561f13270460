import { createInterface } from 'node:readline';
import type { CommandIo } from '../../terminal/command-io';
import { EXIT } from '../exit-status';
import type { QueryOptions } from '../query-options';
import { indexCache, openFolder } from './ask-locally';
import { QueryShell } from './shell';

const PROMPT = 'harborwatch> ';
const MORE = '         ... ';

/** Reads questions from a terminal until its end; gives the exit status. */
export async function openShell(
  folder: string,
  given: Readonly<Record<string, string>>,
  options: QueryOptions,
  io: CommandIo,
): Promise<number> {
  const engine = await openFolder(folder, options, indexCache(options));
  const shell = new QueryShell(engine, folder, given, options.settings, io);
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: true,
    historySize: 1000,
    removeHistoryDuplicates: true,
    prompt: PROMPT,
    completer: (line: string) => {
      const [found, word] = shell.complete(line);
      return [[...found], word];
    },
  });
  io.stdout.write(
    `${engine.folder.files.length} files in ${folder}; .help says what to type, .quit leaves\n`,
  );
  lines.on('SIGINT', () => {
    shell.interrupt();
    // What was typed goes, too: to its end, then back to its beginning.
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
    io.stdout.write('^C\n');
    lines.setPrompt(PROMPT);
    lines.prompt();
  });
  let waiting = Promise.resolve();
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      waiting = waiting.then(async () => {
        const state = await shell.take(line);
        if (state === 'end') {
          lines.close();
          return;
        }
        lines.setPrompt(state === 'more' ? MORE : PROMPT);
        lines.prompt();
      });
    });
    lines.on('close', resolve);
    lines.prompt();
  });
  await waiting;
  await engine.close();
  return EXIT.quiet;
}
