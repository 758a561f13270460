import { createInterface } from 'node:readline';
import { stateFolder } from '../../files/state-folder';
import { openPlace } from '../../reading/places/open-place';
import type { CommandIo } from '../../terminal/command-io';
import { escapeControl } from '../../terminal/escape-control';
import { wantedKeysOf } from '../options/place-options';
import { EXIT } from '../output/exit-status';
import { indexCache, openFolder, tellUnreadable, windowOf } from './ask-locally';
import type { QueryOptions } from './query-options';
import { QueryShell } from './shell';
import { MOST_LINES, ShellHistory } from './shell-history';

const PROMPT = 'harborwatch> ';
const MORE = '         ... ';

/** Reads questions about a folder, a file or a bucket from a terminal until its end; gives the exit status. */
export async function openShell(
  where: string,
  given: Readonly<Record<string, string>>,
  options: QueryOptions,
  io: CommandIo,
): Promise<number> {
  const place = await openPlace(where, { wanted: wantedKeysOf(options, windowOf(given)) });
  try {
    const { path: folder, missing } = await place.local();
    const engine = await openFolder(folder, options, folder === where ? indexCache(options) : undefined);
    try {
      tellUnreadable(missing, io);
      io.stdout.write(
        `${engine.folder.files.length} files in ${escapeControl(where)}; .help says what to type, .quit leaves\n`,
      );
      const history = new ShellHistory(options.history === false ? undefined : stateFolder(io.env));
      await readLines(new QueryShell(engine, folder, given, options.settings, io), history, io);
    } finally {
      await engine.close();
    }
  } finally {
    await place.close();
  }
  return EXIT.quiet;
}

async function readLines(shell: QueryShell, history: ShellHistory, io: CommandIo): Promise<void> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: true,
    history: history.newestFirst,
    historySize: MOST_LINES,
    removeHistoryDuplicates: true,
    prompt: PROMPT,
    completer: (line: string) => {
      const [found, word] = shell.complete(line);
      return [[...found], word];
    },
  });
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
      history.add(line);
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
}
