import { type Command, Option } from 'commander';
import type { CommandIo } from '../../terminal/command-io';
import type { JudgeOptions } from '../judge';

const HELP = `
Reads task definitions as the API has them, CloudFormation templates in JSON and YAML, and RegisterTaskDefinition
records of CloudTrail. docs/task-definition-rules.md lists the rules. Values of secrets are never printed.

Exit status: 0 nothing above low severity, 10 findings, 3 something unreadable and no findings, 2 wrong usage.`;

/** Adds `harborwatch judge` to the command line; what it needs is loaded when it is called. */
export function registerJudgeCommand(program: Command, io: CommandIo, end: (status: number) => void): void {
  program
    .command('judge')
    .description('judges the task definitions in a file or a folder, before they are registered')
    .argument(
      '<file|folder>',
      'task definition, template, or records; or a folder with them, such as cdk.out',
    )
    .addOption(new Option('--format <format>').choices(['pretty', 'json', 'sarif']).default('pretty'))
    .option('--all', 'show what is of low severity too, instead of counting it')
    .option(
      '--own-registry <registry>',
      'registry whose images are yours, such as ghcr.io/our-team; repeatable',
      (value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value],
    )
    .addHelpText('after', HELP)
    .action(async (target: string, options: JudgeOptions) => {
      const { judgeCommand } = require('../judge') as typeof import('../judge');
      end(await judgeCommand(target, options, io));
    });
}
