import { type Command, Option } from 'commander';
import type { CommandIo } from '../../terminal/command-io';
import type { ContainOptions } from '../contain';
import { DETECTIONS_OPTION } from '../options/detections-option';

const HELP = `
Examples:
  harborwatch contain task 0123456789abcdef0123456789abcdef --cluster harbor --service web
  harborwatch contain role web-task-role
  harborwatch contain key AKIA…

Nothing is run and no credentials are read. Exit status: 0 the plan is printed, 2 wrong usage.`;

/** Adds `harborwatch contain` to the command line; what it needs is loaded when it is called. */
export function registerContainCommand(program: Command, io: CommandIo, end: (status: number) => void): void {
  program
    .command('contain')
    .description('prints the steps that isolate a task, role, user, key or security group, evidence first')
    .argument('<kind>', 'task, role, user, key or security-group')
    .argument('<target>', 'id or ARN of the task, name of role or user, id of the key or group')
    .option('--cluster <name>', 'cluster of the task, where no ARN names it')
    .option('--service <name>', 'service of the task')
    .option(...DETECTIONS_OPTION)
    .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
    .addHelpText('after', HELP)
    .action((kind: string, target: string, options: ContainOptions) => {
      const { containCommand } = require('../contain') as typeof import('../contain');
      end(containCommand(kind, target, options, io));
    });
}
