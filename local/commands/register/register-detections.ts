import { type Command, Option } from 'commander';
import type { CommandIo } from '../../terminal/command-io';
import type { DetectionsOptions } from '../detections';
import { DETECTIONS_OPTION } from '../options/detections-option';

const DETECTIONS_HELP = `
\`detections test [folder]\` reads a folder of your own detections, runs their examples, asks for the quotas of a log group
and for silence over a quiet day; default: detections/.

Exit status of test: 0 all is well, 1 something is red, 2 the folder cannot be used.`;

/** `harborwatch detections`, and what tests a folder of somebody's own. */
export function registerDetectionsCommand(
  program: Command,
  io: CommandIo,
  end: (status: number) => void,
): void {
  program
    .command('detections')
    .description(
      'the catalogue, or one detection with its pattern, its alarm and its runbook; or a test of your own',
    )
    .argument('[id]', 'id of a detection, or test')
    .argument('[folder]', 'folder to test')
    .option(...DETECTIONS_OPTION)
    .addOption(
      new Option('--format <format>', 'markdown is the runbook page')
        .choices(['pretty', 'json', 'markdown'])
        .default('pretty'),
    )
    .addHelpText('after', DETECTIONS_HELP)
    .action(async (id: string | undefined, folder: string | undefined, options: DetectionsOptions) => {
      if (id === 'test') {
        const { testDetectionsCommand } =
          require('../detections-test') as typeof import('../detections-test');
        end(await testDetectionsCommand(folder ?? options.detections, io));
        return;
      }
      const { detectionsCommand } = require('../detections') as typeof import('../detections');
      end(detectionsCommand(id, options, io));
    });
}
