import type { Command } from 'commander';
import type { CommandIo } from '../../terminal/command-io';
import { withJudgingOptions, withPlaceOptions } from '../options/reading-options';
import type { PlanOptions } from '../plan';
import type { TuneOptions } from '../tune';

const TUNE_HELP = `
Nothing is proposed against what is critical, and against chains nothing but to name the role that makes them every day.
Each proposal is taken only where the incidents of \`simulate\`, the examples of the catalogue and the chains of these
logs are told with it as before. --write changes harborwatch.json (or the file of --settings), and detections/tuned.yml
beside it for changed thresholds.

Exit status: 0 within the budget, 10 not, 3 within it but something could not be read, 2 wrong usage.`;

const PLAN_HELP = `
What a deployment would cost is the model of docs/cost.md with the volumes of these logs; what cannot be seen is said of
the records that are there, not of what an account could record.

Exit status: 0, 3 something could not be read, 2 wrong usage.`;

/** `harborwatch tune` and `harborwatch plan`: what a deployment would be like, by the logs that there are. */
export function registerTuneCommands(program: Command, io: CommandIo, end: (status: number) => void): void {
  withPlaceOptions(withJudgingOptions(program.command('tune')))
    .description('says how noisy the detections would be on these logs, and the fewest settings against it')
    .argument('<folder>', 'folder with the logs of some weeks')
    .option('--per-week <n>', 'messages a week that are wanted at most', '10')
    .option('--write', 'write the settings')
    .option('--owner <who>', 'who answers for suppressions')
    .option('--ends <day>', 'last day of suppressions; default: in 90 days')
    .addHelpText('after', TUNE_HELP)
    .action(async (folder: string, options: TuneOptions) => {
      const { tuneCommand } = require('../tune') as typeof import('../tune');
      end(await tuneCommand(folder, options, io));
    });

  withPlaceOptions(withJudgingOptions(program.command('plan')))
    .description('says what a deployment would cost a month for these logs, and what it could not see')
    .argument('<folder>', 'folder with the logs of some days')
    .addHelpText('after', PLAN_HELP)
    .action(async (folder: string, options: PlanOptions) => {
      const { planCommand } = require('../plan') as typeof import('../plan');
      end(await planCommand(folder, options, io));
    });
}
