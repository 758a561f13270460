import { type Command, Option } from 'commander';
import type { CommandIo } from '../../terminal/command-io';
import { DETECTIONS_OPTION } from '../options/detections-option';
import { withPlaceOptions } from '../options/reading-options';
import type { WatchOptions } from '../watch';

const HELP = `
What is there already is told first, then what comes, each thing once: a restart goes on where the last watch of the same
place ended. A file is read when it has not changed for ten seconds, and again when it changes later.

On a terminal a line is about one actor; elsewhere each line is a JSON object (docs/schemas/watch-lines.schema.json).
Of a bucket the last 24 hours are read, unless --since says otherwise.

Exit status, after Ctrl-C: 0 nothing above low severity was told, 10 something was, 3 nothing was and a file that is there
cannot be read, 2 wrong usage; 130 when it ended in the middle of a file, which the next watch reads again.`;

/** Adds `harborwatch watch` to the command line; what it needs is loaded when it is called. */
export function registerWatchCommand(program: Command, io: CommandIo, end: (status: number) => void): void {
  withPlaceOptions(program.command('watch'))
    .description('follows new log files, and tells what the detections find as they come')
    .argument('<folder>', 'folder or s3://bucket/prefix into which logs are delivered')
    .addOption(
      new Option('--format <format>', 'default: pretty on a terminal, else jsonl').choices([
        'pretty',
        'jsonl',
      ]),
    )
    .option('--state <file>', "what is remembered between runs; default: in the user's state folder")
    .option('--once', 'end when all that is there has been read, for a scheduler')
    .option('--all', 'tell what is of low severity too')
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
    .option('--since <time>', 'leave out records before this time: 2026-11-02, 24h, 7d, yesterday (UTC)')
    .option('--settings <file>', 'settings; default: harborwatch.json in the working folder')
    .option(...DETECTIONS_OPTION)
    .option('--baseline <folder>', 'earlier logs, from which first times learn what is usual')
    .addHelpText('after', HELP)
    .action(async (folder: string, options: WatchOptions) => {
      const { watchCommand } = require('../watch') as typeof import('../watch');
      end(await watchCommand(folder, options, io));
    });
}
